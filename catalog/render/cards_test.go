package render_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestCards goes through what WCAG 1.4.13 asks of content on hover or focus: it
// can be dismissed, pointed at, and stays.
func TestCards(t *testing.T) {
	b := open(t)
	const page, link = "objects/visit.html", `document.querySelector("main a.t")`
	const card = `document.querySelector("#card")`
	b.visit(page)
	b.until(link)
	b.want(`document.querySelectorAll("script[src*='cards/']").length`, "0") // nothing is loaded before it is used
	b.want(card, "null")
	b.eval(`document.querySelector("main").focus()`)
	for range 30 { // as a keyboard comes to the link
		if b.eval("document.activeElement === "+link) == "true" {
			break
		}
		b.do(chromedp.KeyEvent(kb.Tab))
	}
	b.until(card)
	b.want(card+`.getAttribute("role")`, "tooltip")
	b.want(link+`.getAttribute("aria-describedby")`, "card")
	b.want(card+`.querySelector(".k").className.startsWith("k k-")`, "true")
	b.want(card+`.textContent.length > 20`, "true")
	b.do(chromedp.KeyEvent(kb.Escape))
	b.want(card, "null")
	b.want(`document.activeElement === `+link, "true") // the focus stays where it was
	b.eval(`document.activeElement.blur()`)

	b.point(link)
	b.until(card)
	b.point(card)                      // on to the card: it stays
	time.Sleep(400 * time.Millisecond) // longer than a card that is left would stay
	b.want(card+" !== null", "true")
	b.want(`getComputedStyle(`+card+`).position`, "absolute")
	b.do(chromedp.KeyEvent(kb.Escape))
	b.want(card, "null")
	b.point(link)
	b.until(card)
	b.point(`document.querySelector("h1")`)
	b.until(card + " === null")
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.problems {
		t.Errorf("the console says %s", p)
	}
}

// point moves the pointer to the middle of an element.
func (b *browser) point(element string) {
	b.t.Helper()
	at := b.eval(`(r => [Math.round(r.left + r.width / 2), Math.round(r.top + r.height / 2)].join())((` + element + `).getClientRects()[0])`)
	x, y, _ := strings.Cut(at, ",")
	move := func(text string) float64 {
		n := 0.0
		for _, c := range text {
			n = n*10 + float64(c-'0')
		}
		return n
	}
	p := input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: move(x), Y: move(y)}
	if _, err := chromedp.Call(b.ctx, input.DispatchMouseEvent, p); err != nil {
		b.t.Fatal(err)
	}
}

// What pages opened from a folder refuse, and what could turn text into markup,
// is not used by the scripts that show texts of entries.
func TestScriptsOnlySetText(t *testing.T) {
	for _, name := range []string{"cards.js", "search.js", "search-box.js", "search-words.js", "site.js"} {
		data, err := os.ReadFile("../../themes/concord/js/" + name)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"fetch(", "import(", "innerHTML", "eval(", "insertAdjacent", "document.write"} {
			if bytes.Contains(data, []byte(bad)) {
				t.Errorf("%s uses %s", name, bad)
			}
		}
	}
}
