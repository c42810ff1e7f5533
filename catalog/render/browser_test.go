package render_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/concord-catalog/concord/catalog/internal/output"
)

// A browser opens a site from a folder, where the rules are strictest: nothing
// may be fetched, imported or read from one page by another.
type browser struct {
	t   testing.TB
	ctx context.Context
	dir string // where the site is

	pages []string // one page of each template

	mu       sync.Mutex
	problems []string // what the console said, in the order it did
	requests []string
}

// open writes a site to a folder and starts a browser on it.
func open(t *testing.T) *browser {
	t.Helper()
	needBrowser(t)
	dir := t.TempDir()
	plan := rich(t)
	files := filesOf(t, renderer(t, nil), plan, drawn(t, plan))
	writeSite(t, dir, append(files, indexed(t)...))
	b := startOn(t, dir)
	b.pages = samples(plan, files)
	return b
}

// needBrowser skips a test where there is no browser, except where CI must have
// one.
func needBrowser(t testing.TB) {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if _, err := exec.LookPath(name); err == nil {
			return
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("no Chromium was found, and CI must test with one")
	}
	t.Skip("no Chromium was found: the scripts of the pages are not tested")
}

func writeSite(t testing.TB, dir string, files []output.File) {
	t.Helper()
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func startOn(t testing.TB, dir string) *browser {
	t.Helper()
	b := &browser{t: t, dir: dir}
	ctx, cancel := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(chromedp.NoSandbox, chromedp.DisableGPU))
	t.Cleanup(cancel)
	b.ctx = ctx
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	return b
}

// hear notes what goes wrong on a page and what it asks for.
func (b *browser) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		b.problems = append(b.problems, fmt.Sprintf("%s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL))
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, fmt.Sprintf("exception: %s", e.ExceptionDetails.Text))
	case *runtime.EventConsoleAPICalled:
		b.problems = append(b.problems, fmt.Sprintf("console.%s", e.Type))
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
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
	b.do(chromedp.Navigate("file://" + filepath.ToSlash(filepath.Join(b.dir, filepath.FromSlash(page)))))
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

func (b *browser) try(script string) (string, error) {
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[string]("String("+script+")"))
}

func (b *browser) want(script, want string) {
	b.t.Helper()
	if got := b.eval(script); got != want {
		b.t.Errorf("%s is %q, want %q", script, got, want)
	}
}

// until waits for a script to become true. While one page makes way for another
// there is nobody to ask.
func (b *browser) until(script string) {
	b.t.Helper()
	var last error
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		got, err := b.try("Boolean(" + script + ")")
		if got == "true" {
			return
		}
		last = err
	}
	b.t.Fatalf("%s did not come true (%v)", script, last)
}

func (b *browser) scheme(name string) {
	b.t.Helper()
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
		b.t.Fatal(err)
	}
}

func TestBrowser(t *testing.T) {
	b := open(t)
	t.Run("pages are quiet", func(t *testing.T) { b.t = t; quiet(b) })
	t.Run("scheme", func(t *testing.T) { b.t = t; scheme(b) })
	t.Run("filter", func(t *testing.T) { b.t = t; filter(b) })
	t.Run("narrow", func(t *testing.T) { b.t = t; narrow(b) })
	t.Run("keyboard", func(t *testing.T) { b.t = t; keyboard(b) })
	t.Run("scriptless", func(t *testing.T) { b.t = t; scriptless(b) })
	t.Run("reflow", func(t *testing.T) { b.t = t; reflow(b) })
	t.Run("missing", func(t *testing.T) { b.t = t; missing(b) })
	t.Run("pictures", func(t *testing.T) { b.t = t; pictures(b) })
	t.Run("map", func(t *testing.T) { b.t = t; theMap(b) })
	t.Run("accessible", func(t *testing.T) { b.t = t; accessible(b) })
}

// quiet opens a page of each sort and listens: nothing is refused, nothing
// fails, and nothing is asked of anything but the folder.
func quiet(b *browser) {
	for _, page := range []string{"index.html", "a-z.html", "conflicts.html", "conflicts/c-0000000001.html", "terms/harbour/call.html",
		"kpis/kept.html", "objects/visit.html", "lineage.html", "lineage/trust.html", "owners/vera.html", "domains/harbour.html", "measures.html", "search.html"} {
		b.visit(page)
		b.want("getComputedStyle(document.body).display", "flex") // the style sheet is in force
		b.want("document.fonts.status", "loaded")
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.problems {
		b.t.Errorf("the console says %s", p)
	}
	for _, r := range b.requests {
		if !strings.HasPrefix(r, "file://") && !strings.HasPrefix(r, "data:") {
			b.t.Errorf("a page asks for %s", r)
		}
	}
	if len(b.requests) == 0 {
		b.t.Error("no request was seen at all")
	}
}

func scheme(b *browser) {
	background := "getComputedStyle(document.body).backgroundColor"
	b.scheme("light")
	b.visit("index.html")
	light := b.eval(background)
	b.do(chromedp.Click(chromedp.CSS(".scheme")))
	dark := b.eval(background)
	if light == dark {
		b.t.Errorf("the background stays %s", light)
	}
	b.visit("terms/harbour/call.html")
	b.want(background, dark) // kept from page to page
	b.want(`document.querySelector(".scheme").getAttribute("aria-label")`, "Switch to the light scheme")
	b.do(chromedp.Click(chromedp.CSS(".scheme")))
	b.want(background, light)
	b.eval(`localStorage.clear()`)
	b.scheme("dark")
	b.visit("index.html")
	b.want(background, dark) // as the system has it
	b.scheme("light")
}

func filter(b *browser) {
	b.visit("conflicts.html?cat=cat-formula")
	b.until(`!document.querySelector(".filter").hidden`)
	b.want(`document.querySelector(".filter [name=cat]").value`, "cat-formula")
	b.until(`document.querySelector(".filter [role=status]").textContent === "One conflict shown"`)
	b.want(`document.querySelectorAll(".rows > li").length`, "2") // one of them settled
	b.want(`document.querySelector(".rows > li a").getAttribute("href")`, "conflicts/c-0000000001.html")
	b.eval(`(() => { const f = document.querySelector(".filter"); f.elements.sev.selectedIndex = 1; f.elements.own.value = "own-hana"; f.elements.sort.value = "age"; f.elements.sort.dispatchEvent(new Event("change", {bubbles: true})) })()`)
	b.until(`location.search.includes("own=own-hana") && location.search.includes("sort=age")`)
	b.want(`document.querySelectorAll(".rows > li .t").length`, "1")
	b.eval(`document.querySelector(".filter").elements.dom.value = "dom-nowhere"`)
	b.eval(`(() => { const f = document.querySelector(".filter"); f.reset() })()`)
	b.until(`location.search === "" && document.querySelectorAll(".rows > li").length === 2`)
}

// narrow sees to it that a page fits a telephone, and that its navigation
// opens and closes without a script.
func narrow(b *browser) {
	b.width(390)
	for _, page := range []string{"index.html", "conflicts.html", "conflicts/c-0000000001.html", "terms/harbour/call.html", "kpis/kept.html",
		"objects/visit.html", "lineage.html", "kpis.html", "rules.html", "owners/vera.html"} {
		b.visit(page)
		b.want("document.documentElement.scrollWidth", "390")
	}
	b.want(`getComputedStyle(document.querySelector(".sections")).display`, "none")
	b.do(chromedp.Click(chromedp.CSS(".menu summary")))
	b.want(`getComputedStyle(document.querySelector(".sections")).display`, "block")
}
