package search_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/search"
)

// browser opens pages from a folder, where scripts may do least.
type browser struct {
	t   *testing.T
	ctx context.Context
	dir string

	mu       sync.Mutex
	problems []string // what the console said
}

// open starts a browser. Without one the test is skipped, except where CI must
// have one.
func open(t *testing.T, files []output.File) *browser {
	t.Helper()
	found := slices.ContainsFunc([]string{"chromium", "chromium-browser", "google-chrome", "chrome"}, func(name string) bool {
		_, err := exec.LookPath(name)
		return err == nil
	})
	if !found {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Chromium was found, and CI must test with one")
		}
		t.Skip("no Chromium was found: the scripts of the search are not tested")
	}
	ctx, cancel := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(chromedp.NoSandbox, chromedp.DisableGPU))
	t.Cleanup(cancel)
	b := &browser{t: t, ctx: ctx}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	b.write(files)
	return b
}

// write makes a folder of files the one that pages are opened from.
func (b *browser) write(files []output.File) {
	b.dir = b.t.TempDir()
	for _, f := range files {
		path := filepath.Join(b.dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			b.t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o666); err != nil {
			b.t.Fatal(err)
		}
	}
}

func (b *browser) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		b.problems = append(b.problems, fmt.Sprintf("%s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL))
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, "exception: "+e.ExceptionDetails.Text)
	}
}

// quiet fails when the console has said something.
func (b *browser) quiet() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.problems {
		b.t.Errorf("the console says %s", p)
	}
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) visit(page string) {
	b.t.Helper()
	b.do(chromedp.Navigate("file://" + filepath.ToSlash(b.dir) + "/" + page))
}

// try works a script out and returns its text.
func (b *browser) try(script string) (string, error) {
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[string]("String("+script+")"))
}

// eval works a script out and returns its text.
func (b *browser) eval(script string) string {
	b.t.Helper()
	s, err := b.try(script)
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return s
}

func (b *browser) want(script, want string) {
	b.t.Helper()
	if got := b.eval(script); got != want {
		b.t.Errorf("%s is %q, want %q", script, got, want)
	}
}

// until waits for a script to become true. One that cannot be worked out since
// the page is just being left is not yet true.
func (b *browser) until(script string) {
	b.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if s, err := b.try("Boolean(" + script + ")"); err == nil && s == "true" {
			return
		}
	}
	b.t.Fatalf("%s did not come true at %s", script, b.eval("location.href"))
}

// bare is a page with nothing but the scripts that find.
func bare(t *testing.T, x *search.Index) []output.File {
	t.Helper()
	files := filesOf(x)
	for _, name := range []string{"search-words.js", "search.js"} {
		data, err := os.ReadFile("../../themes/concord/js/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, output.File{Path: "assets/" + name, Data: data})
	}
	const page = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">` +
		`<title>search</title><body data-root=""><script src="assets/search-words.js"></script><script src="assets/search.js"></script>`
	return append(files, output.File{Path: "index.html", Data: []byte(page)})
}

// answered is what the scripts find for one query, as Go writes it.
type answered struct {
	Hits  [][2]int
	Spelt []string
}

// ask puts queries to the scripts.
func (b *browser) ask(queries []query) []answered {
	b.t.Helper()
	type asked struct{ Text, Own string }
	list := []asked{}
	for _, q := range queries {
		list = append(list, asked{q.text, q.own})
	}
	data, err := json.Marshal(list)
	if err != nil {
		b.t.Fatal(err)
	}
	b.eval(`(() => { const all = ` + string(data) + `, out = []; window.done = "";
		(function next(i) {
			if (i === all.length) { window.done = JSON.stringify(out); return; }
			concordSearch.find(all[i].Text, {own: all[i].Own, most: 10}, r => {
				out.push({Hits: r.hits.map(h => [h.number, h.score]), Spelt: r.spelt});
				next(i + 1);
			});
		})(0) })()`)
	b.until("window.done")
	var out []answered
	if err := json.Unmarshal([]byte(b.eval("window.done")), &out); err != nil {
		b.t.Fatal(err)
	}
	return out
}

// TestScriptsFindTheSame puts the same queries to Go and to the scripts: every
// hit and its score must be the same.
func TestScriptsFindTheSame(t *testing.T) {
	cases := map[string][]query{"generated": generatedQueries()}
	indexes := corpora(t)
	for name := range indexes {
		cases[name] = readQueries(t, "testdata/"+name+".queries")
	}
	indexes["generated"] = large()
	b := open(t, nil)
	for name, x := range indexes {
		t.Run(name, func(t *testing.T) {
			b.t = t
			b.write(bare(t, x))
			b.visit("index.html")
			for i, got := range b.ask(cases[name]) {
				compareAnswers(t, x, cases[name][i], got)
			}
			b.quiet()
		})
	}
}

func compareAnswers(t *testing.T, x *search.Index, q query, got answered) {
	t.Helper()
	want := x.Find(search.Query{Text: q.text, Own: q.own})
	if !slices.Equal(got.Spelt, want.Spelt) {
		t.Errorf("%q is spelt %v by the scripts, %v by Go", q.text, got.Spelt, want.Spelt)
	}
	if len(got.Hits) != len(want.Hits) {
		t.Errorf("%q: the scripts find %d entries, Go finds %d", q.text, len(got.Hits), len(want.Hits))
	}
	for i, h := range want.Hits[:min(len(want.Hits), len(got.Hits))] {
		if g := got.Hits[i]; g != [2]int{h.Number, h.Score} {
			t.Errorf("%q: place %d is %s with %d by the scripts, %s with %d by Go", q.text, i, x.Key(g[0]), g[1], x.Key(h.Number), h.Score)
			return
		}
	}
}

// TestFewShardsPerKeystroke counts what one letter after another makes a reader
// fetch from a large index, on a page that has nothing yet.
func TestFewShardsPerKeystroke(t *testing.T) {
	const most, mostAtOnce = 40, 18
	b := open(t, bare(t, large()))
	b.visit("index.html")
	before := 2
	for _, text := range []string{"o", "or", "ord", "orde", "order", "order s", "order st", "order sto", "order stock 1", "order stock 12"} {
		b.ask([]query{{text: text}})
		n := 0
		if _, err := fmt.Sscan(b.eval("document.scripts.length"), &n); err != nil {
			t.Fatal(err)
		}
		if n-before > mostAtOnce {
			t.Errorf("%q fetches %d files, want at most %d", text, n-before, mostAtOnce)
		}
		before = n
	}
	if before > most {
		t.Errorf("a query fetches %d files in all, want at most %d", before, most)
	}
	b.quiet()
}

// generatedQueries are those that span many shards: single letters, words that
// many labels share, numbers.
func generatedQueries() []query {
	var list []query
	for _, text := range []string{"o", "or", "ord", "order", "order s", "order stock", "order stock 1", "s", "st", "1", "12", "123", "line hub", "batch plant",
		"hub figure", "indicator", "indicator 17", "indictor 17", "ordre", "custmer transit", "object 4", "domain 3", "person 7", "integration outcome",
		"the", "of series", "counted stated measured", "zzzz", "ß", "日本", "f0", "order stock figure", "d3/t3"} {
		list = append(list, query{text: text}, query{text: text, own: "d3"})
	}
	return list
}

// TestScriptsStemTheSame compares the two stemmers on every word of the
// repository's texts, and on endings put to stems.
func TestScriptsStemTheSame(t *testing.T) {
	words := map[string]bool{}
	english, german := check.NewFolder("en"), check.NewFolder("de")
	for _, dir := range []string{"../../content", "../site/ui", "../check", "testdata"} {
		for _, data := range folder(t, dir) {
			for _, w := range english.Plain(string(data)) {
				words[w] = len(w) < 40
			}
		}
	}
	for _, stem := range strings.Fields("best liefer kenntnis verfug kund rechn abteil frei system mark logist bauer neu yacht ei au relat hop fill happi generat skie y") {
		for _, middle := range strings.Fields("- ig lich er en isch heit keit igkeit lichkeit ung end ik niss nis st est ation ional ative ement ness ful ously ing edly") {
			for _, end := range strings.Fields("- e en er em ern es s st est ungen ung y ies ed ly") {
				words[strings.ReplaceAll(stem+middle+end, "-", "")] = true
			}
		}
	}
	type stemmed struct{ Word, En, De string }
	var list []stemmed
	for w := range words {
		list = append(list, stemmed{w, english.Stem(w), german.Stem(w)})
	}
	data, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	b := open(t, bare(t, indexOf(archive(t, "testdata/german.txtar"))))
	b.visit("index.html")
	b.want(`JSON.stringify(`+string(data)+`.filter(x => concordWords.stem.en(x.Word) !== x.En || concordWords.stem.de(x.Word) !== x.De).slice(0, 5))`, "[]")
	t.Logf("%d words", len(list))
}

// sampleSite is the whole site of the sample, away from its history.
func sampleSite(t *testing.T) []output.File {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	today, _ := model.ParseDate("2026-11-01")
	_, files, err := catalog.Files(context.Background(), catalog.Options{Content: dir, Today: today, Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestSearchInTheBrowser(t *testing.T) {
	b := open(t, sampleSite(t))
	t.Run("box", func(t *testing.T) { b.t = t; box(b) })
	t.Run("page", func(t *testing.T) { b.t = t; searchPage(b) })
	t.Run("filters", func(t *testing.T) { b.t = t; filters(b) })
	t.Run("own domain", func(t *testing.T) { b.t = t; ownDomain(b) })
	t.Run("without script", func(t *testing.T) { b.t = t; withoutScript(b) })
	b.t = t
	b.quiet()
}

func box(b *browser) {
	b.visit("terms/sales/booking.html")
	b.want(`document.querySelectorAll("script[src*=search]").length`, "0") // nothing is loaded before it is used
	b.do(chromedp.KeyEvent("/"))
	b.want("document.activeElement.id", "q")
	b.eval(`document.querySelector("#q").value = ""`) // the protocol types the key that the page has already taken
	b.do(chromedp.SendKeys(chromedp.CSS("#q"), "depot"))
	b.until(`document.querySelectorAll("#found [role=option]").length`)
	b.want(`document.querySelector("#found .hit").textContent`, "Hub")
	b.want(`document.querySelector("#found .old").textContent`, "“depot” is no longer the word for it")
	b.until(`document.querySelector(".find [role=status]").textContent`)
	b.want(`document.querySelector("#q").getAttribute("aria-expanded")`, "true")
	b.do(chromedp.KeyEvent(kb.ArrowDown)) // arrow down
	b.until(`document.querySelector("#q").getAttribute("aria-activedescendant") === "found-0"`)
	b.do(chromedp.KeyEvent(kb.Escape)) // escape
	b.until(`document.querySelector("#found").hidden`)
	b.eval(`document.querySelector("#q").value = ""`)
	b.do(chromedp.SendKeys(chromedp.CSS("#q"), "net revenue"))
	b.until(`document.querySelector("#found").getAttribute("data-query") === "net revenue"`)
	b.want(`document.querySelector("#found .hit").textContent`, "Net revenue")
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.want(`document.querySelector("#q").getAttribute("aria-activedescendant")`, "found-0")
	b.do(chromedp.KeyEvent(kb.Enter))
	b.until(`location.pathname.endsWith("net-revenue.html") && document.readyState === "complete"`)
	b.eval(`document.dispatchEvent(new KeyboardEvent("keydown", {key: "k", ctrlKey: true, bubbles: true}))`)
	b.want("document.activeElement.id", "q")
}

func searchPage(b *browser) {
	for text, first := range map[string]string{"consignments": "Shipment", "COGS": "Cost of goods sold", "cusotmer": "Customer", "qqqqqq": "", "Kunde": "Customer"} {
		b.visit("search.html?q=" + text)
		b.until(`(document.querySelector("#results [role=status]") || {}).textContent`)
		b.want(`(document.querySelector("#found .hit") || {textContent: ""}).textContent`, first)
	}
	b.visit("search.html?q=revenue")
	b.until(`document.querySelector("#found .hit")`)
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.want(`document.activeElement === document.querySelectorAll("#found .hit")[0]`, "true")
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.want(`document.activeElement === document.querySelectorAll("#found .hit")[1]`, "true")
	b.do(chromedp.KeyEvent(kb.Escape))
	b.want(`document.activeElement.id`, "q")
	b.do(chromedp.SendKeys(chromedp.CSS("#q"), " sales"))
	b.until(`location.search.includes("q=revenue+sales")`)
	b.visit("search.html?q=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
	b.until(`document.querySelector("#f-kind")`)
	b.want("document.querySelector('#q').value", `"><img src=x onerror=alert(1)>`)
	b.want("document.querySelectorAll('main img').length", "0")
}

func filters(b *browser) {
	all := `[...document.querySelectorAll("#found .hit")]`
	b.visit("search.html?q=order&kind=object")
	b.until(all + ".length")
	b.want(all+`.every(a => a.classList.contains("k-object"))`, "true")
	b.want(`document.querySelector("#f-kind").value`, "object")
	b.eval(`(() => { const s = document.querySelector("#f-kind"); s.value = ""; s.dispatchEvent(new Event("change", {bubbles: true})) })()`)
	b.until(all + `.some(a => !a.classList.contains("k-object"))`)
	b.want("location.search", "?q=order")
	b.eval(`document.querySelector("#f-conflict").click()`)
	b.until(`location.search.includes("conflict=open") && [...document.querySelectorAll("#found .hit-line")].every(l => l.querySelector(".ne"))`)
	b.visit("search.html?q=turnover&domain=operations")
	b.until(all + ".length")
	b.want(all+`.every(a => a.href.includes("/operations/"))`, "true")
	b.visit("search.html?q=stock&status=approved&owner=david-okafor")
	b.until(`document.querySelector("#f-owner") && document.querySelector("#results [role=status]").textContent`)
	b.want(`document.querySelector("#f-owner").value`, "david-okafor")
}

func ownDomain(b *browser) {
	first := `(document.querySelector("#found .hit") || {href: ""}).href`
	b.visit("search.html?q=net+revenue")
	b.until(`document.querySelector("#f-own")`)
	for _, domain := range []string{"sales", "finance"} {
		b.eval(fmt.Sprintf(`(() => { const s = document.querySelector("#f-own"); s.value = %q; s.dispatchEvent(new Event("change", {bubbles: true})) })()`, domain))
		b.until(first + fmt.Sprintf(`.endsWith("terms/%s/net-revenue.html")`, domain))
	}
	b.visit("index.html") // it is kept, and the box on other pages knows it
	b.do(chromedp.SendKeys(chromedp.CSS("#q"), "net revenue"))
	b.until(first + `.endsWith("terms/finance/net-revenue.html")`)
	b.eval("localStorage.clear()")
}

// withoutScript sees to it that the page leads on when scripts are off.
func withoutScript(b *browser) {
	data, err := os.ReadFile(filepath.Join(b.dir, "search.html"))
	if err != nil {
		b.t.Fatal(err)
	}
	page := string(data)
	if !strings.Contains(page, `<noscript>`) || !strings.Contains(page, `href="a-z.html"`) {
		b.t.Error("search.html does not lead to the alphabetical list")
	}
}
