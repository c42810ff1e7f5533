package render_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"github.com/concord-catalog/concord/catalog/site"
)

// A telephone shows a page and is touched.
type telephone struct{ *browser }

const phoneWidth, phoneHeight = 390, 844

// hold makes the browser a telephone: its size, its fingers and no mouse.
func hold(b *browser) telephone {
	b.t.Helper()
	metrics := emulation.SetDeviceMetricsOverrideParams{Width: phoneWidth, Height: phoneHeight, DeviceScaleFactor: 2, Mobile: true}
	if _, err := chromedp.Call(b.ctx, emulation.SetDeviceMetricsOverride, metrics); err != nil {
		b.t.Fatal(err)
	}
	fingers := emulation.SetTouchEmulationEnabledParams{Enabled: true, MaxTouchPoints: 5}
	if _, err := chromedp.Call(b.ctx, emulation.SetTouchEmulationEnabled, fingers); err != nil {
		b.t.Fatal(err)
	}
	return telephone{b}
}

type point struct{ x, y float64 }

// fingers says where fingers are now; none is that all are lifted.
func (p telephone) fingers(kind input.DispatchTouchEventType, at ...point) {
	p.t.Helper()
	e := input.DispatchTouchEventParams{Type: kind, TouchPoints: []*input.TouchPoint{}}
	for i, f := range at {
		id := float64(i)
		e.TouchPoints = append(e.TouchPoints, &input.TouchPoint{X: f.x, Y: f.y, ID: &id})
	}
	if _, err := chromedp.Call(p.ctx, input.DispatchTouchEvent, e); err != nil {
		p.t.Fatal(err)
	}
}

// slide moves fingers from where they are put down to where they are lifted, as
// slowly as a browser takes to tell a drag from a tap.
func (p telephone) slide(from, to []point) {
	p.t.Helper()
	const steps = 12
	p.fingers(input.DispatchTouchEventTypeTouchStart, from...)
	for i := 1; i <= steps; i++ {
		now := make([]point, len(from))
		for f := range from {
			share := float64(i) / steps
			now[f] = point{from[f].x + (to[f].x-from[f].x)*share, from[f].y + (to[f].y-from[f].y)*share}
		}
		p.fingers(input.DispatchTouchEventTypeTouchMove, now...)
		time.Sleep(16 * time.Millisecond)
	}
	p.fingers(input.DispatchTouchEventTypeTouchEnd)
}

func (p telephone) drag(from point, dx, dy float64) {
	p.t.Helper()
	p.slide([]point{from}, []point{{from.x + dx, from.y + dy}})
}

// pinch spreads two fingers from a middle, or closes them, in a slanting line.
func (p telephone) pinch(middle point, from, to float64) {
	p.t.Helper()
	pair := func(far float64) []point {
		return []point{{middle.x - far/2, middle.y - far/6}, {middle.x + far/2, middle.y + far/6}}
	}
	p.slide(pair(from), pair(to))
}

func (p telephone) tap(at point) {
	p.t.Helper()
	p.fingers(input.DispatchTouchEventTypeTouchStart, at)
	p.fingers(input.DispatchTouchEventTypeTouchEnd)
}

// middle is that of an element, which is brought into sight.
func (p telephone) middle(element string) point {
	p.t.Helper()
	p.eval(element + `.scrollIntoView({block: "center", inline: "center", behavior: "instant"})`)
	var at point
	p.scan(`(r => (r.left + r.width / 2) + " " + (r.top + r.height / 2))((`+element+`).getClientRects()[0])`, &at.x, &at.y)
	return at
}

// scan reads the numbers that a script works out.
func (p telephone) scan(script string, numbers ...any) {
	p.t.Helper()
	text := p.eval(script)
	if _, err := fmt.Sscan(text, numbers...); err != nil {
		p.t.Fatalf("%s is %q: %v", script, text, err)
	}
}

func (p telephone) number(script string) (n float64) {
	p.t.Helper()
	p.scan(script, &n)
	return n
}

// near says that two numbers are about the same.
func (p telephone) near(what string, got, want, by float64) {
	p.t.Helper()
	if got < want-by || got > want+by {
		p.t.Errorf("%s is %.1f, want %.1f", what, got, want)
	}
}

func TestTouch(t *testing.T) {
	p := hold(open(t))
	t.Run("picture", func(t *testing.T) { p.t = t; touchPicture(p) })
	t.Run("cards", func(t *testing.T) { p.t = t; touchCards(p) })
	t.Run("targets", func(t *testing.T) { p.t = t; touchTargets(p) })
}

// touched is the KPI that fingers look for on the map.
const touched = "finance/gross-margin"

// mapAt is the place on the map that is under a point of the window.
func (p telephone) mapAt(at point) (x, y float64) {
	p.t.Helper()
	p.scan(fmt.Sprintf(`(r => (v => [(%f - r.left) / v.scale + v.left, (%f - r.top) / v.scale + v.top].join(" "))(concordMap.look(0)))(document.querySelector("canvas").getBoundingClientRect())`, at.x, at.y), &x, &y)
	return x, y
}

// onMap is where the KPI of these tests is drawn in the window.
func (p telephone) onMap() (at point) {
	p.t.Helper()
	p.scan(`(r => (v => [r.left + (v.x - v.left) * v.scale, r.top + (v.y - v.top) * v.scale].join(" "))(concordMap.look(concordMap.ids.indexOf("`+touched+`"))))(document.querySelector("canvas").getBoundingClientRect())`, &at.x, &at.y)
	return at
}

// TestTouchMap moves, enlarges and asks the map of everything with fingers. It
// is the sample's, which is larger than a telephone.
func TestTouchMap(t *testing.T) {
	needBrowser(t)
	plan := planOf(folder(t, "../../content"), nil)
	plan.Pages = slices.DeleteFunc(plan.Pages, func(p site.Page) bool { return p.URL != "map.html" })
	dir := t.TempDir()
	writeSite(t, dir, filesOf(t, renderer(t, nil), plan, nil))
	p := hold(startOn(t, dir))
	visit := func() point {
		p.visit("map.html")
		p.until(`window.concordMap && !document.querySelector(".atlas-app").hidden`)
		return p.middle(`document.querySelector(".atlas-stage")`)
	}
	const chosen = `!document.querySelector(".atlas-panel").hidden`
	visit()
	at := p.onMap()
	x, _ := p.mapAt(at)
	afar := p.number("concordMap.look(0).scale")
	p.pinch(at, 60, 240)
	p.near("what the map was enlarged by", p.number("concordMap.look(0).scale")/afar, 4, 0.5)
	nx, _ := p.mapAt(at)
	p.near("the middle of a pinch, across,", nx, x, 3)
	p.want(chosen, "false") // two fingers choose nothing
	p.near("what the page was enlarged by", p.number("visualViewport.scale"), 1, 0)

	// From near, where the map goes on to all sides.
	visit()
	p.eval(`concordMap.choose(concordMap.ids.indexOf("` + touched + `"), "around"), concordMap.choose(-1, "around"), concordMap.zoom(1.5)`)
	scroll, near := p.number("scrollY"), p.number("concordMap.look(0).scale")
	at = p.onMap()
	x, y := p.mapAt(at)
	p.pinch(at, 150, 200)
	p.near("what the map was enlarged by", p.number("concordMap.look(0).scale")/near, 4/3.0, 0.1)
	nx, ny := p.mapAt(at)
	p.near("the middle of a pinch, across,", nx, x, 3)
	p.near("the middle of a pinch, down,", ny, y, 3)
	p.drag(at, -70, -50)
	nx, ny = p.mapAt(point{at.x - 70, at.y - 50})
	p.near("what the finger dragged, across,", nx, x, 3)
	p.near("what the finger dragged, down,", ny, y, 3)
	p.near("the page under a dragged map", p.number("scrollY"), scroll, 0)
	p.want(chosen, "false") // nor does a drag

	// A finger that comes upon a map without more to show goes on to the page.
	middle := visit()
	scroll = p.number("scrollY")
	p.drag(middle, 0, -150)
	p.until(fmt.Sprintf("scrollY > %f", scroll+100))

	// From near and from afar, where boxes are smaller than a finger.
	for _, zoom := range []string{"1", `(concordMap.choose(concordMap.ids.indexOf("` + touched + `"), "around"), concordMap.choose(-1, "around"), 1)`} {
		visit()
		p.eval(zoom)
		p.tap(p.onMap())
		p.until(`location.hash.startsWith("#of=kpi:` + touched + `&")`)
		p.want(`document.querySelector(".atlas-panel h2 a").getAttribute("href")`, "kpis/"+touched+".html")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, problem := range p.problems {
		t.Errorf("the console says %s", problem)
	}
}

// touchPicture reads a page with a picture, and explores the picture.
func touchPicture(p telephone) {
	const svg = `document.querySelector("svg.fig")`
	width := func() float64 { return p.number(svg + ".viewBox.baseVal.width") }
	visit := func() point {
		p.visit("kpis/kept.html")
		p.until(`!document.querySelector(".fig-tools").hidden`)
		return p.middle(`document.querySelector(".figure")`)
	}

	// A finger that comes upon the picture on its way goes on scrolling the page.
	middle := visit()
	before := p.number("scrollY")
	p.drag(middle, 0, -150)
	p.until(fmt.Sprintf("scrollY > %f", before+80))
	p.drag(point{middle.x, middle.y - 150}, 0, 150)
	p.until(fmt.Sprintf("scrollY < %f", before+60))

	// Two fingers enlarge the picture, not the page, about their middle.
	middle = visit()
	full := width()
	spot := func(at point) (x, y float64) {
		p.scan(fmt.Sprintf(`(r => (v => [v.x + (%f - r.left) / r.width * v.width, v.y + (%f - r.top) / r.height * v.height].join(" "))(%s.viewBox.baseVal))(%s.getBoundingClientRect())`, at.x, at.y, svg, svg), &x, &y)
		return x, y
	}
	x, y := spot(middle)
	p.pinch(middle, 60, 180)
	p.near("what the picture was enlarged by", full/width(), 3, 0.5)
	p.near("what the page was enlarged by", p.number("visualViewport.scale"), 1, 0)
	nx, ny := spot(middle)
	p.near("the middle of a pinch, across,", nx, x, 3)
	p.near("the middle of a pinch, down,", ny, y, 3)

	// One finger moves what is enlarged, and the page once that is at its edge.
	scroll := p.number("scrollY")
	x, y = spot(middle)
	p.drag(middle, 0, -20)
	nx, ny = spot(point{middle.x, middle.y - 20})
	p.near("what the finger dragged, across,", nx, x, 2)
	p.near("what the finger dragged, down,", ny, y, 2)
	p.near("the page under a dragged picture", p.number("scrollY"), scroll, 0)
	for range 4 {
		p.drag(middle, 0, -150)
	}
	p.until(fmt.Sprintf("scrollY > %f", scroll+150))

	// A tap on a box opens its page, and a key does after a drag.
	visit()
	const node = `[...document.querySelectorAll("svg.fig a.node")].find(n => !n.classList.contains("n-here"))`
	want := p.eval(node + ".href.baseVal.split('/').pop()")
	p.tap(p.middle(node + `.querySelector(".label")`))
	p.until(`location.href.endsWith("/` + want + `")`)

	middle = visit()
	p.pinch(middle, 60, 180)
	p.eval(node + ".focus()")
	p.press("\r")
	p.until(`location.href.endsWith("/` + want + `")`)
}

// touchCards taps a word of the catalog in running text: the link is followed,
// and no card gets in the way.
func touchCards(p telephone) {
	p.visit("objects/visit.html")
	const link = `document.querySelector("main a.t")`
	p.until(link)
	want := p.eval(link + `.href`)
	p.eval(`new MutationObserver(() => { if (document.getElementById("card")) sessionStorage.setItem("card", "shown") }).observe(document.body, {childList: true})`)
	p.tap(p.middle(link))
	p.until(`location.href === "` + want + `"`)
	p.want(`sessionStorage.getItem("card")`, "null")
	p.eval(`setTimeout(() => history.back())`)
	p.until(`location.href.endsWith("objects/visit.html") && document.readyState === "complete"`)
	time.Sleep(400 * time.Millisecond) // longer than a card takes
	p.want(`document.getElementById("card")`, "null")
}

// touchTargets measures what fingers aim at: never below the 24 pixels of WCAG
// 2.5.8, and 44 for controls.
func touchTargets(p telephone) {
	p.want(`matchMedia("(pointer: coarse)").matches`, "true")
	for _, page := range append([]string{"map.html#of=kpi:kept&view=paths", "search.html?q=berth"}, p.pages...) {
		p.visit(page)
		p.eval(`document.querySelectorAll("details").forEach(d => d.open = true)`)
		if found := p.eval(small); found != "" {
			p.t.Errorf("%s has controls that a finger misses:\n%s", page, found)
		}
	}
}

// small names the controls that are smaller than a fingertip, labels counted in.
// Links in running text and in lists are left to axe, which knows the exceptions.
const small = `[...document.querySelectorAll("button, select, input, summary, .letters a, .pager a, .sections a")].filter(e => e.checkVisibility()).flatMap(e => {
	const all = [e, ...e.matches("[type=checkbox]") ? e.labels : []].map(e => e.getBoundingClientRect()), simple = e.matches("button, select, input");
	const width = Math.max(...all.map(r => r.width)), height = Math.max(...all.map(r => r.height));
	return height < (simple ? 44 : 24) - .1 || width < (simple ? 44 : 24) - .1 ? [e.outerHTML.slice(0, 90).replaceAll("\n", " ") + " is " + Math.round(width) + " x " + Math.round(height)] : [];
}).join("\n")`
