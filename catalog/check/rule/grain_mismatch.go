package rule

import (
	"fmt"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/model"
)

// grainMismatch looks at formulas that count or add up the rows of one data
// object and declare the grain of another. A KPI by customer may well count orders, so it
// speaks up only where the rows cannot be told apart by the declared grain, or
// where the definition itself says that it counts the other thing.
var grainMismatch = check.Rule{
	Kind: diag.Kind{
		Code: "CON123", ID: "grain-mismatch", Title: "counts other things than it says",
		Family: diag.Conflict, Category: "measure", Severity: diag.Major,
		Why:    "An order that goes out in three shipments counts once by order and three times by shipment. A figure that claims one and counts the other is better or worse than the truth, and nobody sees by how much.",
		Settle: "Count the rows of the object whose grain is declared, count distinct values, or declare the grain of the rows that are counted.",
	},
	Run: func(p *check.Pass) {
		r := newReader(p)
		known := grains(p, r)
		for _, e := range p.Catalog.Entries {
			prog := p.Formulas.Of(e)
			if prog == nil || prog.Broken || !e.Live() || e.Measured().Grain.S == "" {
				continue
			}
			rows, totals := counted(prog)
			if rows == nil || rows.Grain.S == "" {
				continue
			}
			declared := r.stems(e.Measured().Grain.S)
			if !known[strings.Join(declared, " ")] || names(r, rows.Grain.S, declared) || names(r, rows.Title(), declared) {
				continue
			}
			says := saysItCounts
			if totals {
				says = saysItIsFor
			}
			if !reachable(r, rows, declared) || says(r, e.Meaning().S, declared) {
				p.Report(grainFinding(p, e, prog, rows, totals), e, &rows.Entry)
			}
		}
	},
}

// grains is what the rows of the catalog's data objects stand for.
func grains(p *check.Pass, r *reader) map[string]bool {
	known := map[string]bool{}
	for _, o := range p.Catalog.Objects {
		for _, text := range []string{o.Grain.S, o.Title()} {
			if text != "" {
				known[strings.Join(r.stems(text), " ")] = true
			}
		}
	}
	return known
}

// counted is the one data object whose rows a formula counts or adds up, alone
// or as a share, or nil when it does anything else with rows, and whether it
// adds up or averages what stands in them.
func counted(prog *formula.Program) (rows *model.Object, totals bool) {
	ok := true
	prog.Root.Walk(func(n *formula.Node) {
		switch n.Op {
		case formula.OpTable:
			ok = ok && (rows == nil || rows == n.Object)
			rows = n.Object
		case formula.OpCall:
			totals = totals || slices.Contains([]string{"sum", "mean", "median"}, n.Str)
			ok = ok && slices.Contains([]string{"count", "len", "filter", "sum", "mean", "median"}, n.Str)
		case formula.OpEntry:
			ok = false
		}
	})
	if !ok {
		return nil, false
	}
	return rows, totals
}

// names reports whether a text is or contains the words of a grain.
func names(r *reader, text string, grain []string) bool {
	return strings.Contains(" "+strings.Join(r.stems(text), " ")+" ", " "+strings.Join(grain, " ")+" ")
}

// reachable reports whether rows can be told apart by a grain: a field names
// it, or the object is made from one that has it.
func reachable(r *reader, o *model.Object, grain []string) bool {
	for i := range o.Fields {
		f := &o.Fields[i]
		if names(r, f.Name.S, grain) || f.Term.To != nil && names(r, f.Term.To.Title(), grain) {
			return true
		}
	}
	return len(o.Fields) == 0 || slices.ContainsFunc(o.DerivesFrom, func(ref model.Ref) bool {
		from, ok := selfOf[*model.Object](ref.To)
		return ok && (names(r, from.Grain.S, grain) || names(r, from.Title(), grain))
	})
}

// selfOf is what an entry is, when it is of that kind.
func selfOf[T any](e *model.Entry) (T, bool) {
	if e == nil {
		var none T
		return none, false
	}
	v, ok := e.Self.(T)
	return v, ok
}

// saysItCounts reports whether a definition says that it is a number or share
// of the things of a grain: "share of orders that …".
func saysItCounts(r *reader, text string, grain []string) bool {
	words := r.words(text)
	for i := 0; i+2 < len(words) && i < 4; i++ {
		if !slices.Contains([]string{"share", "percentage", "proportion", "number", "count", "anteil", "anzahl", "prozentsatz"}, words[i].folded) {
			continue
		}
		rest := words[i+1:]
		for skipped := 0; len(rest) > 0 && skipped < 4; skipped++ {
			if !functionWord(rest[0].folded) && !slices.Contains([]string{"all", "aller"}, rest[0].folded) {
				break
			}
			rest = rest[1:]
		}
		n := len(grain)
		if len(rest) >= n && slices.EqualFunc(rest[:n], grain, func(w word, s string) bool { return w.stem == s }) {
			return len(rest) == n || functionWord(rest[n].folded) || restricting[rest[n].folded] || hasAnySuffix(rest[n].folded, "ed", "ing")
		}
	}
	return false
}

// saysItIsFor reports whether a definition says that it is a mean for the things
// of a grain: "mean weight of an order", "average cost per order".
func saysItIsFor(r *reader, text string, grain []string) bool {
	words := r.words(text)
	n := len(grain)
	if len(words) == 0 || !slices.ContainsFunc(words[:min(2, len(words))], func(w word) bool {
		return slices.Contains([]string{"mean", "average", "median", "typical", "mittlere", "mittlerer", "mittleres", "durchschnittliche", "durchschnittlicher", "durchschnittliches"}, w.folded)
	}) {
		return false
	}
	for i := 2; i+n <= len(words); i++ {
		if !slices.EqualFunc(words[i:i+n], grain, func(w word, s string) bool { return w.stem == s }) {
			continue
		}
		each := slices.Contains([]string{"per", "a", "an", "each", "every", "one", "je", "pro", "einer", "eines"}, words[i-1].folded)
		if each && (i+n == len(words) || functionWord(words[i+n].folded) || restricting[words[i+n].folded]) {
			return true
		}
	}
	return false
}

func grainFinding(p *check.Pass, e *model.Entry, prog *formula.Program, rows *model.Object, totals bool) diag.Finding {
	grain, does := e.Measured().Grain, "counts"
	if totals {
		does = "adds up"
	}
	return p.At(grain.At, fmt.Sprintf("%s is declared by %s, and its formula %s rows by %s", quoted(e.Title()), quoted(grain.S), does, quoted(rows.Grain.S))).
		WithLabel("declared").
		WithPlace(prog.At, fmt.Sprintf("%s rows of %s", does, rows.Title())).
		WithPlace(rows.Grain.At, "what one row stands for").
		WithHelp(fmt.Sprintf("count an object of grain %s, or count distinct values of a field that names it", quoted(grain.S)),
			fmt.Sprintf("or declare `grain: %s`", rows.Grain.S))
}
