package render_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/site"
)

// axe is the accessibility checker axe-core, which .ci/run fetches. Without it
// the test is skipped, except where CI must have it.
func axe(t testing.TB) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(cache, "concord-tests", "axe-core-4.14.1", "node_modules", "axe-core", "axe.min.js")
	code, err := os.ReadFile(path)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("axe-core is missing, and CI must test with it: %v", err)
		}
		t.Skipf("axe-core is missing, so accessibility is not tested: .ci/run fetches it (%v)", err)
	}
	return string(code)
}

// samples are one page of each template, the longest, so that no kind of page
// goes without being looked at.
func samples(plan *site.Plan, files []output.File) []string {
	size := map[string]int{}
	for _, f := range files {
		size[f.Path] = len(f.Data)
	}
	best := map[string]string{}
	for i := range plan.Pages {
		p := &plan.Pages[i]
		if p.Frame.Refresh == "" && size[p.URL] > size[best[p.Template]] {
			best[p.Template] = p.URL
		}
	}
	return slices.Sorted(maps.Values(best))
}

func (b *browser) width(width int) {
	b.t.Helper()
	metrics := emulation.SetDeviceMetricsOverrideParams{Width: int64(width), Height: 900, DeviceScaleFactor: 1, Mobile: width < 600}
	if _, err := chromedp.Call(b.ctx, emulation.SetDeviceMetricsOverride, metrics); err != nil {
		b.t.Fatal(err)
	}
}

// violation is a rule of axe that a page breaks, and where.
type violation struct {
	ID    string
	Help  string
	Nodes []struct {
		HTML           string
		FailureSummary string
	}
}

// judge has axe look at the page that is open: by all rules of WCAG 2.2 AA and
// its own best practices, or by the named rules alone.
func (b *browser) judge(where string, rules ...string) {
	b.t.Helper()
	only := `{type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}`
	if len(rules) > 0 {
		list, _ := json.Marshal(rules)
		only = `{type: "rule", values: ` + string(list) + `}`
	}
	script := `axe.run(document, {runOnly: ` + only + `, rules: {"target-size": {enabled: true}}, resultTypes: ["violations"], preload: false}).then(r => JSON.stringify(r.violations))`
	text, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", where, err)
	}
	var found []violation
	if err := json.Unmarshal([]byte(text), &found); err != nil {
		b.t.Fatal(err)
	}
	for _, v := range found {
		for _, n := range v.Nodes[:min(3, len(v.Nodes))] {
			b.t.Errorf("%s: %s (%s), %d times\n\t%s\n\t%s", where, v.ID, v.Help, len(v.Nodes), n.HTML, n.FailureSummary)
		}
	}
}

// accessible holds one page of each kind to WCAG 2.2 AA. What a page is made of
// is the same in both schemes and at every width, so all rules judge it once;
// the other rounds judge what differs, which is colours, sizes and the menu.
func accessible(b *browser) {
	code := axe(b.t)
	for _, page := range b.pages {
		b.visit(page)
		b.eval("(() => { " + code + "; return 1 })()")
		for _, round := range []struct {
			scheme string
			width  int
			rules  []string
		}{
			{"light", 1280, nil},
			{"dark", 1280, []string{"color-contrast", "link-in-text-block"}},
			{"dark", 390, []string{"color-contrast", "target-size", "scrollable-region-focusable", "summary-name", "button-name"}},
			{"light", 390, []string{"target-size"}},
		} {
			b.scheme(round.scheme)
			b.width(round.width)
			b.judge(page+", "+round.scheme, round.rules...)
		}
	}
	b.scheme("light")
}
