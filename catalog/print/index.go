package print

import (
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
)

// owners lists, for everybody who answers for something in the booklet, what
// that is.
func (b *builder) owners(entries []*model.Entry) []IndexGroup {
	lang := b.in.Plan.Chrome.Lang
	byOwner := map[*model.Owner][]*model.Entry{}
	var owners []*model.Owner
	for _, e := range entries {
		if byOwner[e.Accountable] == nil {
			owners = append(owners, e.Accountable)
		}
		byOwner[e.Accountable] = append(byOwner[e.Accountable], e)
	}
	name := func(o *model.Owner) (string, string) {
		if o == nil {
			return "", ""
		}
		return b.title(&o.Entry), o.ID
	}
	order(lang, owners, name)
	var groups []IndexGroup
	for _, o := range owners {
		g := IndexGroup{ID: "owner.none", Title: b.words.T("fact.owner.none")}
		if o != nil {
			g = IndexGroup{ID: place(&o.Entry), Title: b.title(&o.Entry), Note: o.Email.S}
		}
		list := byOwner[o]
		order(lang, list, func(e *model.Entry) (string, string) { return b.title(e), e.Key() })
		for _, e := range list {
			g.Lines = append(g.Lines, IndexLine{Text: b.title(e), Note: b.note(e), Ref: place(e)})
		}
		groups = append(groups, g)
	}
	return last(groups, "owner.none")
}

// last moves the group of that ID to the end.
func last(groups []IndexGroup, id string) []IndexGroup {
	for i, g := range groups {
		if g.ID == id {
			return append(append(groups[:i:i], groups[i+1:]...), g)
		}
	}
	return groups
}

// note tells entries of one name apart.
func (b *builder) note(e *model.Entry) string {
	if b.ambiguous[strings.ToLower(b.title(e))] > 1 && e.InDomain != nil {
		return b.title(&e.InDomain.Entry)
	}
	return ""
}

// labels lists every designation. One that is not the preferred one leads to
// the one that is.
func (b *builder) labels(entries []*model.Entry) []IndexGroup {
	type line struct {
		IndexLine
		tie string
	}
	var lines []line
	for _, e := range entries {
		title := b.title(e)
		lines = append(lines, line{IndexLine{Text: title, Note: b.note(e), Ref: place(e)}, e.Key()})
		add := func(text, use string) {
			if text != "" && text != title {
				lines = append(lines, line{IndexLine{Text: text, Note: b.note(e), See: title, Use: use, Ref: place(e)}, e.Key()})
			}
		}
		for _, l := range e.Labels()[1:] {
			add(l.S, [...]string{"preferred", "admitted", "abbreviation", "deprecated"}[l.Use])
		}
		if e.Title() != title {
			add(e.Title(), "original")
		}
	}
	order(b.in.Plan.Chrome.Lang, lines, func(l line) (string, string) { return l.Text, l.tie + "\x00" + l.See })
	var groups []IndexGroup
	at := map[string]int{}
	for _, l := range lines {
		head := letter(l.Text)
		i, ok := at[head]
		if !ok {
			i = len(groups)
			at[head] = i
			groups = append(groups, IndexGroup{ID: letterID("index.", head), Title: head})
		}
		groups[i].Lines = append(groups[i].Lines, l.IndexLine)
	}
	return groups
}
