package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// Text prints findings for someone at a terminal: message, the places that
// take part with the source around them, what is at stake, who can decide and
// what to do. Errors come first, then conflicts by risk, then advice; a line of
// totals ends it.
func Text(w io.Writer, set *source.Set, list diag.List, o Options) error {
	p := &printer{set: set, o: o, paint: palette(o.Color)}
	open := ByWeight(list)
	shown := open
	if o.Max > 0 && len(open) > o.Max {
		shown = open[:o.Max]
	}
	for i := range shown {
		p.finding(&shown[i])
	}
	if rest := open[len(shown):]; len(rest) > 0 {
		fmt.Fprintf(p, "%d more not shown: %s\n\n", len(rest), tally(rest))
	}
	summary := Summary(set, list)
	if rest, none := strings.CutPrefix(summary, "no findings"); none && o.New {
		summary = "no new findings" + rest
	}
	p.WriteString(p.paint.strong(summary) + "\n")
	_, err := io.WriteString(w, p.String())
	return err
}

func (p *printer) finding(f *diag.Finding) {
	k := f.Kind
	head := p.paint.family(k.Family, fmt.Sprintf("%s[%s]", k.Family, k.Code))
	fmt.Fprintf(p, "%s%s\n", head, p.paint.strong(": "+Visible(f.Message)))
	p.printFrames(f)
	if k.Family == diag.Conflict {
		p.conflict(f)
	}
	if f.Compared != nil && f.Compared.Counterexample != nil {
		p.compared(f.Compared)
	}
	for _, n := range f.Notes {
		p.aside("note", n)
	}
	for _, h := range f.Help {
		p.aside("help", h)
	}
	p.aside("more", "concord explain "+k.Code)
	p.WriteString("\n")
}

// conflict writes what only conflicts have: identity, stakes and people.
func (p *printer) conflict(f *diag.Finding) {
	if f.ID != "" {
		p.aside("conflict", fmt.Sprintf("%s, %s", f.ID, f.Severity))
	}
	if r := f.Risk; r != nil && len(r.Outcomes)+len(r.Decisions)+len(r.KPIs) > 0 {
		p.aside("risk", stakes(r))
	}
	if len(f.Owners) > 0 {
		p.aside("owners", strings.Join(f.Owners, ", "))
	}
	switch {
	case f.Decider != "":
		p.aside("decides", f.Decider)
	case len(f.Owners) > 1:
		p.aside("decides", "nobody: these owners share no one above them")
	}
}

// compared writes the facts on which two formulas differ.
func (p *printer) compared(c *diag.Comparison) {
	from := "made up"
	if s := c.Counterexample.Scenario; s != "" {
		from = "of " + Visible(s)
	}
	p.aside("facts", from+"\n"+Example(c))
}

// stakes says what depends on the subjects of a conflict, outcomes first.
func stakes(r *diag.Risk) string {
	var parts []string
	for _, group := range []struct {
		ids       []string
		one, many string
	}{
		{r.Outcomes, "outcome", "outcomes"},
		{r.Decisions, "decision", "decisions"},
		{r.KPIs, "KPI", "KPIs"},
	} {
		if n := len(group.ids); n > 0 {
			parts = append(parts, fmt.Sprintf("%s (%s)", count(n, group.one, group.many), some(group.ids)))
		}
	}
	return join(parts)
}

// some lists the first three IDs and counts the rest.
func some(keys []string) string {
	const most = 3
	var names []string
	for _, k := range keys[:min(most, len(keys))] {
		names = append(names, bareID(k))
	}
	if n := len(keys) - most; n > 0 {
		names = append(names, fmt.Sprintf("%d more", n))
	}
	return strings.Join(names, ", ")
}
