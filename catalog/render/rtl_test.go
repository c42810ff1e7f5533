package render_test

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/themes"
)

// arabic writes the site of a catalog in Arabic, and starts a browser on it.
func arabic(t *testing.T) *browser {
	t.Helper()
	needBrowser(t)
	plan := planOf(archive(t, "testdata/rtl.txtar"), func(c *model.Catalog) diag.List {
		list := disputes(c)
		list[0].Message = "`" + c.ByKey("kpi:kept").Title() + "` has two formulas that disagree"
		return list
	})
	files := filesOf(t, renderer(t, nil), plan, drawn(t, plan))
	dir := t.TempDir()
	writeSite(t, dir, files)
	b := startOn(t, dir)
	b.pages = samples(plan, files)
	return b
}

// TestRightToLeft looks at a page of each sort in a language that is written
// from right to left, on a desk and on a telephone: nothing leads out of the
// window, what is Latin keeps its order, and what points the way is mirrored.
func TestRightToLeft(t *testing.T) {
	b := arabic(t)
	for _, page := range b.pages {
		b.visit(page)
		b.want(`getComputedStyle(document.body).direction`, "rtl")
		for _, width := range []int{1280, 390} {
			b.width(width)
			where := fmt.Sprintf("%s at %d", page, width)
			if got := b.eval(`document.documentElement.scrollWidth - document.documentElement.clientWidth`); got != "0" {
				t.Errorf("%s goes on sideways for %s pixels", where, got)
			}
			for what, script := range map[string]string{"text out of sight": outOfSight, "text cut off": cutOff, "a turned order": turned, "values at another side than their labels": strayed} {
				if found := b.eval(script); found != "" {
					t.Errorf("%s has %s: %s", where, what, found)
				}
			}
		}
	}
	b.width(1280)
	b.visit("integrations/feed.html")
	b.want(`getComputedStyle(document.querySelector(".arrow")).scale`, "-1 1")
	b.visit("conflicts/c-0000000001.html") // what a rule says is English, with Arabic names in it
	b.want(`(strong => strong.getBoundingClientRect().right <= (r => (r.selectNode(strong.nextSibling), r.getBoundingClientRect().left))(document.createRange()) + 1)(document.querySelector(".lead strong"))`, "true")
	b.visit("map-edges.html")
	b.want(`getComputedStyle(document.querySelector(".b.crosses"), "::before").scale`, "-1 1")
	b.visit("index.html")
	b.want(`decodeURIComponent(getComputedStyle(document.querySelector(".go"), "::after").maskImage).includes("M13 8H3")`, "true") // its arrow points to the left
	b.visit("terms/harbour/call.html")
	b.want(`(r => document.querySelector(".find kbd").getBoundingClientRect().right < r.left + r.width / 2)(document.querySelector("#q").getBoundingClientRect())`, "true")
	b.want(`(r => document.querySelector(".rail").getBoundingClientRect().right < r.left)(document.querySelector(".entry > .body").getBoundingClientRect())`, "true")
}

// words goes through the visible texts of a page.
const words = `(look => {
	const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
	for (let n; n = all.nextNode();) {
		const e = n.parentElement;
		if (!n.data.trim() || !e.checkVisibility() || e.closest(".vh, .skip, svg, .math, select, noscript")) continue;
		const found = look(n, e, range);
		if (found) return found + " in " + e.outerHTML.slice(0, 160);
	}
	return "";
})`

// outOfSight names the first text that sticks out of the window at either side.
const outOfSight = words + `((n, e, range) => {
	if (e.closest(".scroll, pre, .figure")) return "";
	range.selectNodeContents(n);
	const out = [...range.getClientRects()].find(r => r.width > 1 && (r.left < -1 || r.right > document.documentElement.clientWidth + 1));
	return out && "from " + Math.round(out.left) + " to " + Math.round(out.right);
})`

// turned names the first piece of text without an Arabic letter whose beginning
// stands to the right of its end on the same line: a number before its sign, a
// full stop before its sentence, a path from behind. What an Arabic text has in
// Latin besides names and codes is its author's, and marks between pieces are the
// page's.
const turned = words + `((n, e, range) => {
	const arabic = /[\u0590-\u08ff]/, own = "code, a, time, .file, .of, .b, .num, .value, .w, .said, .help, bdi";
	if (arabic.test((e.closest("p, li, dd, dt, td, th, h1, h2, h3") || e).textContent) && !e.closest(own)) return "";
	const box = i => { range.setStart(n, i); range.setEnd(n, i + 1); return range.getBoundingClientRect(); };
	for (const piece of n.data.matchAll(/[^\s·,;:()\u2066-\u2069]([^·\u2066-\u2069]*[^\s·,;:()\u2066-\u2069])?/g)) {
		const first = box(piece.index), last = box(piece.index + piece[0].length - 1);
		if (!arabic.test(piece[0]) && /[A-Za-z0-9]/.test(piece[0]) && Math.abs(first.top - last.top) < 4 && first.left > last.left) return piece[0];
	}
	return "";
})`

// strayed names the first value in a list of facts that does not begin where its
// label does.
const strayed = `[...document.querySelectorAll(".facts > div, .tiles > div")].flatMap(d => {
	const edge = e => { const r = document.createRange(); r.selectNodeContents(e); return Math.max(...[...r.getClientRects()].filter(r => r.width).map(r => r.right)); };
	const label = edge(d.querySelector("dt")), value = edge(d.querySelector("dd"));
	return Math.abs(label - value) > 8 ? [d.textContent + " at " + Math.round(label) + " and " + Math.round(value)] : [];
})[0] ?? ""`

// physical finds sides that stay where they are when a page is mirrored.
var physical = regexp.MustCompile(`(?:^|[;{\s])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)|left|right|float: (?:left|right)|text-align: (?:left|right))\b[^;]*;|(?:margin|padding|inset): (?:[^\s;]+ ){3}[^\s;]+`)

// Sheets name sides by where a text begins and ends. Figures, formulas and what
// stands beside code are the exceptions: they run from the left everywhere.
func TestSheetsAreLogical(t *testing.T) {
	sheets, err := fs.Glob(themes.FS, "*/css/*.css")
	if err != nil || len(sheets) == 0 {
		t.Fatalf("no sheets: %v", err)
	}
	for _, name := range sheets {
		data, err := fs.ReadFile(themes.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if m := physical.FindString(line); m != "" && !strings.HasPrefix(line, ".num,") && !strings.HasPrefix(line, ".draft .copy") && !strings.HasPrefix(line, ".math {") {
				t.Errorf("%s: %s in %s", name, m, line)
			}
		}
	}
}
