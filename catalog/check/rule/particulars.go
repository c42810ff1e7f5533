package rule

import (
	"fmt"
	"strings"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// particular is something by which definitions of one concept are measured, and
// in which they differ.
type particular struct {
	name string // "unit", "grain", "window", "calendar", "direction", "target"
	says []statement
}

// statement is what one entry says of a particular.
type statement struct {
	entry *model.Entry
	text  model.Text
}

// particulars lists what definitions of one concept state differently. What an
// entry does not state it does not disagree about.
func particulars(r *reader, entries ...*model.Entry) []particular {
	kinds := []struct {
		name string
		of   func(*model.Entry) model.Text
		same func(a, b statement) bool
	}{
		{"unit", func(e *model.Entry) model.Text { return e.Measured().Unit }, sameUnit},
		{"grain", func(e *model.Entry) model.Text { return e.Measured().Grain }, r.sameWords},
		{"window", func(e *model.Entry) model.Text { return e.Measured().Window }, r.sameWindow},
		{"calendar", func(e *model.Entry) model.Text { return e.Measured().Calendar }, r.sameWords},
		{"direction", direction, r.sameWords},
		{"target", target, sameTarget},
	}
	var differing []particular
	for _, k := range kinds {
		pt := particular{name: k.name}
		differs := false
		for _, e := range entries {
			if text := k.of(e); text.S != "" {
				s := statement{e, text}
				for _, earlier := range pt.says {
					differs = differs || !k.same(earlier, s)
				}
				pt.says = append(pt.says, s)
			}
		}
		if differs {
			differing = append(differing, pt)
		}
	}
	return differing
}

func direction(e *model.Entry) model.Text {
	if k, ok := e.Self.(*model.KPI); ok {
		return k.Direction
	}
	return model.Text{}
}

func target(e *model.Entry) model.Text {
	if k, ok := e.Self.(*model.KPI); ok {
		return model.Text{S: k.Target.Text, At: k.Target.At}
	}
	return model.Text{}
}

func sameUnit(a, b statement) bool {
	fit := formula.ParseUnit(a.text.S).Compare(formula.ParseUnit(b.text.S))
	return fit != formula.FitScale && fit != formula.FitDimension
}

// sameWords compares without regard to inflection, so that "order line" and
// "order lines" are one grain.
func (r *reader) sameWords(a, b statement) bool {
	return strings.Join(r.stems(a.text.S), " ") == strings.Join(r.stems(b.text.S), " ")
}

// sameWindow knows that 12 months are a year.
func (r *reader) sameWindow(a, b statement) bool {
	x, ok1 := model.ParseRhythm(a.text.S)
	y, ok2 := model.ParseRhythm(b.text.S)
	if ok1 && ok2 {
		return x == y
	}
	return r.sameWords(a, b)
}

// sameTarget compares targets as quantities, each in the unit of its own entry,
// so that 95 of % and 0.95 of a ratio are one target. Targets in quantities
// that do not compare differ by their unit already.
func sameTarget(a, b statement) bool {
	x, ok1 := quantityOf(a.text.S, a.entry.Measured().Unit.S)
	y, ok2 := quantityOf(b.text.S, b.entry.Measured().Unit.S)
	if !ok1 || !ok2 {
		return strings.EqualFold(strings.TrimSpace(a.text.S), strings.TrimSpace(b.text.S))
	}
	switch x.unit.Compare(y.unit) {
	case formula.FitDimension:
		return true
	case formula.FitScale:
		return near(x.value*x.unit.Scale, y.value*y.unit.Scale)
	}
	return near(x.value, y.value)
}

// particularNames lists what differs, for a sentence.
func particularNames(ps []particular) string {
	names := make([]string, len(ps))
	for i, pt := range ps {
		names[i] = pt.name
	}
	return enumerate(names)
}

// withParticulars adds to a finding what its sides state differently: a note
// and the places for each particular.
func withParticulars(f diag.Finding, who speaker, ps []particular) diag.Finding {
	for _, pt := range ps {
		said := make([]string, len(pt.says))
		for i, s := range pt.says {
			said[i] = fmt.Sprintf("%s in %s", quoted(s.text.S), who[s.entry])
			f = f.WithPlace(s.text.At, fmt.Sprintf("%s: %s", who[s.entry], pt.name))
		}
		f = f.WithNote(pt.name + " is " + strings.Join(said, ", "))
	}
	return f
}

// agreed reports whether two definitions of one concept say the same, so that
// all that is left to differ are particulars. Formulas decide where both have
// one.
func agreed(p *check.Pass, r *reader, a, b *model.Entry) bool {
	if formulasDecide(p, a, b) {
		return len(particulars(r, a, b)) > 0 && provedEqual(p, a, b)
	}
	return sameFormula(p, a, b) || r.same(a.Meaning().S, b.Meaning().S)
}
