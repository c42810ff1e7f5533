package catalog_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/concord-catalog/concord"

// layers is the house: a package may import only packages of a lower layer.
// Packages of one layer do not know each other. ARCHITECTURE.md shows the same
// table for people; [TestArchitectureTable] compares the two.
var layers = map[string]int{
	"templates": 0, "themes": 0,
	"catalog/internal/editdist": 0, "catalog/internal/gen": 0, "catalog/internal/samplerepo": 0, "catalog/internal/testrepo": 0, "catalog/internal/output": 0, "catalog/internal/errfs": 0, "catalog/render/press": 0, "catalog/lineage/draw/engine/private": 0,
	"catalog/source":               1,
	"catalog/diag":                 2,
	"catalog/model":                2,
	"catalog/diag/report":          3,
	"catalog/decode":               3,
	"catalog/formula":              3,
	"catalog/history":              3,
	"catalog/scaffold":             3,
	"catalog/print/pdf":            3,
	"catalog/print/typeset":        4,
	"catalog/resolve":              4,
	"catalog/lineage":              4,
	"catalog/lineage/draw":         5,
	"catalog/lineage/draw/engine":  6,
	"catalog/formula/compare":      4,
	"catalog/scenario":             4,
	"catalog/check":                5,
	"catalog/check/rule":           6,
	"catalog/timeline":             7,
	"catalog/measure":              6,
	"catalog/site":                 7,
	"catalog/search":               7,
	"catalog/export":               7,
	"catalog/ingest":               7,
	"catalog/edit":                 7,
	"catalog/diff":                 7,
	"catalog/codeowners":           7,
	"catalog/schema":               4,
	"catalog/render":               8,
	"catalog/print":                8,
	"catalog/publish":              9,
	"catalog":                      10,
	"catalog/serve":                11,
	"catalog/lsp":                  11,
	"catalog/mcp":                  11,
	"cmd/concord":                  12,
	"catalog/internal/exampletest": 10, // a test harness: imported by tests only
}

// only restricts who may import the packages that are fenced off.
var only = map[string][]string{
	module + "/catalog/lineage/draw/engine": {"cmd/concord"}, // it brings Graphviz along

	"github.com/goccy/go-graphviz": {"catalog/lineage/draw/engine"},
	"testing":                      {"catalog/internal/exampletest", "catalog/internal/testrepo"},
}

type goPackage struct {
	ImportPath string
	Imports    []string
}

func listPackages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = ".."
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var pkgs []goPackage
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p goPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
}

func TestLayers(t *testing.T) {
	for _, p := range listPackages(t) {
		name := strings.TrimPrefix(p.ImportPath, module+"/")
		own, listed := layers[name]
		if !listed {
			t.Errorf("%s is in no layer: give it a place in layers and in ARCHITECTURE.md", name)
			continue
		}
		for _, imp := range p.Imports {
			checkFence(t, name, imp)
			short, internal := strings.CutPrefix(imp, module+"/")
			if !internal {
				continue
			}
			if layer, ok := layers[short]; ok && layer >= own {
				t.Errorf("%s (layer %d) imports %s (layer %d): imports run downwards only", name, own, short, layer)
			}
		}
	}
}

func checkFence(t *testing.T, name, imp string) {
	t.Helper()
	allowed, fenced := only[imp]
	if !fenced {
		return
	}
	for _, a := range allowed {
		if a == name {
			return
		}
	}
	t.Errorf("%s imports %s, which only %s may", name, imp, strings.Join(allowed, ", "))
}

var architectureRow = regexp.MustCompile("(?m)^\\| (\\d+) \\| `([^`]+)` \\| .+ \\|$")

// TestArchitectureTable keeps the table that people read equal to the one that
// is enforced: every package is in it, in its layer, and nothing else.
func TestArchitectureTable(t *testing.T) {
	text, err := os.ReadFile("../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]string{}
	for _, row := range architectureRow.FindAllStringSubmatch(string(text), -1) {
		if _, twice := shown[row[2]]; twice {
			t.Errorf("ARCHITECTURE.md has two rows for `%s`", row[2])
		}
		shown[row[2]] = row[1]
	}
	for _, p := range listPackages(t) {
		name := strings.TrimPrefix(p.ImportPath, module+"/")
		short := strings.TrimPrefix(name, "catalog/")
		if got, want := shown[short], strconv.Itoa(layers[name]); got == "" {
			t.Errorf("ARCHITECTURE.md has no row for `%s`", short)
		} else if got != want {
			t.Errorf("ARCHITECTURE.md has `%s` in layer %s, and it is in %s", short, got, want)
		}
		delete(shown, short)
	}
	for short := range shown {
		t.Errorf("ARCHITECTURE.md has a row for `%s`, which does not exist", short)
	}
}

// TestDocumented asks that every package says what it is, and every exported
// name too.
func TestDocumented(t *testing.T) {
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && d.Name() != "..") {
			return fs.SkipDir
		}
		if d.IsDir() {
			checkDocs(t, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkDocs(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	documented, any := false, false
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		any = true
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		documented = documented || f.Doc != nil
		for _, decl := range f.Decls {
			checkDecl(t, name, decl)
		}
	}
	if any && !documented {
		t.Errorf("%s: no file says what the package is", dir)
	}
}

func checkDecl(t *testing.T, file string, decl ast.Decl) {
	t.Helper()
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
			t.Errorf("%s: %s has no comment", file, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
					t.Errorf("%s: type %s has no comment", file, s.Name.Name)
				}
			case *ast.ValueSpec:
				if s.Names[0].IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
					t.Errorf("%s: %s has no comment", file, s.Names[0].Name)
				}
			}
		}
	}
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	typ := d.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	id, ok := typ.(*ast.Ident)
	return ok && id.IsExported()
}

// TestFileSizes keeps files small enough to be read at one sitting.
func TestFileSizes(t *testing.T) {
	const most = 520
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		data, err := os.ReadFile(path)
		if n := strings.Count(string(data), "\n"); n > most {
			t.Errorf("%s has %d lines: is there a second room in it?", path, n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
