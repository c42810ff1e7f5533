package site

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/model"
)

// linker finds the labels of terms and KPIs in running text. It walks the words
// of a text once, whatever the number of labels: labels are paths in a tree whose
// steps are words freed of inflection.
type linker struct {
	folder check.Folder
	nouns  bool // words that name things begin with a capital, as in German
	forms  sync.Map
	ids    map[string]int32 // forms that occur in labels
	next   map[[2]int32]int32
	ends   map[int32][]target // what the labels that end at a node stand for
}

// target is one entry and the words of the label that leads to it.
type target struct {
	entry *model.Entry
	words []string
}

// newLinker indexes the labels that texts may link to: those of entries in use,
// deprecated labels left out. It is nil when the catalog wants no links.
func newLinker(c *model.Catalog) *linker {
	if !c.Config.LinkTerms.Or(true) {
		return nil
	}
	lang := c.Config.Language()
	l := &linker{folder: check.NewFolder(lang), nouns: strings.HasPrefix(lang, "de"), ids: map[string]int32{},
		next: map[[2]int32]int32{}, ends: map[int32][]target{}}
	for _, e := range c.Entries {
		m := e.Measured()
		if m == nil || !e.Live() || !m.Linked.Or(true) {
			continue
		}
		for i, label := range e.Labels() {
			if i == 0 {
				label.S = e.Title()
			}
			if label.Use != model.DeprecatedLabel {
				l.add(label.S, e)
			}
		}
	}
	return l
}

func (l *linker) add(label string, e *model.Entry) {
	words := tokens(label)
	if len(label) < 2 || len(words) == 0 || !strings.ContainsFunc(label, unicode.IsLetter) {
		return
	}
	t := target{entry: e}
	node := int32(0)
	for _, w := range words {
		word := label[w.from:w.to]
		t.words = append(t.words, word)
		form := l.form(word)
		id, ok := l.ids[form]
		if !ok {
			id = int32(len(l.ids))
			l.ids[form] = id
		}
		step := [2]int32{node, id}
		if l.next[step] == 0 {
			l.next[step] = int32(len(l.next) + 1)
		}
		node = l.next[step]
	}
	if !slices.ContainsFunc(l.ends[node], func(o target) bool { return o.entry == e && slices.Equal(o.words, t.words) }) {
		l.ends[node] = append(l.ends[node], t)
	}
}

// form is the key of a word: folded, and freed of what nouns add.
func (l *linker) form(word string) string {
	if known, ok := l.forms.Load(word); ok {
		return known.(string)
	}
	form, one := "", word
	if s, ok := strings.CutSuffix(word, "s"); ok && shouts(s) {
		one = s // POs
	}
	for _, w := range l.folder.Plain(one) {
		form += l.folder.Noun(w)
	}
	l.forms.Store(word, form)
	return form
}

// token is a word of a text, by bytes.
type token struct{ from, to int }

// tokens are the words of a text: runs of letters, digits and marks.
func tokens(text string) []token {
	var list []token
	from := -1
	for i, r := range text {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
		switch {
		case inside && from < 0:
			from = i
		case !inside && from >= 0:
			list = append(list, token{from, i})
			from = -1
		}
	}
	if from >= 0 {
		list = append(list, token{from, len(text)})
	}
	return list
}

// mention is a label found in a text: its first and last word, and what it can
// stand for.
type mention struct {
	first, last int
	targets     []target
}

// mentions finds the labels among the words of a text, longest first. joined
// reports whether a word follows the one before it closely enough to be part of
// the same label.
func (l *linker) mentions(words []string, joined func(i int) bool) []mention {
	var list []mention
	for i := 0; i < len(words); i++ {
		best := mention{last: -1}
		node := int32(0)
		for j := i; j < len(words) && (j == i || joined(j)); j++ {
			id, known := l.ids[l.form(words[j])]
			if !known {
				break
			}
			if node = l.next[[2]int32{node, id}]; node == 0 {
				break
			}
			if targets := l.spelt(l.ends[node], words[i:j+1]); len(targets) > 0 {
				best = mention{i, j, targets}
			}
		}
		if best.last >= 0 {
			list = append(list, best)
			i = best.last
		}
	}
	return list
}

// spelt keeps the targets whose label the words can be: abbreviations in capitals
// are not words in small letters, and where nouns begin with a capital a label
// does.
func (l *linker) spelt(targets []target, words []string) []target {
	fits := func(t target) bool {
		for i, label := range t.words {
			word := words[i]
			first, _ := utf8.DecodeRuneInString(word)
			labelFirst, _ := utf8.DecodeRuneInString(label)
			switch {
			case shouts(label) && word != label && word != label+"s":
				return false
			case l.nouns && unicode.IsUpper(labelFirst) && !unicode.IsUpper(first):
				return false
			}
		}
		return true
	}
	for i := range targets {
		if !fits(targets[i]) {
			kept := slices.Clone(targets[:i])
			for _, t := range targets[i+1:] {
				if fits(t) {
					kept = append(kept, t)
				}
			}
			return kept
		}
	}
	return targets
}

// shouts reports whether a word of two letters or more has capitals only.
func shouts(word string) bool {
	return utf8.RuneCountInString(word) > 1 && strings.ContainsFunc(word, unicode.IsUpper) && !strings.ContainsFunc(word, unicode.IsLower)
}

// closeBy reports whether what stands between two words lets them be one label:
// white space, or a hyphen.
func closeBy(gap string) bool {
	switch gap {
	case " ", "-", "‑", "\u00a0", "\n":
		return true
	}
	return gap != "" && strings.TrimSpace(gap) == ""
}

// meaning settles what a mention on the page of an entry leads to: the meaning
// of the entry's own domain, or of a domain above it, else the only one there
// is. A word that several functions use and none of them own leads to where its
// meanings stand side by side. Nothing is returned for words that stand for the
// page's own entry, and where there is no such place.
func (p *planner) meaning(self *model.Entry, targets []target) (to *model.Entry, several bool) {
	var list []*model.Entry
	for _, t := range targets {
		if t.entry == self {
			return nil, false
		}
		if !slices.Contains(list, t.entry) {
			list = append(list, t.entry)
		}
	}
	if self != nil && self.Measured() != nil && slices.ContainsFunc(list, func(e *model.Entry) bool { return slices.Contains(p.wordsIn.others(self), e) }) {
		return nil, false // the page's own word, as others use it: they stand on the page
	}
	if len(list) == 1 {
		return list[0], false
	}
	if self != nil {
		d, isDomain := self.Self.(*model.Domain)
		if !isDomain {
			d = self.InDomain
		}
		for ; d != nil; d = above(d) {
			var own []*model.Entry
			for _, e := range list {
				if e.InDomain == d {
					own = append(own, e)
				}
			}
			if len(own) == 1 || len(own) > 1 && own[0].Kind != own[1].Kind {
				return own[0], false
			}
			if len(own) > 1 {
				break
			}
		}
	}
	first := list[0]
	others := p.wordsIn.others(first)
	for _, e := range list[1:] {
		if at := slices.Index(others, e); at < 0 || at >= mostSides {
			return nil, false
		}
	}
	return first, true
}

// above is the domain that a domain is part of, or nil.
func above(d *model.Domain) *model.Domain {
	if d.Parent.To == nil {
		return nil
	}
	up, _ := d.Parent.To.Self.(*model.Domain)
	return up
}

// passage is a part of a page: in it, a word is linked where it is used first.
type passage struct {
	self   *model.Entry
	linked map[*model.Entry]bool
}

func (b *pageBuilder) passage() *passage {
	return &passage{b.self, map[*model.Entry]bool{}}
}

// linksTerms reports whether the texts of the page's entry get links.
func (b *pageBuilder) linksTerms() bool {
	return b.linker != nil && (b.self == nil || b.self.LinkTerms.Or(true))
}

// leads settles one mention: the address it leads to, or "".
func (b *pageBuilder) leads(s *passage, m mention) string {
	to, several := b.meaning(s.self, m.targets)
	if to == nil || s.linked[to] {
		return ""
	}
	s.linked[to] = true
	href := rel(b.url, b.info(to).url)
	if several {
		href += "#uses"
	}
	return href
}

// linked is a text of plain words with links to the words of the catalog: what
// stands between backticks is code and has none.
func (b *pageBuilder) linked(s *passage, text string) []Span {
	if text == "" {
		return nil
	}
	list := spans(text)
	if !b.linksTerms() {
		return list
	}
	var out []Span
	for _, part := range list {
		if part.Code {
			out = append(out, part)
		} else {
			out = b.linkedRun(out, s, part.Text)
		}
	}
	return out
}

func (b *pageBuilder) linkedRun(out []Span, s *passage, text string) []Span {
	toks := tokens(text)
	words := make([]string, len(toks))
	for i, t := range toks {
		words[i] = text[t.from:t.to]
	}
	done := 0
	for _, m := range b.linker.mentions(words, func(i int) bool { return closeBy(text[toks[i-1].to:toks[i].from]) }) {
		href := b.leads(s, m)
		if href == "" {
			continue
		}
		from, to := toks[m.first].from, toks[m.last].to
		if from > done {
			out = append(out, Span{Text: text[done:from]})
		}
		out = append(out, Span{Text: text[from:to], Href: href})
		done = to
	}
	if done < len(text) {
		out = append(out, Span{Text: text[done:]})
	}
	return out
}
