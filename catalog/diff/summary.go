package diff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/diag/report"
	"github.com/concord-catalog/concord/catalog/model"
)

// Options say how a difference is printed.
type Options struct {
	Color  bool   // with ANSI colours; text only
	Folder string // put before file names, so that they open from where the reader stands
}

// Summary is the difference in a sentence: "2 entries changed, 1 added; 1
// conflict appears, 2 go".
func (d *Difference) Summary() string {
	if d.IsZero() {
		return "nothing changes in meaning"
	}
	var parts []string
	for how := Changed; how <= Renamed; how++ {
		n := 0
		for i := range d.Entries {
			if d.Entries[i].How == how {
				n++
			}
		}
		if n > 0 && len(parts) == 0 {
			parts = append(parts, fmt.Sprintf("%s %s", count(n, "entry", "entries"), how))
		} else if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, how))
		}
	}
	if len(d.Settings) > 0 {
		parts = append(parts, count(len(d.Settings), "setting", "settings")+" changed")
	}
	groups := []string{strings.Join(parts, ", ")}
	if n := len(d.Errors); n > 0 {
		groups = append(groups, count(n, "new error", "new errors"))
	}
	groups = append(groups, d.turns())
	if n := len(d.Agreements); n > 0 {
		groups = append(groups, count(n, "agreement becomes", "agreements become")+" stale")
	}
	return strings.Join(slices.DeleteFunc(groups, func(s string) bool { return s == "" }), "; ")
}

// noMore is the title above the conflicts that went. Errors can hide some.
func (d *Difference) noMore() string {
	if len(d.Errors) > 0 {
		return "Conflicts that are no more, as far as the errors let it be seen"
	}
	return "Conflicts that are no more"
}

// turns counts conflicts by what became of them.
func (d *Difference) turns() string {
	plural := map[Turn]string{Appears: "appear", Reopens: "reopen", Worse: "get worse", Settled: "are settled", Gone: "go"}
	var parts []string
	for t := Appears; t <= Gone; t++ {
		n := 0
		for _, c := range d.Conflicts {
			if c.How == t {
				n++
			}
		}
		verb := t.String()
		if n > 1 {
			verb = plural[t]
		}
		switch {
		case n > 0 && len(parts) == 0:
			parts = append(parts, count(n, "conflict", "conflicts")+" "+verb)
		case n > 0:
			parts = append(parts, fmt.Sprintf("%d %s", n, verb))
		}
	}
	return strings.Join(parts, ", ")
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// depends says what depends on a change, outcomes first, and who answers for
// it; "" for nothing.
func (r *Reach) depends() string {
	var parts []string
	for _, g := range []struct {
		keys      []string
		one, many string
	}{{r.Risk.Outcomes, "outcome", "outcomes"}, {r.Risk.Decisions, "decision", "decisions"}, {r.Risk.KPIs, "KPI", "KPIs"}} {
		if n := len(g.keys); n > 0 {
			parts = append(parts, fmt.Sprintf("%s (%s)", count(n, g.one, g.many), some(g.keys, bare)))
		}
	}
	text := strings.Join(parts, ", ")
	if len(r.Owners) > 0 {
		text += "; owners: " + some(r.Owners, func(o *model.Owner) string { return o.Title() })
	}
	return strings.TrimPrefix(text, "; ")
}

// some lists the first few of a list and counts the rest.
func some[T any](list []T, name func(T) string) string {
	const most = 4
	var names []string
	for _, x := range list[:min(most, len(list))] {
		names = append(names, name(x))
	}
	if n := len(list) - most; n > 0 {
		names = append(names, fmt.Sprintf("%d more", n))
	}
	return strings.Join(names, ", ")
}

// bare is a full ID without its kind.
func bare(key string) string {
	_, id, _ := strings.Cut(key, ":")
	return id
}

// verdict is what came of comparing two formulas, in words.
func (f *Formula) verdict() string {
	c := f.Comparison
	switch {
	case c == nil:
		return "not compared: " + f.Why
	case c.Verdict == "equivalent" && c.Condition != "":
		return "proved to give the same answer " + c.Condition
	case c.Verdict == "equivalent":
		return "written differently, and proved to give the same answer always"
	case c.Verdict == "different" && c.Filter != "":
		return "gives another answer; only what is taken in differs: " + c.Filter
	case c.Verdict == "different":
		return "gives another answer"
	case f.Why != "":
		return "not compared: " + f.Why
	}
	return fmt.Sprintf("neither proved equal nor shown to differ, after %s of facts", count(c.Cases, "set", "sets"))
}

// value is a part's text for a line: cut where it is long, a word for nothing.
func value(s string) string {
	const most = 400
	if s == "" {
		return "nothing"
	}
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + " …"
	}
	return report.Visible(s)
}

// said is how somebody's reasons read: "answers for a, b and 3 more; signed c".
func (a *Approval) said() string {
	var roles []string
	what := map[string][]string{}
	for _, r := range a.Reasons {
		if what[r.Role] == nil {
			roles = append(roles, r.Role)
		}
		what[r.Role] = append(what[r.Role], r.What)
	}
	for i, role := range roles {
		roles[i] = role + " " + some(what[role], func(s string) string { return s })
	}
	if a.Left {
		delegate := "and names no delegate"
		if a.Owner.Delegate.To != nil {
			delegate = "and " + a.Owner.Delegate.To.Title() + " acts instead"
		}
		roles = append(roles, "has left, "+delegate)
	}
	return strings.Join(roles, "; ")
}

// called is an owner by name, with the handle that a git host knows.
func (a *Approval) called() string {
	name := a.Owner.Title()
	if h := a.Owner.Handle.S; h != "" {
		name += " (@" + strings.TrimPrefix(h, "@") + ")"
	}
	return name
}

// at is the place of an entry or of a finding as "file:line", "" for none.
func (d *Difference) at(e *Entry, o Options) string {
	if e.Is == nil {
		return ""
	}
	p := d.set.Place(e.Is.At)
	return fmt.Sprintf("%s%s:%d", o.Folder, p.Path, p.Start.Line)
}

func (d *Difference) foundAt(f *diag.Finding, o Options) string {
	p := d.set.Place(f.At)
	if p.Path == "" {
		return ""
	}
	return fmt.Sprintf("%s%s:%d", o.Folder, p.Path, p.Start.Line)
}
