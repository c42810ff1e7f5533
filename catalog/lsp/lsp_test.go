package lsp

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

func world(t testing.TB) *client { return start(t, content(t, "testdata/world.txtar"), everything) }

const (
	salesTransit     = "terms/sales/stock-in-transit.md"
	logisticsTransit = "terms/logistics/stock-in-transit.yaml"
	customer         = "terms/sales/customer.md"
)

// TestWhileTyping follows findings as text is typed that is never saved.
func TestWhileTyping(t *testing.T) {
	c := world(t)
	text := c.openFile(customer)
	c.clean(customer)

	c.replace(customer, strings.Replace(text, "definition:", "definiton:", 1))
	d := c.has(customer, "REF001")
	if d.Severity != 1 || !strings.Contains(d.Message, "did you mean `definition`?") || d.Range != (span{position{2, 0}, position{2, 9}}) {
		t.Errorf("a misspelt field: %+v", d)
	}
	c.replace(customer, strings.Replace(text, "name: Customer", "name: \"Customer", 1))
	c.waitFor(customer, "a quote that is not closed", func(list []diagnostic) bool {
		return slices.ContainsFunc(list, func(d diagnostic) bool {
			return strings.HasPrefix(d.Code, "YAML") || strings.HasPrefix(d.Code, "DEC") || d.Severity == 1
		})
	})
	c.replace(customer, text)
	c.clean(customer)

	data, err := os.ReadFile(filepath.Join(c.root, "content", customer))
	if err != nil || string(data) != text {
		t.Errorf("the file on disk has changed: %v", err)
	}
}

// TestOtherFiles follows findings in files that the edited one is tied to.
func TestOtherFiles(t *testing.T) {
	c := world(t)
	text := c.openFile("owners/people.toml")
	c.replace("owners/people.toml", strings.Replace(text, `id = "ada-lind"`, `id = "ada-lindt"`, 1))
	c.has("domains/functions.toml", "REF010") // neither open nor edited
	c.replace("owners/people.toml", text)
	c.clean("domains/functions.toml")
}

// TestBothSides shows a conflict in each open file that takes part, and takes it
// back when it is settled in either.
func TestBothSides(t *testing.T) {
	c := world(t)
	c.openFile(salesTransit)
	text := c.openFile(logisticsTransit)
	a, b := c.has(salesTransit, "CON111"), c.has(logisticsTransit, "CON111")
	if a.Severity != 2 || a.Message != b.Message || a.Data == nil || a.Data.ID != b.Data.ID {
		t.Errorf("one side has %+v, the other %+v", a, b)
	}
	if len(a.Related) == 0 || len(b.Related) == 0 {
		t.Errorf("neither side leads to the other: %+v, %+v", a.Related, b.Related)
	}
	c.replace(logisticsTransit, strings.Replace(text, "name: Stock in transit", "name: Stock at the port", 1))
	gone := func(list []diagnostic) bool {
		return !slices.ContainsFunc(list, func(d diagnostic) bool { return d.Code == "CON111" })
	}
	c.waitFor(salesTransit, "the conflict is gone", gone)
	c.waitFor(logisticsTransit, "the conflict is gone", gone)
}

// TestCloseAndDisk goes back to what is on disk when a document is closed, and
// takes in files that change there.
func TestCloseAndDisk(t *testing.T) {
	c := world(t)
	text := c.openFile(customer)
	c.replace(customer, strings.Replace(text, "owner: ada-lind", "owner: nobody", 1))
	c.has(customer, "REF010")
	c.close(customer)
	c.clean(customer)

	file := filepath.Join(c.root, "content", "terms", "sales", "late.yaml")
	if err := os.WriteFile(file, []byte("name: Late\ndefinition: A thing that came late.\nowner: nobody\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	c.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{}})
	c.has("terms/sales/late.yaml", "REF010")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	c.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{}})
	c.clean("terms/sales/late.yaml")
}

// TestNewFile knows an entry that has never been saved.
func TestNewFile(t *testing.T) {
	c := world(t)
	c.open("terms/sales/order.yaml", "name: Order\ndefinition: What a customer asks for.\nrelated: [customer]\n")
	c.open("terms/sales/line.yaml", "name: Line\ndefinition: A part of an order.\nrelated: [order]\n")
	got := as[location](t, c.must("textDocument/definition", c.here("terms/sales/line.yaml", "[ord|er]")))
	if got.URI != c.uri("terms/sales/order.yaml") || got.Range.Start != (position{0, 6}) {
		t.Errorf("definition: %+v", got)
	}
}

// TestElsewhere leaves files alone that are no content.
func TestElsewhere(t *testing.T) {
	c := world(t)
	uri := uriOf(filepath.Join(c.root, "notes.yaml"))
	c.notify("textDocument/didOpen", map[string]any{"textDocument": textDocumentItem{uri, 1, "a: [b"}})
	for _, method := range []string{"hover", "completion", "definition", "references", "documentSymbol", "formatting", "codeAction", "documentLink"} {
		raw := c.must("textDocument/"+method, map[string]any{"textDocument": textDocument{uri}, "position": position{0, 1}})
		if string(raw) != "null" {
			t.Errorf("%s answers %s", method, raw)
		}
	}
	c.openFile(customer)
	c.clean(customer)
	c.mu.Lock()
	defer c.mu.Unlock()
	if p, told := c.found[uri]; told {
		t.Errorf("told %+v of a file outside", p)
	}
}

func TestNavigation(t *testing.T) {
	c := world(t)
	c.openFile(salesTransit)
	c.openFile("kpis/sales/share-in-transit.yaml")
	c.openFile("objects/logistics/movement.yaml")
	for _, x := range []struct {
		name, path, words, file string
		line                    int
	}{
		{"a table", salesTransit, "filter(mov|ement", "objects/logistics/movement.yaml", 0},
		{"a column", salesTransit, ".quan|tity", "objects/logistics/movement.yaml", 4},
		{"a term in a formula", "kpis/sales/share-in-transit.yaml", "sales_stock|_in", salesTransit, 1},
		{"a link", salesTransit, "../logistics/stock|-in", logisticsTransit, 0},
	} {
		got := as[location](t, c.must("textDocument/definition", c.here(x.path, x.words)))
		if got.URI != c.uri(x.file) || got.Range.Start.Line != x.line {
			t.Errorf("%s: %+v", x.name, got)
		}
	}
	references := func(words string, path string, declaration bool) []string {
		p := map[string]any{"textDocument": textDocument{c.uri(path)}, "position": c.here(path, words).Position,
			"context": map[string]bool{"includeDeclaration": declaration}}
		var list []string
		for _, l := range as[[]location](t, c.must("textDocument/references", p)) {
			list = append(list, strings.TrimPrefix(l.URI, c.uri("")+"/"))
		}
		return list
	}
	if got := references("name: Stock| in", salesTransit, false); !slices.Equal(got, []string{"kpis/sales/share-in-transit.yaml", logisticsTransit}) {
		t.Errorf("references of a term: %q", got)
	}
	if got := references("name: quan|tity", "objects/logistics/movement.yaml", true); !slices.Equal(got,
		[]string{"kpis/sales/share-in-transit.yaml", "objects/logistics/movement.yaml", logisticsTransit, salesTransit}) {
		t.Errorf("references of a column: %q", got)
	}
	links := as[[]documentLink](t, c.must("textDocument/documentLink", map[string]any{"textDocument": textDocument{c.uri(salesTransit)}}))
	if len(links) != 2 || links[0].Target != c.uri(logisticsTransit) || links[1].Target != "https://example.org/" {
		t.Errorf("links: %+v", links)
	}
}

func TestSymbols(t *testing.T) {
	c := world(t)
	c.openFile("domains/functions.toml")
	list := as[[]documentSymbol](t, c.must("textDocument/documentSymbol", map[string]any{"textDocument": textDocument{c.uri("domains/functions.toml")}}))
	if len(list) != 2 || list[1].Name != "Logistics" || list[1].Detail != "domain:logistics" || len(list[1].Children) != 2 {
		t.Errorf("document symbols: %+v", list)
	}
	found := as[[]symbolInformation](t, c.must("workspace/symbol", map[string]string{"query": "TRANSIT sales"}))
	if len(found) != 2 || found[0].Name != "Stock in transit" || found[1].Name != "Share in transit" {
		t.Errorf("workspace symbols: %+v", found)
	}
}

// apply carries out an edit as an editor would, on the files of the world.
func apply(t *testing.T, c *client, files map[string]string, raw json.RawMessage) map[string]string {
	t.Helper()
	w := as[struct {
		DocumentChanges []struct {
			Kind, URI, OldURI, NewURI string
			TextDocument              versionedDocument
			Edits                     []textEdit
		}
	}](t, raw)
	rel := func(uri string) string { return strings.TrimPrefix(uri, c.uri("")+"/") }
	out := map[string]string{}
	for path, data := range files {
		out[path] = data
	}
	for _, d := range w.DocumentChanges {
		switch d.Kind {
		case "create":
			out[rel(d.URI)] = ""
		case "rename":
			out[rel(d.NewURI)] = out[rel(d.OldURI)]
			delete(out, rel(d.OldURI))
		default:
			x := newText([]byte(out[rel(d.TextDocument.URI)]))
			slices.SortFunc(d.Edits, func(a, b textEdit) int {
				return x.offset(b.Range.Start, utf16Units) - x.offset(a.Range.Start, utf16Units)
			})
			for _, e := range d.Edits {
				x = x.changed(contentChange{&e.Range, e.NewText}, utf16Units)
			}
			out[rel(d.TextDocument.URI)] = string(x.data)
		}
	}
	return out
}

func compiled(files map[string]string) *catalog.Compiled {
	contents := map[string][]byte{}
	for path, data := range files {
		contents[path] = []byte(data)
	}
	return catalog.Compile(source.NewSet(contents), nil, model.NewDate(2027, 3, 1))
}

// named is a content folder of those files, up to names.
func named(t *testing.T, files map[string]string) *catalog.Named {
	dir := t.TempDir()
	for path, data := range files {
		file := filepath.Join(dir, filepath.FromSlash(path))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(data), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	live, err := catalog.Open(t.Context(), catalog.Options{Content: dir, Today: model.NewDate(2027, 3, 1)})
	if err != nil {
		t.Fatal(err)
	}
	return live.Names()
}

func TestRename(t *testing.T) {
	files := content(t, "testdata/world.txtar")
	c := world(t)
	c.openFile(logisticsTransit)
	place := c.here(logisticsTransit, "[sales/sto|ck")
	p := as[prepared](t, c.must("textDocument/prepareRename", place))
	if p.Placeholder != "sales/stock-in-transit" {
		t.Errorf("prepared %+v", p)
	}
	params := map[string]any{"textDocument": place.TextDocument, "position": place.Position, "newName": "sales/unsold-stock"}
	after := apply(t, c, files, c.must("textDocument/rename", params))
	if _, ok := after["terms/sales/unsold-stock.md"]; !ok || len(after) != len(files) {
		t.Errorf("the file has not moved")
	}
	for path, words := range map[string]string{logisticsTransit: "related: [sales/unsold-stock]",
		"kpis/sales/share-in-transit.yaml": "formula: sales_unsold_stock /", "terms/sales/unsold-stock.md": "formerly: [sales/stock-in-transit]"} {
		if !strings.Contains(after[path], words) {
			t.Errorf("%s lacks %q:\n%s", path, words, after[path])
		}
	}
	if c := compiled(after); c.Catalog.Get(model.TermKind, "sales/unsold-stock") == nil || slices.ContainsFunc(c.Findings, isError) {
		t.Errorf("the result does not compile: %v", c.Findings)
	}
	params["newName"] = "sales/customer"
	if _, err := c.request("textDocument/rename", params); err == nil || !strings.Contains(err.Message, "stands at") {
		t.Errorf("renamed to an ID that is taken: %v", err)
	}
}

func TestRenameInPlainEditor(t *testing.T) {
	c := start(t, content(t, "testdata/world.txtar"), `{}`)
	c.openFile(customer)
	place := c.here(customer, "owner: ada|-lind")
	params := map[string]any{"textDocument": place.TextDocument, "position": place.Position, "newName": "ada-lind-meyer"}
	w := as[workspaceEdit](t, c.must("textDocument/rename", params))
	if len(w.Changes) != 3 || w.DocumentChanges != nil {
		t.Errorf("changes: %+v", w)
	}
	place = c.here(customer, "name: Cust|omer")
	params["position"], params["newName"] = place.Position, "sales/client"
	if _, err := c.request("textDocument/rename", params); err == nil || !strings.Contains(err.Message, "cannot move files") {
		t.Errorf("an editor that cannot move files: %v", err)
	}
}

func (c *client) actions(path string, r span) []struct {
	codeAction
	Edit json.RawMessage `json:"edit"`
} {
	return as[[]struct {
		codeAction
		Edit json.RawMessage `json:"edit"`
	}](c.t, c.must("textDocument/codeAction", map[string]any{"textDocument": textDocument{c.uri(path)}, "range": r, "context": map[string]any{"diagnostics": []any{}}}))
}

func TestRespell(t *testing.T) {
	files := content(t, "testdata/world.txtar")
	c := world(t)
	files[customer] = strings.NewReplacer("definition:", "definiton:", "ada-lind", "ada-lindt").Replace(files[customer])
	c.open(customer, files[customer])
	for _, code := range []string{"REF001", "REF010"} {
		d := c.has(customer, code)
		list := c.actions(customer, d.Range)
		if len(list) != 1 || !strings.HasPrefix(list[0].Title, "Replace `") {
			t.Fatalf("%s: actions %+v", code, list)
		}
		files = apply(t, c, files, list[0].Edit)
		c.replace(customer, files[customer])
	}
	c.clean(customer)
}

// TestWaive waives each conflict of the world in each spelling of an entry and
// counts on the compiler to see the waiver.
func TestWaive(t *testing.T) {
	for name, entry := range map[string]string{
		"yaml":     "terms/logistics/stock-in-transit.yaml",
		"block":    "terms/logistics/stock-in-transit.yaml\nallow:\n  - rule: unowned-term\n    reason: x\n    by: ada-lind\n    until: 2027-12-31\n",
		"flow":     "terms/logistics/stock-in-transit.yaml\nallow: [{rule: unowned-term, reason: x, by: ada-lind, until: 2027-12-31}]\n",
		"markdown": salesTransit,
		"toml":     "terms/logistics/stock-in-transit.toml",
	} {
		t.Run(name, func(t *testing.T) {
			path, more, _ := strings.Cut(entry, "\n")
			files := content(t, "testdata/world.txtar")
			if path == "terms/logistics/stock-in-transit.toml" {
				delete(files, logisticsTransit)
				files[path] = "name = \"Stock in transit\"\ndefinition = \"Pieces that have landed.\"\nstatus = \"approved\"\nunit = \"pieces\"\n" +
					"formula = 'sum(filter(movement, .stage == \"landed\"), .quantity)'\n"
			}
			files[path] += more
			c := start(t, files, everything)
			c.openFile(path)
			d := c.has(path, "CON111")
			var waived string
			for _, a := range c.actions(path, d.Range) {
				if strings.HasPrefix(a.Title, "Waive CON111") {
					waived = apply(t, c, files, a.Edit)[path]
				}
			}
			if !strings.Contains(waived, `""`) {
				t.Fatalf("no waiver was written, or none that asks for a reason:\n%s", waived)
			}
			c.replace(path, strings.Replace(waived, `""`, `"It may stand for now."`, 1))
			c.waitFor(path, "the conflict is waived", func(list []diagnostic) bool {
				return !slices.ContainsFunc(list, func(d diagnostic) bool { return d.Code == "CON111" })
			})
		})
	}
}

func TestDraftResolution(t *testing.T) {
	files := content(t, "testdata/world.txtar")
	c := world(t)
	c.openFile(salesTransit)
	d := c.has(salesTransit, "CON111")
	for _, a := range c.actions(salesTransit, d.Range) {
		if !strings.HasPrefix(a.Title, "Draft a resolution of CON111") {
			continue
		}
		after := apply(t, c, files, a.Edit)
		if len(after) != len(files)+1 {
			t.Fatalf("the draft is no file of its own")
		}
		built := compiled(after)
		if len(built.Catalog.Resolutions) != 1 || slices.ContainsFunc(built.Findings, isError) {
			t.Fatalf("the draft does not compile: %v", built.Findings)
		}
		r := built.Catalog.Resolutions[0]
		if r.Settles[0].ID.S != d.Data.ID || r.DecidedBy[0].To == nil || r.DecidedBy[0].To.ID != "eva-boss" || r.Status != model.Draft {
			t.Errorf("the draft says %+v", r)
		}
		return
	}
	t.Error("there is no draft among the actions")
}

func TestFormat(t *testing.T) {
	c := world(t)
	const path = "terms/sales/loose.yaml"
	c.open(path, "definition: A 🛒 thing.   \r\nstatus: draft\r\n\r\n\r\nname: Loose\r\n")
	list := as[[]textEdit](t, c.must("textDocument/formatting", map[string]any{"textDocument": textDocument{c.uri(path)}, "options": map[string]any{"tabSize": 2}}))
	x := c.docs[path]
	slices.SortFunc(list, func(a, b textEdit) int {
		return x.offset(b.Range.Start, utf16Units) - x.offset(a.Range.Start, utf16Units)
	})
	for _, e := range list {
		x = x.changed(contentChange{&e.Range, e.NewText}, utf16Units)
	}
	if got := strings.ReplaceAll(string(x.data), "\r\n", "\n"); !strings.HasPrefix(got, "name: Loose\ndefinition: A 🛒 thing.\n") {
		t.Errorf("formatted to %q", got)
	}
	c.openFile(customer)
	if raw := c.must("textDocument/formatting", map[string]any{"textDocument": textDocument{c.uri(customer)}}); !strings.HasPrefix(string(raw), "[") {
		t.Errorf("formatting answers %s", raw)
	}
}

// TestReferencesResolve writes every reference that is proposed, and sees it
// lead to the entry that it was proposed for.
func TestReferencesResolve(t *testing.T) {
	files := content(t, "testdata/world.txtar")
	for path, data := range txtarFiles(`
-- terms/logistics/customer.yaml --
name: Customer
-- terms/customer.yaml --
name: Customer
-- kpis/logistics/customer.yaml --
name: Customer
-- terms/sales/old.yaml --
name: Old
formerly: [logistics/ancient]
`) {
		files[path] = data
	}
	built := named(t, files)
	x := &state{Named: built}
	for _, field := range []struct {
		name  string
		kinds []model.Kind
	}{{"related", []model.Kind{model.TermKind}}, {"inputs", []model.Kind{model.ObjectKind, model.TermKind, model.KPIKind}}} {
		for _, domain := range []string{"sales", "logistics", ""} {
			from := x.stranger(strings.Replace("kpis/"+domain+"/new.yaml", "//", "/", 1))
			if field.name == "related" {
				from = x.stranger(strings.Replace("terms/"+domain+"/new.yaml", "//", "/", 1))
			}
			for _, e := range built.Catalog.Entries {
				if !slices.Contains(field.kinds, e.Kind) {
					continue
				}
				written := x.write(from, e, field.kinds)
				with := map[string]string{}
				for k, v := range files {
					with[k] = v
				}
				with[from.Kind.Folder()+"/"+from.ID+".yaml"] = "name: New\n" + field.name + ": [" + written + "]\n"
				ok := false
				compiledNew := compiled(with).Catalog.Get(from.Kind, from.ID)
				compiledNew.EachRef(func(_ string, r *model.Ref) { ok = ok || r.To != nil && r.To.Key() == e.Key() })
				if !ok {
					t.Errorf("in %s, `%s` does not lead to %s", from.Key(), written, e.Key())
				}
			}
		}
	}
}

func txtarFiles(text string) map[string]string {
	files := map[string]string{}
	for _, f := range txtar.Parse([]byte(text)).Files {
		files[f.Name] = string(f.Data)
	}
	return files
}

func TestShutdown(t *testing.T) {
	c := world(t)
	c.must("shutdown", nil)
	if _, err := c.request("textDocument/hover", at{}); err == nil || err.Code != codeInvalidRequest {
		t.Errorf("after shutdown: %v", err)
	}
	c.notify("exit", nil)
	if err := c.end(); err != nil {
		t.Errorf("ended with %v", err)
	}
	c = world(t)
	c.notify("exit", nil)
	if err := c.end(); !errors.Is(err, ErrNoShutdown) {
		t.Errorf("exit without shutdown ended with %v", err)
	}
}

func isError(f diag.Finding) bool { return f.Kind.Family == diag.Error }
