package diff

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag/report"
)

// Text prints a difference for someone at a terminal.
func Text(w io.Writer, d *Difference, o Options) error {
	p := &printer{d: d, o: o}
	fmt.Fprintf(p, "%s\n", p.strong(fmt.Sprintf("%s → %s: %s", report.Visible(d.Old), report.Visible(d.New), d.Summary())))
	p.errors()
	p.conflicts("Conflicts", true)
	p.agreements()
	for i := range d.Entries {
		p.entry(&d.Entries[i])
	}
	if len(d.Settings) > 0 {
		p.head("changed: concord.toml")
		p.parts(d.Settings, false)
	}
	p.conflicts(d.noMore(), false)
	p.approvals()
	_, err := io.WriteString(w, p.String())
	return err
}

type printer struct {
	strings.Builder
	d *Difference
	o Options
}

func (p *printer) paint(code, s string) string {
	if !p.o.Color || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p *printer) strong(s string) string { return p.paint("1", s) }
func (p *printer) head(s string)          { fmt.Fprintf(p, "\n%s\n", p.strong(s)) }

func (p *printer) line(format string, args ...any) { fmt.Fprintf(p, "  "+format+"\n", args...) }

func (p *printer) errors() {
	if len(p.d.Errors) == 0 {
		return
	}
	p.head("New errors")
	for i := range p.d.Errors {
		f := &p.d.Errors[i]
		p.line("%s: %s[%s] %s", report.Visible(p.d.foundAt(f, p.o)), p.paint("1;31", "error"), f.Kind.Code, report.Visible(f.Message))
	}
	p.line("what the entries in them mean is not known until they are put right")
}

// conflicts prints those that turn for the worse, or those that turn for the
// better.
func (p *printer) conflicts(title string, bad bool) {
	headed := false
	for _, c := range p.d.Conflicts {
		if c.How.Bad() != bad {
			continue
		}
		if !headed {
			headed = true
			p.head(title)
		}
		f := c.Finding
		colour := "1;33"
		if !bad {
			colour = "32"
		}
		p.line("%s %s[%s] %s, %s", p.paint(colour, c.How.String()+":"), f.ID, f.Kind.Code, report.Visible(f.Message), f.Severity)
		if c.Why != "" {
			p.line("    %s", report.Visible(c.Why))
		}
		if bad && f.Risk != nil {
			reach := Reach{Risk: *f.Risk}
			if s := reach.depends(); s != "" {
				p.line("    puts at risk: %s", s)
			}
		}
		if at := p.d.foundAt(f, p.o); bad && at != "" {
			p.line("    %s", report.Visible(at))
		}
		if c.How == Settled && f.Settled != nil {
			p.line("    by %s: %s", report.Visible(f.Settled.By), value(f.Settled.Note))
		}
	}
}

func (p *printer) agreements() {
	if len(p.d.Agreements) == 0 {
		return
	}
	p.head("Agreements that become stale")
	for _, a := range p.d.Agreements {
		p.line("%s, agreed on %s", a.Integration.Key(), a.Integration.Agreement.On)
		for _, s := range a.Changes {
			p.line("    %s: %s", s.Entry.Key(), s.said())
		}
		p.line("    show the change to both sides; if it stands, write the new day under `agreement.on`")
	}
}

func (s *Stale) said() string {
	if len(s.Parts) == 0 {
		return "it goes"
	}
	return strings.Join(s.Parts, ", ")
}

func (p *printer) entry(e *Entry) {
	now := e.Now()
	name := now.Key()
	if e.How == Renamed {
		name = e.Was.Key() + " → " + now.ID
	}
	if t := now.Title(); t != "" {
		name += ", " + t
	}
	p.head(fmt.Sprintf("%s: %s", e.How, report.Visible(name)))
	if at := p.d.at(e, p.o); at != "" {
		p.line("%s", report.Visible(at))
	}
	p.parts(e.Parts, e.How == Added || e.How == Removed)
	for _, n := range e.Notes {
		p.line("note: %s", n)
	}
	if s := e.Reach.depends(); s != "" {
		p.line("reaches %s", report.Visible(s))
	}
}

// parts prints what changed. What an entry says that came or went is printed as
// it stands.
func (p *printer) parts(parts []Part, whole bool) {
	for i := range parts {
		x := &parts[i]
		switch name := report.Visible(x.Field); {
		case whole:
			p.line("%s: %s", name, value(cmp.Or(x.New, x.Old)))
		case x.Formula != nil:
			p.line("%s: %s", name, report.Visible(x.Formula.verdict()))
			p.line("    %s", p.paint("31", "- "+value(x.Old)))
			p.line("    %s", p.paint("32", "+ "+value(x.New)))
			p.facts(x.Formula)
		case len(x.Words) > 0:
			p.line("%s: %s", name, p.words(x.Words))
		case len(x.Gone)+len(x.Came) > 0:
			p.line("%s:%s%s", name, p.each("31", " - ", x.Gone), p.each("32", " + ", x.Came))
		case x.Old == "":
			p.line("%s: %s", name, p.paint("32", "+ "+value(x.New)))
		case x.New == "":
			p.line("%s: %s", name, p.paint("31", "- "+value(x.Old)))
		default:
			p.line("%s: %s → %s", name, p.paint("31", value(x.Old)), p.paint("32", value(x.New)))
		}
		if x.Note != "" {
			p.line("    %s", x.Note)
		}
	}
}

func (p *printer) each(colour, before string, list []string) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(p.paint(colour, before+value(s)))
	}
	return b.String()
}

// words prints two texts as one, the way git does it without colours.
func (p *printer) words(list []Word) string {
	var parts []string
	for _, w := range near(list) {
		text := value(w.Text)
		switch {
		case w.Op == Out:
			text = p.paint("31", "[-"+text+"-]")
		case w.Op == In:
			text = p.paint("32", "{+"+text+"+}")
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

func (p *printer) facts(f *Formula) {
	if f.Comparison == nil || f.Comparison.Counterexample == nil {
		return
	}
	from := "on these facts, which were made up:"
	if s := f.Comparison.Counterexample.Scenario; s != "" {
		from = "on the facts of " + report.Visible(s) + ":"
	}
	p.line("    %s", from)
	for line := range strings.SplitSeq(report.Example(f.Comparison), "\n") {
		p.line("      %s", line)
	}
}

func (p *printer) approvals() {
	if len(p.d.Approvals)+len(p.d.Unowned) == 0 {
		return
	}
	p.head("Who should approve")
	for i := range p.d.Approvals {
		a := &p.d.Approvals[i]
		p.line("%s: %s", report.Visible(a.called()), report.Visible(a.said()))
	}
	for _, e := range p.d.Unowned {
		p.line("nobody answers for %s", e.Key())
	}
}
