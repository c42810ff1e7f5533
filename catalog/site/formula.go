package site

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// FormulaView is a formula as readers see it: its text with every name linked,
// and the same as mathematics.
type FormulaView struct {
	Tokens []Token
	Math   formula.MathML // "" when the formula could not be parsed
	Facts  []Fact         // unit, grain, window, calendar
	Text   string         // as written
}

// Token is a piece of a formula.
type Token struct {
	Text  string
	Class string // str, num, word, op; "" for what stands between
	Href  string // the field, object, term or KPI that it names
	Title string // what that is, for a tooltip
}

// formula shows an entry's formula, or nil when it has none.
func (b *pageBuilder) formula(e *model.Entry) *FormulaView {
	m := e.Measured()
	facts := b.measureFacts(m)
	if m.Formula.S == "" {
		if len(facts) == 0 {
			return nil
		}
		return &FormulaView{Facts: facts}
	}
	v := &FormulaView{Facts: facts, Text: m.Formula.S}
	p := b.in.Formulas.Of(e)
	if p == nil {
		v.Tokens = lex(nil, m.Formula.S)
		return v
	}
	v.Tokens = b.tokens(p)
	v.Math = p.Math()
	return v
}

func (b *pageBuilder) measureFacts(m *model.Meaningful) []Fact {
	var facts []Fact
	for _, f := range []struct {
		key  string
		text model.Text
	}{{"fact.unit", m.Unit}, {"fact.grain", m.Grain}, {"fact.window", m.Window}, {"fact.calendar", m.Calendar}} {
		facts = append(facts, b.textFact(f.key, f.text)...)
	}
	return facts
}

// tokens cuts a formula at the names it uses and links them.
func (b *pageBuilder) tokens(p *formula.Program) []Token {
	type named struct {
		from, to    int
		href, title string
	}
	var names []named
	p.Root.Walk(func(n *formula.Node) {
		var e *model.Entry
		var field string
		switch {
		case n.Op == formula.OpEntry && n.Entry != nil:
			e = n.Entry
		case n.Op == formula.OpTable && n.Object != nil:
			e = &n.Object.Entry
		case n.Op == formula.OpColumn && n.Object != nil && n.Field >= 0 && n.Field < len(n.Object.Fields):
			e, field = &n.Object.Entry, n.Object.Fields[n.Field].Name.S
		default:
			return
		}
		x := named{n.From, n.To, rel(b.url, b.info(e).url), b.info(e).title}
		if field != "" {
			x.href, x.title = x.href+"#"+fieldAnchor(field), x.title+" · "+field
		}
		names = append(names, x)
	})
	slices.SortFunc(names, func(x, y named) int { return x.from - y.from })
	var tokens []Token
	at := 0
	for _, x := range names {
		if x.from < at || x.to > len(p.Text) {
			continue
		}
		tokens = lex(tokens, p.Text[at:x.from])
		tokens = append(tokens, Token{Text: p.Text[x.from:x.to], Href: x.href, Title: x.title})
		at = x.to
	}
	return lex(tokens, p.Text[at:])
}

// lex tells words, numbers and texts of a formula apart, for the eye only.
func lex(tokens []Token, s string) []Token {
	for s != "" {
		n, class := next(s)
		if last := len(tokens) - 1; class == "" && last >= 0 && tokens[last].Class == "" && tokens[last].Href == "" {
			tokens[last].Text += s[:n]
		} else {
			tokens = append(tokens, Token{Text: s[:n], Class: class})
		}
		s = s[n:]
	}
	return tokens
}

func next(s string) (n int, class string) {
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case r == '"' || r == '\'' || r == '`':
		if end := strings.IndexRune(s[1:], r); end >= 0 {
			return end + 2, "str"
		}
		return len(s), "str"
	case unicode.IsDigit(r):
		return span(s, func(r rune) bool { return unicode.IsDigit(r) || r == '.' || r == '_' }), "num"
	case unicode.IsLetter(r) || r == '_':
		return span(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }), "word"
	case strings.ContainsRune("+-*/%=!<>?:&|", r):
		return span(s, func(r rune) bool { return strings.ContainsRune("+-*/%=!<>?:&|", r) }), "op"
	}
	return size, ""
}

func span(s string, in func(rune) bool) int {
	if i := strings.IndexFunc(s, func(r rune) bool { return !in(r) }); i >= 0 {
		return i
	}
	return len(s)
}
