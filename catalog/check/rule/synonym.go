package rule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/formula/compare"
	"github.com/concord-catalog/concord/catalog/model"
)

// synonym looks at entries of different labels that are defined or computed the
// same. Entries that name a common concept or say how they are related stay
// silent, and so do series whose labels differ in what their definitions differ
// in.
var synonym = check.Rule{
	Kind: diag.Kind{
		Code: "CON102", ID: "synonym", Title: "different words for one thing",
		Family: diag.Conflict, Category: "naming", Severity: diag.Minor,
		Why:    "Two names for one thing are kept twice, change at different times, and end up as two numbers for one question.",
		Settle: "Keep one entry and make the other name an `admitted` or `deprecated` label of it. If they do differ, say in the definitions how, or declare one `broader` than the other or both `distinct_from` each other.",
		Source: "ISO 704:2022, synonymy; ISO/IEC 11179-4:2004, 5.2",
	},
	Run: func(p *check.Pass) {
		s := &synonyms{Pass: p, reader: newReader(p)}
		s.collect()
		for _, g := range s.groups() {
			p.Report(s.finding(g), g...)
		}
	},
}

type synonyms struct {
	*check.Pass
	*reader
	entries []*model.Entry
	sayings []saying
	joined  []int           // for each entry, an earlier one that says the same, or itself
	why     map[pair]string // what the two of a pair have in common
}

func (s *synonyms) collect() {
	var texts [][]word
	for _, e := range s.Catalog.Entries {
		if e.Measured() != nil && e.Live() {
			said := s.said(e)
			s.entries, s.sayings, texts = append(s.entries, e), append(s.sayings, said), append(texts, said.content)
		}
	}
	s.joined, s.why = make([]int, len(s.entries)), map[pair]string{}
	for i := range s.joined {
		s.joined[i] = i
	}
	for _, c := range s.sameFormulas() {
		s.consider(c, "formula")
	}
	for _, c := range s.equalFormulas() {
		s.consider(c, "formula")
	}
	for _, c := range candidates(texts) {
		a, b := s.sayings[c.a], s.sayings[c.b]
		if overlap(a, b) > 1-2*mostLeftOver && s.entries[c.a].Kind == s.entries[c.b].Kind && sayTheSame(s.Labels, a, b) {
			s.consider(c, "definition")
		}
	}
}

// sameFormulas lists the pairs of entries of one kind with one formula, each
// entry with the first that has it.
func (s *synonyms) sameFormulas() []pair {
	first := map[string]int{}
	var pairs []pair
	for i, e := range s.entries {
		prog := s.Formulas.Of(e)
		if prog == nil {
			continue
		}
		key := e.Kind.String() + " " + formulaKey(prog)
		if j, ok := first[key]; ok {
			pairs = append(pairs, pair{j, i})
		} else {
			first[key] = i
		}
	}
	return pairs
}

// mostForms bounds how many formulas over the same fields each further one is
// held against. Past that, fields say little about what is computed from them.
const mostForms = 6

// equalFormulas lists the pairs of entries of one kind whose formulas read
// unlike and are proved equal. Only formulas that come down to the same fields
// can be, and one that goes by the other's name is meant to be.
func (s *synonyms) equalFormulas() []pair {
	forms := map[string][]int{}
	var pairs []pair
	for i, e := range s.entries {
		prog := s.Formulas.Of(e)
		if prog == nil || prog.Broken {
			continue
		}
		fields, names := s.comesDownTo(prog)
		if fields == "" {
			continue
		}
		key, fresh := e.Kind.String()+" "+fields, true
		for _, j := range forms[key] {
			other := s.Formulas.Of(s.entries[j])
			if formulaKey(other) == formulaKey(prog) {
				fresh = false
				break
			}
			_, others := s.comesDownTo(other)
			if !names[s.entries[j]] && !others[e] && compare.Proved(s.Formulas, other, prog) {
				pairs, fresh = append(pairs, pair{j, i}), false
				break
			}
		}
		if fresh && len(forms[key]) < mostForms {
			forms[key] = append(forms[key], i)
		}
	}
	return pairs
}

// mostNamed bounds how many entries a formula may lead through to be held
// against others.
const mostNamed = 200

// comesDownTo is the fields that a formula reads by itself and through the
// entries that it names, as one text, and those entries. A formula that leads
// through too many comes down to nothing that could be compared.
func (s *synonyms) comesDownTo(prog *formula.Program) (string, map[*model.Entry]bool) {
	var fields []string
	names := map[*model.Entry]bool{}
	var walk func(p *formula.Program)
	walk = func(p *formula.Program) {
		for _, r := range p.Reads {
			if r.Field >= 0 {
				fields = append(fields, r.Object.ID+"."+r.Object.Fields[r.Field].Name.S)
			}
		}
		for _, u := range p.Uses {
			if q := s.Formulas.Of(u.Entry); q != nil && !names[u.Entry] && len(names) <= mostNamed {
				names[u.Entry] = true
				walk(q)
			}
		}
	}
	walk(prog)
	if len(names) > mostNamed {
		return "", nil
	}
	slices.Sort(fields)
	return strings.Join(slices.Compact(fields), " "), names
}

// consider joins two entries unless something tells them apart.
func (s *synonyms) consider(c pair, why string) {
	a, b := s.entries[c.a], s.entries[c.b]
	if stated(a, b) || related(a, b) || s.Labels.Fold(a.Title()) == s.Labels.Fold(b.Title()) || s.series(c, why == "definition") {
		return
	}
	for _, pt := range particulars(s.reader, a, b) {
		if pt.name != "target" && pt.name != "direction" {
			return
		}
	}
	if x, y := s.root(c.a), s.root(c.b); x != y {
		s.joined[max(x, y)] = min(x, y)
	}
	if s.why[c] == "" {
		s.why[c] = why
	}
}

func (s *synonyms) root(i int) int {
	for s.joined[i] != i {
		i = s.joined[i]
	}
	return i
}

// series reports whether the labels of two entries are meant to differ as they
// do: in a number, in the names of their domains, or, where their definitions
// are compared, in what one of those adds, as "sponsored tiles" and "tiles" do.
func (s *synonyms) series(c pair, defined bool) bool {
	left, right := leftOver(s.words(s.entries[c.a].Title()), s.words(s.entries[c.b].Title()))
	var x, y []word
	if defined {
		x, y = leftOver(s.sayings[c.a].words, s.sayings[c.b].words)
		x, y = meaningful(x), meaningful(y)
	}
	if len(left) == 0 && len(x) == 0 && len(right) > 0 && len(y) > 0 || len(right) == 0 && len(y) == 0 && len(left) > 0 && len(x) > 0 {
		return true // one of them is a special case of the other, by name and by definition
	}
	named := append(left, right...)
	if len(named) == 0 {
		return false
	}
	domains := s.domainWords(s.entries[c.a], s.entries[c.b])
	if !slices.ContainsFunc(named, func(w word) bool { return !version(w.folded) && !domains[w.stem] }) {
		return true
	}
	return slices.ContainsFunc(append(x, y...), func(w word) bool {
		return slices.ContainsFunc(named, func(n word) bool { return n.stem == w.stem })
	})
}

// domainWords are the words of the domains of some entries.
func (s *synonyms) domainWords(entries ...*model.Entry) map[string]bool {
	words := map[string]bool{}
	for _, e := range entries {
		if e.InDomain != nil {
			for _, w := range s.words(e.InDomain.Title()) {
				words[w.stem] = true
			}
		}
	}
	return words
}

// version reports a number or a version, such as "2" or "v2".
func version(folded string) bool {
	rest := strings.TrimLeft(strings.TrimPrefix(folded, "v"), "0123456789")
	return rest == "" || folded == "legacy"
}

// groups lists the entries that say the same, in catalog order.
func (s *synonyms) groups() [][]*model.Entry {
	members := map[int][]*model.Entry{}
	for i, e := range s.entries {
		members[s.root(i)] = append(members[s.root(i)], e)
	}
	var groups [][]*model.Entry
	for i := range s.entries {
		if len(members[i]) > 1 {
			groups = append(groups, members[i])
		}
	}
	return groups
}

func (s *synonyms) finding(group []*model.Entry) diag.Finding {
	var names []string
	for _, e := range group {
		again := slices.ContainsFunc(names, func(n string) bool { return s.Labels.Fold(n) == s.Labels.Fold(e.Title()) })
		if !again {
			names = append(names, quoted(e.Title()))
		}
	}
	what, text := "defined", func(e *model.Entry) model.Text { return e.Meaning() }
	if s.byFormulaOnly(group) {
		what, text = "computed", func(e *model.Entry) model.Text { return e.Measured().Formula }
	}
	f := s.At(text(group[0]).At, fmt.Sprintf("%s are %s in the same way", enumerate(names), what)).WithLabel(group[0].Title())
	for _, e := range group[1:] {
		f = f.WithPlace(text(e).At, e.Title())
	}
	help := "if they are one thing, keep one entry and make the other name a label of it"
	if group[0].Kind == model.KPIKind {
		return f.WithHelp(help, "if they are two, say in the definitions how they differ")
	}
	return f.WithHelp(help, "if they are two, say in the definitions how they differ, or declare them `broader`, `related` or `distinct_from`")
}

// byFormulaOnly reports whether nothing but formulas joins a group.
func (s *synonyms) byFormulaOnly(group []*model.Entry) bool {
	for c, why := range s.why {
		if why == "definition" && slices.Contains(group, s.entries[c.a]) {
			return false
		}
	}
	return true
}
