package rule

import (
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

var useOfDeprecated = check.Rule{
	Kind: diag.Kind{
		Code: "CON242", ID: "use-of-deprecated", Title: "use of what is deprecated",
		Family: diag.Conflict, Category: "lifecycle", Severity: diag.Minor,
		Why:    "A word or definition that was to go and is still built upon never goes, and everyone who meets it has to know its history.",
		Settle: "Use what replaces it, or take the deprecation back.",
		Source: "ISO 19135-1; ISO 1087:2019, deprecated term",
	},
	Run: func(p *check.Pass) {
		labels := deadLabels(p)
		r := newReader(p)
		for _, e := range p.Catalog.Entries {
			if !e.Live() {
				continue
			}
			usesDeprecated(p, e)
			if labels.any() {
				labels.look(p, r, e)
			}
		}
	},
}

// usesDeprecated reports the deprecated and retired entries that e refers to.
func usesDeprecated(p *check.Pass, e *model.Entry) {
	var seen []*model.Entry
	for _, r := range references(p, e) {
		if r.To == nil || r.To.Live() || r.To == e || r.To.Kind == model.OwnerKind || slices.Contains(seen, r.To) {
			continue
		}
		seen = append(seen, r.To)
		f := p.At(r.At, the(e)+" uses `"+r.To.ID+"`, which is "+r.To.Status.String()).
			WithPlace(r.To.StatusText.At, r.To.Status.String()+" here")
		if by := r.To.ReplacedBy; by.To != nil && by.To != e {
			f = f.WithPlace(by.At, "replaced by this").WithHelp("use `" + by.To.ID + "` instead, in " + file(p, e))
		} else {
			f = f.WithHelp("use something that is still in use, in "+file(p, e), "or say under `replaced_by` in "+file(p, r.To)+" what to use instead")
		}
		p.Report(f, e, r.To)
	}
}

// dead is a label that a term asks people to stop using.
type dead struct {
	term  *model.Term
	label model.Text
	words []string
}

// graveyard finds dead labels by their first word.
type graveyard map[string][]dead

func (g graveyard) any() bool { return len(g) > 0 }

// deadLabels collects the deprecated labels of live terms. A label by which
// another live entry is rightly called is not dead.
func deadLabels(p *check.Pass) graveyard {
	r, g, alive := newReader(p), graveyard{}, map[string]bool{}
	var all []dead
	for _, t := range p.Catalog.Terms {
		if !t.Live() {
			continue
		}
		for _, label := range t.Deprecated {
			if words := r.singulars(label.S); len(words) > 0 {
				all = append(all, dead{t, label, words})
			}
		}
	}
	if len(all) == 0 {
		return g
	}
	for _, e := range p.Catalog.Entries {
		if !e.Live() || e.Kind == model.KPIKind || e.Kind == model.ReportKind {
			continue
		}
		for _, l := range e.Labels() {
			if l.Use != model.DeprecatedLabel {
				alive[strings.Join(r.singulars(l.S), " ")] = true
			}
		}
	}
	for _, d := range all {
		if !alive[strings.Join(d.words, " ")] {
			g[d.words[0]] = append(g[d.words[0]], d)
		}
	}
	return g
}

// singulars is a text as the sequence of its words, folded and in the singular.
func (r *reader) singulars(text string) []string {
	words := r.words(text)
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = w.singular
	}
	return list
}

// look reports the dead labels in an entry's name and definition.
func (g graveyard) look(p *check.Pass, r *reader, e *model.Entry) {
	texts := []model.Text{e.Definition, e.Description}
	switch e.Kind {
	case model.OwnerKind, model.PageKind, model.ResolutionKind, model.ScenarioKind:
		return
	case model.TermKind, model.KPIKind, model.ReportKind, model.OutcomeKind, model.DecisionKind:
		texts = append(texts, e.Name)
	}
	reported := map[*model.Term]bool{}
	for _, text := range texts {
		words := r.words(text.S)
		for i := range words {
			for _, d := range g[words[i].singular] {
				if reported[d.term] || !d.starts(r, words[i:]) || d.own(e) {
					continue
				}
				reported[d.term] = true
				last := words[i+len(d.words)-1]
				g.report(p, e, d, text, words[i].from, last.to)
			}
		}
	}
}

func (g graveyard) report(p *check.Pass, e *model.Entry, d dead, text model.Text, from, to int) {
	f := p.At(within(p.Catalog.Source, text, from, to), the(e)+" says "+quoted(text.S[from:to])+", which `"+d.term.ID+"` asks not to be used").
		WithPlace(d.label.At, "deprecated here").
		WithHelp("say " + quoted(d.term.Title()) + " instead, in " + file(p, e))
	p.Report(f, e, &d.term.Entry)
}

// starts reports whether a text begins with the label.
func (d dead) starts(r *reader, words []word) bool {
	if len(words) < len(d.words) {
		return false
	}
	for i, w := range d.words {
		if words[i].singular != w {
			return false
		}
	}
	return true
}

// own reports whether an entry is the term itself or one that deprecates the
// same label.
func (d dead) own(e *model.Entry) bool {
	t, ok := e.Self.(*model.Term)
	return ok && (t == d.term || slices.ContainsFunc(t.Deprecated, func(x model.Text) bool { return strings.EqualFold(x.S, d.label.S) }))
}
