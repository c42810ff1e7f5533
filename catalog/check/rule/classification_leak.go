package rule

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
)

// A leak is claimed only where both sides are written down. An object that is
// made from another must be classified, and lower, to leak. A KPI or report
// leaks to its readers when the object names readers and the confidential field
// goes to others as well; sums over confidential rows are what KPIs are for, so
// without named readers nothing is said, unless the audience is the public.
var classificationLeak = check.Rule{
	Kind: diag.Kind{
		Code: "CON251", ID: "classification-leak", Title: "confidential data in less confidential hands",
		Family: diag.Conflict, Category: "classification", Severity: diag.Critical,
		Why:    "What is kept closed in one place and open in the next is open.",
		Settle: "Classify the copy like the original, narrow the `audience`, or leave the field out on the way.",
		Source: "ISO/IEC 27001:2022, Annex A 5.12",
	},
	Run: func(p *check.Pass) {
		for _, o := range p.Catalog.Objects {
			if !o.Live() {
				continue
			}
			for _, r := range o.DerivesFrom {
				if from, ok := objectOf(r); ok && from != o && from.Live() {
					leakToCopy(p, from, o, r)
				}
			}
			leakToReaders(p, o)
		}
	},
}

// levels are the classifications, the most open first.
var levels = []string{"public", "internal", "confidential", "restricted"}

// level ranks a classification; -1 is none.
func level(t model.Text) int { return slices.Index(levels, t.S) }

// guarded is the classification that holds for a field: its own, else its
// object's.
func guarded(o *model.Object, f *model.ObjectField) model.Text {
	if f != nil && f.Classification.S != "" {
		return f.Classification
	}
	return o.Classification
}

// leakToCopy holds an object against one that it is made from: the field that
// it names, or each field that both have, or the two as a whole.
func leakToCopy(p *check.Pass, from, to *model.Object, r model.Ref) {
	high, low, what := from.Classification, to.Classification, "`"+from.ID+"`"
	for n := range from.Fields {
		f := &from.Fields[n]
		if r.Field != "" && r.Field != f.Name.S {
			continue
		}
		copied, _ := to.Field(f.Name.S)
		if r.Field == "" && copied == nil {
			continue
		}
		h, l := guarded(from, f), guarded(to, copied)
		if r.Field != "" || level(h) > level(l) && level(l) >= 0 && level(h) >= 2 {
			high, low, what = h, l, "`"+from.ID+"."+f.Name.S+"`"
			break
		}
	}
	if level(low) < 0 || level(high) < 2 || level(high) <= level(low) {
		return
	}
	f := p.At(low.At, what+" is "+high.S+", and `"+to.ID+"`, made from it, is "+low.S).WithLabel(low.S).
		WithPlace(high.At, high.S).WithPlace(r.At, "made from it").
		WithHelp("write `classification: " + high.S + "` in " + file(p, &to.Entry) + ", or leave the field out there")
	p.Report(f, &from.Entry, &to.Entry)
}

// leakToReaders follows the confidential fields of an object to the KPIs that
// are computed from them and the reports that show these.
func leakToReaders(p *check.Pass, o *model.Object) {
	var reported []*model.Entry
	for n := range o.Fields {
		f := &o.Fields[n]
		if level(guarded(o, f)) < 2 {
			continue
		}
		var visit func(id lineage.NodeID, at model.Ref)
		seen := map[lineage.NodeID]bool{}
		visit = func(id lineage.NodeID, at model.Ref) {
			for _, e := range p.Graph.Out(id) {
				if e.Kind != lineage.Computes && e.Kind != lineage.Inputs && e.Kind != lineage.Shows || seen[e.To] {
					continue
				}
				seen[e.To] = true
				to := p.Graph.Node(e.To).Entry
				at := model.Ref{To: to, At: e.At}
				if to.Kind != model.TermKind && to.Live() && wider(to, &o.Entry) {
					if !slices.Contains(reported, to) {
						reported = append(reported, to)
						reportReaders(p, o, f, at)
					}
					continue
				}
				visit(e.To, at)
			}
		}
		visit(p.Graph.OfField(f), model.Ref{})
	}
}

// wider reports whether an entry is read by people who may not read the other.
func wider(e, than *model.Entry) bool {
	if slices.ContainsFunc(e.Audience, func(a model.Text) bool { return a.S == "everyone" || a.S == "public" }) {
		return true
	}
	if len(than.Readers) == 0 {
		return false
	}
	return len(e.Readers) == 0 || slices.ContainsFunc(e.Readers, func(a string) bool { return !slices.Contains(than.Readers, a) })
}

func reportReaders(p *check.Pass, o *model.Object, f *model.ObjectField, via model.Ref) {
	class, to := guarded(o, f), via.To
	audience := "everyone"
	if len(to.Readers) > 0 {
		audience = enumerate(to.Readers)
	}
	finding := p.At(via.At, "`"+o.ID+"."+f.Name.S+"` is "+class.S+", and "+the(to)+", which rests on it, is open to "+audience).
		WithLabel("rests on it").WithPlace(class.At, class.S)
	if len(to.Audience) > 0 {
		finding = finding.WithPlace(to.Audience[0].At, "who may read it")
	}
	p.Report(finding.WithHelp("narrow `audience` in "+file(p, to)+", or leave the field out of what it rests on"), &o.Entry, to)
}
