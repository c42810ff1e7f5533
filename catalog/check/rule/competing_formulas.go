package rule

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/formula/compare"
	"github.com/concord-catalog/concord/catalog/model"
)

var competingFormulas = check.Rule{
	Kind: diag.Kind{
		Code: "CON110", ID: "competing-formulas", Title: "one concept, computed in two ways",
		Family: diag.Conflict, Category: "formula", Severity: diag.Critical,
		Why: "Two formulas under one name give two numbers, and each function can show that its own is right. " +
			"The facts with the finding are the smallest on which they part.",
		Settle: "Look at the facts and say which answer the organisation wants. Correct the other formula, or mark one KPI as `canonical`; " +
			"if both numbers are needed, give each a name of its own.",
		Source: "ISO/IEC 11179-4:2004, 5.1",
	},
	Run: func(p *check.Pass) {
		eachComparison(p, func(c comparison) {
			if c.taken() == (compare.Taken{}) {
				c.report()
			}
		})
	},
}

// comparison is two entries of one concept whose formulas do not read alike.
type comparison struct {
	pass    *check.Pass
	concept string
	sides   []*model.Entry // the two that are compared
	who     speaker
	a, b    *formula.Program
}

// maxVersions bounds how many different formulas of one concept are held
// against the first. Beyond that the list is long enough to act on.
const maxVersions = 8

// eachComparison visits pairs of entries that may compute one concept in two
// ways: the first entry of a concept that has a formula, and each other whose
// formula reads unlike all before.
func eachComparison(p *check.Pass, visit func(comparison)) {
	cs := conceptsOf(p)
	for _, c := range p.Concepts {
		if settledCanonical(c.Entries) {
			continue
		}
		var first *model.Entry
		seen := map[string]bool{}
		for _, e := range c.Entries {
			prog := p.Formulas.Of(e)
			if prog == nil || seen[formulaKey(prog)] || len(seen) > maxVersions {
				continue
			}
			if first == nil {
				first = e
			} else if !cs.one(first, e) {
				continue
			} else {
				sides := []*model.Entry{first, e}
				visit(comparison{p, c.Name, sides, speakers(sides), p.Formulas.Of(first), prog})
			}
			seen[formulaKey(prog)] = true
		}
	}
}

// taken is the rows that only one side takes in, where nothing else differs.
func (c comparison) taken() compare.Taken { return compare.Filters(c.pass.Formulas, c.a, c.b) }

// comparedKey is what a comparison is remembered by.
type comparedKey [sha256.Size]byte

// compared is what is remembered of a comparison: nothing that belongs to one
// catalog.
type compared struct {
	verdict compare.Verdict
	reason  string
	shown   *diag.Comparison
	today   string // the day of the facts, where a formula asks for it
}

// comparing is what two formulas are compared by: the day, and the facts of
// every scenario.
func comparing(p *check.Pass) compare.Options {
	opt := compare.Options{Today: p.Today}
	for i := range p.Answers {
		opt.Known = append(opt.Known, compare.Known{Scenario: p.Answers[i].Scenario, Facts: p.Answers[i].Facts})
	}
	return opt
}

// provedEqual reports whether two entries' formulas, unlike as they read, are
// proved to give one answer. It does not search for facts on which they part.
func provedEqual(p *check.Pass, a, b *model.Entry) bool {
	opt := comparing(p)
	opt.Budget = 1
	return compare.Formulas(p.Formulas, p.Formulas.Of(a), p.Formulas.Of(b), opt).Verdict == compare.Equivalent
}

func (c comparison) compare() compared {
	opt := comparing(c.pass)
	key := comparedKey(compare.Fingerprint(c.pass.Formulas, c.a, c.b, opt))
	return check.Remember(c.pass.Memo, key, func() compared {
		r := compare.Formulas(c.pass.Formulas, c.a, c.b, opt)
		return compared{r.Verdict, r.Reason, r.Comparison(), r.Today.String()}
	})
}

// report hands in a finding unless the formulas are proved equal, at least on
// complete rows, or cannot be compared; then another rule has said why.
func (c comparison) report() {
	result := c.compare()
	if result.verdict == compare.Equivalent || result.reason != "" || result.byGaps(c) {
		return
	}
	a, b := c.sides[0], c.sides[1]
	f := c.pass.At(a.Measured().Formula.At, c.message(result)).WithLabel(c.who.says(a)).
		WithPlace(b.Measured().Formula.At, c.who.says(b))
	f.Compared = result.shown
	if result.verdict == compare.Undistinguished {
		f.Severity = diag.Minor
		f = f.WithNote("neither is it proved that they are equal").
			WithHelp("write one of the formulas as the other is written, or give the two names of their own")
	} else {
		f = f.WithNote(c.example(result)...).
			WithHelp("decide which answer is right, and correct the other formula or give it a name of its own")
	}
	f = withParticulars(f, c.who, particulars(newReader(c.pass), a, b))
	c.pass.Report(f, a, b)
}

func (c comparison) message(r compared) string {
	if r.verdict == compare.Undistinguished {
		return fmt.Sprintf("%s is computed by two formulas in %s, which %s of facts do not tell apart",
			quoted(c.concept), c.who.names(c.sides), count(r.shown.Cases, "set", "sets"))
	}
	switch t := c.taken(); {
	case t.Left != "" && t.Right == "":
		return fmt.Sprintf("%s takes in %s in %s and not in %s", quoted(c.concept), t.Left, c.who[c.sides[0]], c.who[c.sides[1]])
	case t.Left == "" && t.Right != "":
		return fmt.Sprintf("%s takes in %s in %s and not in %s", quoted(c.concept), t.Right, c.who[c.sides[1]], c.who[c.sides[0]])
	case t.Left != "":
		return fmt.Sprintf("%s takes in other rows in %s than in %s", quoted(c.concept), c.who[c.sides[0]], c.who[c.sides[1]])
	}
	return fmt.Sprintf("%s is computed differently by %s", quoted(c.concept), c.who.names(c.sides))
}

// example says the counterexample in words.
func (c comparison) example(r compared) []string {
	x := r.shown.Counterexample
	var notes []string
	if t := c.taken(); t.Left != "" && t.Right != "" {
		notes = append(notes, fmt.Sprintf("only %s takes in %s", c.who[c.sides[0]], t.Left), fmt.Sprintf("only %s takes in %s", c.who[c.sides[1]], t.Right))
	}
	facts := "on " + factsInWords(x.Facts)
	if x.Scenario != "" {
		facts = "on the facts of " + x.Scenario
	}
	if r.today != "" {
		facts += ", with today being " + r.today
	}
	return append(notes, fmt.Sprintf("%s, %s gives %s and %s gives %s", facts, c.who[c.sides[0]], x.Left, c.who[c.sides[1]], x.Right))
}

// factsInWords puts a small set of facts into a line.
func factsInWords(tables []diag.FactTable) string {
	var parts []string
	for _, t := range tables {
		_, id, _ := strings.Cut(t.Object, ":")
		name := quoted(formula.Name(model.LastPart(id)))
		var rows []string
		for _, row := range t.Rows {
			rows = append(rows, rowInWords(t.Fields, row))
		}
		if len(t.Fields) == 1 && t.Fields[0] == "value" && !strings.HasPrefix(t.Object, "object:") {
			parts = append(parts, name+" of "+t.Rows[0][0])
			continue
		}
		part := count(len(t.Rows), "row", "rows") + " of " + name
		if len(t.Fields) > 0 {
			part += " " + strings.Join(rows, " and ")
		}
		parts = append(parts, part)
	}
	if len(parts) == 0 {
		return "no rows at all"
	}
	return strings.Join(parts, " and ")
}

// rowInWords is a row in brackets, missing values last.
func rowInWords(fields, row []string) string {
	var cells, missing []string
	for i, f := range fields {
		if row[i] == "" {
			missing = append(missing, f+" missing")
		} else {
			cells = append(cells, f+" "+row[i])
		}
	}
	return "(" + strings.Join(append(cells, missing...), ", ") + ")"
}
