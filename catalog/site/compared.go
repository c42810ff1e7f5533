package site

import (
	"time"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// ComparedView is what comparing the formulas of two sides gave: the verdict,
// and where they differ, the smallest facts on which they do.
type ComparedView struct {
	Verdict  Badge // class v-equivalent, v-different or v-undistinguished
	Text     []Span
	Filter   []Span // the rows by which they differ, in words
	Tables   []TableView
	Answers  []AnswerLine
	Scenario []Link // the scenario whose facts they are; none when they were made up
}

// AnswerLine is what one side answers.
type AnswerLine struct {
	Link
	Value string
}

// compared shows a comparison, or nil when there was none.
func (b *pageBuilder) compared(c *diag.Comparison) *ComparedView {
	if c == nil {
		return nil
	}
	v := &ComparedView{Verdict: Badge{"v-" + c.Verdict, b.t("verdict." + c.Verdict)}, Filter: spans(sentence(c.Filter))}
	switch {
	case c.Condition != "":
		v.Text = spans(b.words.F("verdict."+c.Verdict+".where", "where", c.Condition))
	default:
		v.Text = spans(b.words.F("verdict."+c.Verdict+".text", "n", thousands(c.Cases)))
	}
	x := c.Counterexample
	if x == nil {
		return v
	}
	for _, f := range x.Facts {
		v.Tables = append(v.Tables, b.factTable(f))
	}
	for i, value := range []string{x.Left, x.Right} {
		v.Answers = append(v.Answers, AnswerLine{b.keyLink(c.Sides[i]), value})
	}
	if e := b.in.Catalog.ByKey(x.Scenario); e != nil {
		v.Scenario = []Link{b.link(b.url, e)}
	}
	return v
}

// keyLink is a link to the entry that a full ID names, or the ID as text.
func (b *pageBuilder) keyLink(key string) Link {
	if e := b.in.Catalog.ByKey(key); e != nil {
		l := b.domainLink(b.url, e)
		l.Alert = false
		return l
	}
	return Link{Label: key}
}

func (b *pageBuilder) factTable(f diag.FactTable) TableView {
	return TableView{Object: b.keyLink(f.Object), Heads: f.Fields, Rows: f.Rows}
}

// SinceView tells how long a conflict has been open, and which change brought
// it.
type SinceView struct {
	Open      string // "open for 3 months"
	Day, Date string
	Age       string
	AtLeast   bool // older history is missing: it may have come up earlier
	Author    string
	Subject   string
	Href      string // the change in the repository, or ""
}

func (p *planner) since(o *diag.Origin) *SinceView {
	if o == nil {
		return nil
	}
	v := &SinceView{Date: o.Day, Day: o.Day, Age: p.age(o.Age), AtLeast: o.AtLeast, Author: o.Author, Subject: o.Subject, Href: p.commitURL(o.Revision)}
	if t, err := time.Parse(time.DateOnly, o.Day); err == nil {
		v.Day = p.words.Day(model.DateOf(t))
	}
	v.Open = p.words.F("since.open", "age", v.Age)
	return v
}

// age is a number of days in the unit that readers think in.
func (p *planner) age(days int) string {
	switch {
	case days < 1:
		return p.t("age.new")
	case days < 14:
		return p.words.N("age.days", days)
	case days < 60:
		return p.words.N("age.weeks", days/7)
	case days < 730:
		return p.words.N("age.months", days*12/365)
	}
	return p.words.N("age.years", days/365)
}

// sinceLine is the same in a few words for lists, or "".
func (p *planner) sinceLine(o *diag.Origin) string {
	if v := p.since(o); v != nil {
		return v.Open
	}
	return ""
}
