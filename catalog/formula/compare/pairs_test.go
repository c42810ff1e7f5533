package compare

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/source"
)

var today = model.NewDate(2026, time.March, 15)

// pair is two formulas and what is true of them.
type pair struct {
	class       string // the heading it stands under
	left, right string // each may end in a unit in brackets
	says        string // words that the condition or the rows concerned must hold
	line        int
}

// readPairs reads testdata/pairs.txt: under each heading, pairs of lines, then
// perhaps a line that begins with ">" and says what must be said of the pair.
func readPairs(t testing.TB) []pair {
	f, err := os.Open("testdata/pairs.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var pairs []pair
	var class, left string
	in := bufio.NewScanner(f)
	for line := 1; in.Scan(); line++ {
		text := strings.TrimSpace(in.Text())
		switch {
		case text == "" || strings.HasPrefix(text, "# "):
		case strings.HasPrefix(text, "== "):
			class = strings.TrimPrefix(text, "== ")
		case strings.HasPrefix(text, "> "):
			pairs[len(pairs)-1].says = strings.TrimPrefix(text, "> ")
		case left == "":
			left = text
		default:
			pairs = append(pairs, pair{class: class, left: left, right: text, line: line})
			left = ""
		}
	}
	if err := in.Err(); err != nil || left != "" {
		t.Fatalf("pairs.txt: %v, left over %q", err, left)
	}
	return pairs
}

// world is a compiled catalog of the test model and some formulas.
type world struct {
	catalog *model.Catalog
	set     *formula.Set
}

// compile makes a KPI of each formula, k0, k1 and so on, all of which must be
// right.
func compile(t testing.TB, formulas ...string) world {
	w, findings := compileAny(t, formulas...)
	for _, f := range findings {
		if f.Kind.Family == diag.Error {
			p := w.catalog.Source.Place(f.At)
			t.Fatalf("%s:%d: %s (%s)", p.Path, p.Start.Line, f.Message, w.catalog.Source.Text(f.At))
		}
	}
	return w
}

func compileAny(t testing.TB, formulas ...string) (world, diag.List) {
	archive, err := txtar.ParseFile("testdata/model.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range archive.Files {
		files[f.Name] = f.Data
	}
	for i, f := range formulas {
		files[fmt.Sprintf("kpis/k%d.yaml", i)] = kpi(f)
	}
	set := source.NewSet(files)
	tree, found := decode.Decode(set, nil)
	catalog, unresolved := resolve.Resolve(set, tree)
	programs, broken := formula.Analyse(catalog)
	return world{catalog, programs}, slices.Concat(found, unresolved, broken)
}

// kpi writes an entry for a formula, which may end in its unit: "… [hours]".
func kpi(text string) []byte {
	unit := ""
	if i := strings.LastIndex(text, " ["); i >= 0 && strings.HasSuffix(text, "]") && !strings.HasSuffix(text[:i], " in") {
		unit = "unit: \"" + text[i+2:len(text)-1] + "\"\n"
		text = text[:i]
	}
	return []byte("name: KPI\n" + unit + "formula: |-\n  " + text + "\n")
}

func (w world) program(i int) *formula.Program {
	return w.set.Of(w.catalog.Get(model.KPIKind, fmt.Sprintf("k%d", i)))
}

func TestPairs(t *testing.T) {
	pairs := readPairs(t)
	if len(pairs) < 150 {
		t.Errorf("%d pairs, want 150 at least", len(pairs))
	}
	var formulas []string
	for _, p := range pairs {
		formulas = append(formulas, p.left, p.right)
	}
	w := compile(t, formulas...)
	for i, p := range pairs {
		for _, turned := range []bool{false, true} {
			a, b := w.program(2*i), w.program(2*i+1)
			if turned {
				a, b = b, a
			}
			r := Formulas(w.set, a, b, Options{Today: today})
			if wrong := judge(p, r); wrong != "" {
				t.Errorf("pairs.txt:%d: %s\n\t%s\n\t%s\n\tturned %v: %s after %d cases; %q %q\n\t%v", p.line, wrong, p.left, p.right, turned, r.Verdict, r.Cases, r.Condition, r.Taken, facts(r))
			}
		}
	}
}

func facts(r Result) string {
	c := r.Comparison().Counterexample
	if c == nil {
		return ""
	}
	return fmt.Sprintf("%v: %s and %s", c.Facts, c.Left, c.Right)
}

// judge says what is wrong with a result, or "".
func judge(p pair, r Result) string {
	want := Different
	switch p.class {
	case "equivalent", "equivalent under a condition", "equivalent but for the unit":
		want = Equivalent
	}
	if r.Verdict != want {
		return "want " + want.String()
	}
	if !strings.Contains(r.Condition+"\n"+r.Taken.Left+"\n"+r.Taken.Right, p.says) {
		return "want it to say " + p.says
	}
	switch p.class {
	case "equivalent":
		if r.Condition != "" {
			return "want no condition"
		}
	case "equivalent under a condition":
		if !strings.HasPrefix(r.Condition, "wherever ") {
			return "want a condition"
		}
	case "equivalent but for the unit":
		if !strings.Contains(r.Condition, "but for the unit") {
			return "want it to speak of the unit"
		}
	default:
		return judgeFacts(p.class, r)
	}
	return ""
}

// judgeFacts asks that the counterexample is of the class.
func judgeFacts(class string, r Result) string {
	tables := r.Comparison().Counterexample.Facts
	rows, missing, zero, twice := 0, false, false, false
	for _, t := range tables {
		for i, row := range t.Rows {
			rows++
			missing = missing || slices.Contains(row, "")
			zero = zero || slices.Contains(row, "0")
			for _, other := range t.Rows[:i] {
				twice = twice || slices.Equal(row, other)
			}
		}
	}
	undefined := r.Left.Answer.Missing() || r.Right.Answer.Missing()
	switch class {
	case "different":
		if undefined || missing {
			return "want facts on which nothing is missing"
		}
	case "different only at missing values":
		if !missing {
			return "want a missing value"
		}
	case "different only at zero":
		if !zero && !undefined {
			return "want a zero"
		}
	case "different only at an empty table":
		if rows > 0 && !undefined {
			return "want no rows"
		}
	case "different only at duplicates":
		if !twice {
			return "want two equal rows"
		}
	case "different only at a date boundary":
		if undefined || missing {
			return "want facts on which nothing is missing"
		}
	default:
		return "no such class"
	}
	return ""
}
