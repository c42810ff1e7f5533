package render_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/concord-catalog/concord/catalog/internal/gen"
)

// pictures explores the picture of an entry's page.
func pictures(b *browser) {
	b.width(1280)
	b.visit("kpis/kept.html")
	b.until(`!document.querySelector(".fig-tools").hidden`)
	whole := b.eval(`document.querySelector("svg.fig").getAttribute("viewBox")`)
	b.do(chromedp.Click(chromedp.CSS(`.fig-tools [data-do=in]`)))
	b.want(`document.querySelector("svg.fig").viewBox.baseVal.width * 1.5 - `+strings.Fields(whole)[2]+` < 1`, "true")
	b.do(chromedp.Click(chromedp.CSS(`.fig-tools [data-do=fit]`)))
	b.want(`document.querySelector("svg.fig").getAttribute("viewBox")`, whole)
	b.eval(`document.querySelector(".figure").focus()`)
	b.press("+", kb.ArrowRight)
	b.want(`document.querySelector("svg.fig").viewBox.baseVal.x > 0`, "true")
	b.press("0")
	b.eval(`document.querySelector("svg.fig a.node").focus()`)
	b.want(`document.querySelector("svg.fig").classList.contains("lit") && document.querySelectorAll("svg.fig .edge.on").length > 0`, "true")
	b.eval(`(() => { const s = document.querySelector(".fig-tools select"); s.value = "authority"; s.dispatchEvent(new Event("change")) })()`)
	b.want(`[...document.querySelectorAll("svg.fig .other")].every(e => getComputedStyle(e).display !== "none")`, "true")
}

// theMap walks the map of everything by its address, its buttons and its keys.
func theMap(b *browser) {
	b.width(1280)
	b.visit("map.html#of=kpi:kept&view=paths")
	b.until(`!document.querySelector(".atlas-panel").hidden`)
	b.want(`document.querySelector(".atlas-panel h2 a").getAttribute("href")`, "kpis/kept.html")
	b.want(`document.querySelector(".atlas-panel [aria-pressed=true]").textContent`, "Its paths to outcomes")
	b.eval(`document.querySelector(".atlas-stage").focus()`)
	b.press(kb.Escape)
	b.want(`document.querySelector(".atlas-panel").hidden + location.hash`, "true")
	b.do(chromedp.SendKeys(chromedp.CSS(`[name=find]`), "berths ke"))
	b.until(`document.querySelector(".matches button")`)
	b.press(kb.Enter)
	b.until(`location.hash.startsWith("#of=kpi:kept")`)
	b.want(`document.activeElement.closest(".atlas-panel") !== null`, "true")
	b.eval(`(() => { const s = document.querySelector("[name=layer]"); s.value = "data"; s.dispatchEvent(new Event("change", {bubbles: true})) })()`)
	b.want(`location.hash.includes("layer=data")`, "true")
	shown := b.eval(`concordMap.frame(0, 0).nodes`)
	b.do(chromedp.Click(chromedp.CSS(`.functions summary`)), chromedp.Click(chromedp.CSS(`.functions [data-do=close]`)))
	b.want(`location.hash.includes("closed=")`, "true")
	b.want(`concordMap.frame(0, 0).nodes < `+shown, "true")
	b.do(chromedp.Click(chromedp.CSS(`.functions [data-do=open]`)))
	b.want(`concordMap.frame(0, 0).nodes == `+shown, "true")
	b.visit("map.html#layer=authority")
	b.until(`window.concordMap && concordMap.state.layer === "authority"`)
}

// BenchmarkMapFrame draws the map of 5,000 entries while it moves, from afar,
// from the middle and from near, and reports what a frame takes.
func BenchmarkMapFrame(b *testing.B) {
	needBrowser(b)
	plan := planOf(gen.Catalog(gen.Options{Entries: 5200}), nil)
	dir := b.TempDir()
	for i := range plan.Pages {
		if plan.Pages[i].URL == "map.html" {
			plan.Pages = plan.Pages[i : i+1]
			break
		}
	}
	writeSite(b, dir, filesOf(b, renderer(b, nil), plan, nil))
	page := startOn(b, dir)
	page.width(1280)
	// The entry on which most depends, chosen, from afar and from near.
	const hub = `concordMap.choose(concordMap.titles.map((_, i) => [concordMap.impact(i).size, i]).sort((a, b) => b[0] - a[0])[0][1], "impact")`
	for _, view := range []struct{ name, script string }{
		{"afar", `concordMap.zoom(1)`}, {"middle", `concordMap.zoom(6)`}, {"near", hub + `, concordMap.choose(-1, "around"), concordMap.zoom(12)`},
		{"chosen", hub}, {"chosen and near", hub + `, concordMap.zoom(12)`},
	} {
		b.Run(view.name, func(b *testing.B) {
			page.visit("map.html")
			page.until(`window.concordMap && concordMap.titles.length > 4900`)
			page.eval(`(` + view.script + `, 1)`)
			script := fmt.Sprintf(`(() => { const pen = document.querySelector("canvas").getContext("2d"), times = []; let drawn;
				for (let i = 0; i < %d; i++) { const start = performance.now(); drawn = concordMap.frame(i %% 40 < 20 ? 9 : -9, 4); pen.getImageData(0, 0, 1, 1); times.push(performance.now() - start) }
				times.sort((a, b) => a - b);
				return [times[Math.floor(times.length / 2)], times[Math.floor(times.length * .95)], drawn.nodes, drawn.edges].join(" ") })()`, max(60, b.N))
			var median, worst, nodes, edges float64
			fmt.Sscan(page.eval(script), &median, &worst, &nodes, &edges)
			b.ReportMetric(median, "ms/frame")
			b.ReportMetric(worst, "ms/frame-p95")
			b.ReportMetric(nodes, "nodes")
			b.ReportMetric(edges, "edges")
		})
	}
}
