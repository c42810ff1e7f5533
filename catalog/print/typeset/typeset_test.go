package typeset

import (
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"

	"github.com/concord-catalog/concord/catalog/print/pdf"
)

// mono is a face in which every character is six points wide at size ten.
func mono(t testing.TB) *Style {
	t.Helper()
	f, err := pdf.ParseFont(gomono.TTF)
	if err != nil {
		t.Fatal(err)
	}
	return &Style{Face: Face{f}, Size: 10 * pdf.Point}
}

// broken is the lines of a paragraph as text.
func broken(p *Paragraph) []string {
	parts := p.parts()
	var lines []string
	for _, l := range p.breaks(parts) {
		var b strings.Builder
		for _, r := range p.runs(parts[l.from:l.to]) {
			b.WriteString(p.Spans[r.span].Text[r.from:r.to])
		}
		if l.hyphen {
			b.WriteString("-")
		}
		lines = append(lines, strings.NewReplacer("\u200b", "", "\u00ad", "").Replace(b.String()))
	}
	return lines
}

func TestBreaks(t *testing.T) {
	style := mono(t)
	em := style.Width("0")
	for _, c := range []struct {
		what, text string
		columns    int
		want       string
	}{
		{"short", "one two", 20, "one two"},
		{"even, not greedy", "aaa bb cc ddddd", 6, "aaa|bb cc|ddddd"},
		{"hyphens of compounds", "the cross-functional team", 12, "the cross-|functional|team"},
		{"no break in numbers", "2026-03-15 x", 10, "2026-03-15|x"},
		{"soft hyphen", "docu\u00admentation", 9, "docu-|mentation"},
		{"soft hyphen unused", "docu\u00admentation", 20, "documentation"},
		{"zero width", "a/\u200bb/\u200bc", 4, "a/b/|c"},
		{"no-break space", "5\u00a0000\u00a0EUR and", 10, "5\u00a0000\u00a0EUR|and"},
		{"a word too long", "abcdefghij", 4, "abcd|efgh|ij"},
		{"a number and its unit", "the last 12 months", 11, "the last|12 months"},
		{"dash", "pages 10–12 and", 9, "pages 10–|12 and"},
	} {
		t.Run(c.what, func(t *testing.T) {
			p := &Paragraph{Spans: []Span{{Text: c.text, Style: style}}, Width: Unit(c.columns)*em + 10, Leading: 12 * pdf.Point}
			if got := strings.Join(broken(p), "|"); got != c.want {
				t.Errorf("%q in %d columns is %q, want %q", c.text, c.columns, got, c.want)
			}
		})
	}
}

// No line is wider than its place, and nothing is lost, whatever the width.
func TestLinesFitAndKeepEverything(t *testing.T) {
	style := mono(t)
	em := style.Width("0")
	text := "A customer who buys pumps in Germany and spare parts in Spain is one customer with two accounts, cross-functional or not."
	for columns := 3; columns < 130; columns++ {
		p := &Paragraph{Spans: []Span{{Text: text[:40], Style: style}, {Text: text[40:], Style: style}}, Width: Unit(columns)*em + 10, Leading: 12 * pdf.Point}
		var all string
		for _, line := range broken(p) {
			if n := len([]rune(line)); n > columns {
				t.Fatalf("in %d columns: the line %q has %d", columns, line, n)
			}
			all += line
		}
		if strip := func(s string) string { return strings.ReplaceAll(s, " ", "") }; strip(all) != strip(text) {
			t.Fatalf("in %d columns: %q", columns, all)
		}
	}
}

func TestCJKBreaksBetweenCharacters(t *testing.T) {
	style := mono(t) // has no glyphs for them: all are of the width of .notdef
	p := &Paragraph{Spans: []Span{{Text: "在庫は、倉庫にある。", Style: style}}, Leading: 12 * pdf.Point}
	p.Width = style.Width("在庫は") + 10
	for _, line := range broken(p) {
		if strings.HasPrefix(line, "、") || strings.HasPrefix(line, "。") {
			t.Errorf("a line begins with %q", line)
		}
	}
	if n := len(broken(p)); n < 3 {
		t.Errorf("%d lines", n)
	}
}

// Single lines of a paragraph are left neither at the foot nor at the head of a
// column.
func TestNoWidowsAndOrphans(t *testing.T) {
	style := mono(t)
	p := &Paragraph{Spans: []Span{{Text: strings.Repeat("word ", 60), Style: style}}, Width: style.Width("word word word word"), Leading: 12 * pdf.Point}
	n := len(p.Lines())
	for height := 2; height < n; height++ {
		items := p.Lines()
		var counts []int
		for len(items) > 0 {
			k := fill(items, Unit(height)*p.Leading)
			counts = append(counts, k)
			items = items[k:]
		}
		for i, k := range counts {
			if k == 1 && height > 2 {
				t.Errorf("columns of %d lines: column %d has a single line: %v", height, i, counts)
			}
		}
	}
}

func TestHeadingsStayWithTheirText(t *testing.T) {
	line := Item{Height: 10}
	items := append(KeepWithNext([]Item{line}), line, line)
	items = append([]Item{line, line}, items...)
	if n := fill(items, 30); n != 2 {
		t.Errorf("the column ends after %d items, and leaves a heading behind", n)
	}
}

func TestColumnsOfOneHeight(t *testing.T) {
	items := make([]Item, 10)
	for i := range items {
		items[i].Height = 10 * pdf.Point
	}
	f := &Flow{Sheet: Sheet{Width: 300 * pdf.Point, Height: 400 * pdf.Point, Top: 10 * pdf.Point, Bottom: 10 * pdf.Point},
		Chapters: []Chapter{{Items: items, Columns: 2, Even: true}}}
	if n := f.Place(); n != 1 {
		t.Fatalf("%d pages", n)
	}
	left := 0
	for _, x := range f.pages[0].placed {
		if x.x == 0 {
			left++
		}
	}
	if left != 5 {
		t.Errorf("%d of 10 lines stand in the first of two columns", left)
	}
}

func TestRunningHeads(t *testing.T) {
	var items []Item
	for _, w := range []string{"a", "", "b", "", "", "c"} {
		items = append(items, Item{Height: 10, Word: w})
	}
	f := &Flow{Sheet: Sheet{Width: 100, Height: 20}, Chapters: []Chapter{{Items: items, Columns: 1}}}
	f.Place()
	var heads []string
	for _, p := range f.pages {
		heads = append(heads, p.first+"–"+p.last)
	}
	if got := strings.Join(heads, " "); got != "a–a a–b b–c" {
		t.Errorf("the pages run %s", got)
	}
}

func TestShaped(t *testing.T) {
	for text, want := range map[string]bool{"Größe Ω я 在庫 ≥ →": false, "مرسى": true, "מזח": true, "घाट": true, "ท่าเรือ": true} {
		got := strings.ContainsFunc(text, Shaped)
		if got != want {
			t.Errorf("%q needs shaping: %t", text, got)
		}
	}
}

func TestFallback(t *testing.T) {
	a, err := pdf.ParseFont(gomono.TTF)
	if err != nil {
		t.Fatal(err)
	}
	b, err := pdf.ParseFont(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	f := Face{a, b}
	if font, _ := f.find('a'); font != a {
		t.Error("a letter that the first font has is taken from another")
	}
	if f.Has('漢') {
		t.Error("a character that no font has can be set")
	}
	if !f.Has('\u2011') || !f.Has('\u00ad') {
		t.Error("a no-break hyphen or a soft hyphen cannot be set")
	}
}

func TestMaths(t *testing.T) {
	style := MathsStyle{Text: *mono(t), Small: 8 * pdf.Point}
	m, err := ParseMaths(`<math><mrow><mfrac><mrow><munder><mo>∑</mo><mrow><mtext>order line where&#160;</mtext><mtext>status</mtext><mo>=</mo><mtext>“paid”</mtext></mrow></munder><mtext>quantity</mtext></mrow><mrow><mtext>all</mtext></mrow></mfrac><mo>×</mo><mn>100</mn></mrow></math>`)
	if err != nil {
		t.Fatal(err)
	}
	wide, narrow := style.Box(m, 500*pdf.Point), style.Box(m, 140*pdf.Point)
	if narrow.Width > 140*pdf.Point {
		t.Errorf("a formula for 140 points is %d wide", narrow.Width/pdf.Point)
	}
	if narrow.Ascent+narrow.Descent <= wide.Ascent+wide.Descent {
		t.Error("a formula that is broken into lines is not higher")
	}
	if _, err := ParseMaths("<math><mrow>"); err == nil {
		t.Error("half a formula passes for a whole one")
	}
}

// TestUnknownMaths sets what it has no rule for by its parts, and space by its
// own measure.
func TestUnknownMaths(t *testing.T) {
	style := MathsStyle{Text: *mono(t), Small: 8 * pdf.Point}
	box := func(markup string) Box {
		m, err := ParseMaths("<math>" + markup + "</math>")
		if err != nil {
			t.Fatal(err)
		}
		return style.Box(m, 500*pdf.Point)
	}
	plain := box("<mi>a</mi><mo>≠</mo><mi>b</mi>").Width
	if w := box(`<mi>a</mi><mspace width="1em"/><mo>≠</mo><mi>b</mi>`).Width; w != plain {
		t.Errorf("with space of the page's it is %d wide, without %d", w, plain)
	}
	if w := box(`<mi>a</mi><mpadded><mo>≠</mo></mpadded><mi>b</mi><mnothing/>`).Width; w <= box("<mi>a</mi><mi>b</mi>").Width {
		t.Errorf("of unknown parts nothing is set: %d wide", w)
	}
}
