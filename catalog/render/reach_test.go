package render_test

import (
	"strconv"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func (b *browser) press(keys ...string) {
	b.t.Helper()
	for _, key := range keys {
		b.do(chromedp.KeyEvent(key))
	}
}

// tabTo presses the tabulator until what the selector names has the focus.
func (b *browser) tabTo(selector string) {
	b.t.Helper()
	for range 60 {
		b.press(kb.Tab)
		// Past the last control the focus leaves the page for a moment.
		if b.eval(`Boolean(document.activeElement?.matches(`+"`"+selector+"`"+`))`) == "true" {
			return
		}
	}
	b.t.Fatalf("the keyboard does not reach %s", selector)
}

// keyboard goes where a reader without a mouse must get to.
func keyboard(b *browser) {
	b.width(1280)
	b.visit("terms/harbour/call.html")
	b.press(kb.Tab)
	b.want(`document.activeElement.className`, "skip")
	b.want(`document.activeElement.getBoundingClientRect().top >= 0`, "true")
	b.press(kb.Enter)
	b.until(`document.activeElement.id === "main"`)
	b.press(kb.Tab)
	b.want(`document.querySelector("main").contains(document.activeElement)`, "true")
	b.visit("terms/harbour/call.html")
	for range 40 { // what has the focus can be seen, and shows that it has it
		b.press(kb.Tab)
		b.want(`(() => { const e = document.activeElement;
			if (!e || e === document.body) return "";
			const r = e.getBoundingClientRect();
			return (r.bottom > 0 && r.top < innerHeight ? "" : "out of sight: ") + (e.id === "q" || getComputedStyle(e).outlineStyle !== "none" ? "" : "no outline: ") === ""
				? "" : e.outerHTML.slice(0, 120) })()`, "")
	}
	b.visit("conflicts.html")
	b.until(`!document.querySelector(".filter").hidden`)
	b.tabTo(".filter select[name=dom]")
	b.press(kb.ArrowDown)
	b.until(`location.search.includes("dom=")`)
	b.width(390)
	b.visit("index.html")
	b.tabTo(".menu summary")
	b.want(`getComputedStyle(document.querySelector(".sections")).display`, "none")
	b.press(kb.Enter)
	b.until(`getComputedStyle(document.querySelector(".sections")).display === "block"`)
	b.press(kb.Tab)
	b.want(`document.activeElement.closest("nav").className`, "sections")
}

// scriptless reads with JavaScript off: what needs a script is not there, and
// everything else is.
func scriptless(b *browser) {
	off := func(disabled bool) {
		if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: disabled}); err != nil {
			b.t.Fatal(err)
		}
	}
	off(true)
	defer off(false)
	b.width(1280)
	for _, page := range b.pages {
		b.visit(page)
		b.want(`[...document.querySelectorAll("button, [role=toolbar]")].filter(e => e.checkVisibility()).map(e => e.outerHTML).join()`, "")
		b.want(`document.querySelector("h1").checkVisibility() && document.querySelector(".sections a").checkVisibility()`, "true")
	}
	b.visit("conflicts.html")
	b.want(`document.querySelector(".filter").checkVisibility()`, "false")
	b.want(`document.querySelectorAll(".rows > li").length > 0`, "true")
	b.visit("search.html")
	b.want(`document.querySelector("noscript") !== null && [...document.querySelectorAll("main a")].some(a => a.href.endsWith("a-z.html"))`, "true")
	b.width(390)
	b.visit("index.html")
	b.do(chromedp.Click(chromedp.CSS(".menu summary")))
	b.until(`getComputedStyle(document.querySelector(".sections")).display === "block"`)
}

// reflow sees to it that nothing is lost where there is little room: 640 and
// 320 pixels, which is a window of 1280 at 200 % and 400 %.
func reflow(b *browser) {
	for _, page := range b.pages {
		b.visit(page)
		for _, width := range []string{"640", "320"} {
			n, _ := strconv.Atoi(width)
			b.width(n)
			if got := b.eval("document.documentElement.scrollWidth"); got != width {
				b.t.Errorf("%s is %s pixels wide in a window of %s", page, got, width)
			}
			if cut := b.eval(cutOff); cut != "" {
				b.t.Errorf("%s cuts text off in a window of %s: %s", page, width, cut)
			}
		}
	}
}

// cutOff names the first text that is wider than its box and cannot be
// scrolled to.
const cutOff = `(() => {
	for (const e of document.querySelectorAll("main :is(p, li, h1, h2, h3, dt, dd, th, td, button, a, span)")) {
		if (!e.checkVisibility() || e.closest(".vh, .scroll, pre, svg, .math, .figure") || e.scrollWidth <= e.clientWidth + 1 || e.clientWidth === 0) continue;
		return e.outerHTML.slice(0, 160) + " is " + e.scrollWidth + " wide in " + e.clientWidth;
	}
	return "";
})()`

// missing opens the page for what does not exist from several places.
func missing(b *browser) {
	b.width(1280)
	b.visit("404.html")
	b.want("getComputedStyle(document.body).display", "flex")
	b.until(`document.querySelector("main a").href.startsWith("file://") && !document.querySelector(".brand").href.includes("/catalog/index")`)
	b.until(`window.concordMissing && !document.querySelector(".scheme").hidden`)
	b.mu.Lock()
	b.problems = nil // the ways that lead nowhere
	b.mu.Unlock()
}
