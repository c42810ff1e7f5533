package catalog

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/check/rule"
	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/scenario"
	"github.com/concord-catalog/concord/catalog/source"
)

// Compiled is a catalog with everything that has been found out about it.
type Compiled struct {
	Set      *source.Set
	Catalog  *model.Catalog
	Formulas *formula.Set
	Graph    *lineage.Graph
	Answers  []scenario.Result // every scenario, worked out
	Findings diag.List
	Today    model.Date
	Head     history.Head // the zero Head when there is no git history
}

// Compile runs the phases from bytes to findings over files already read. It is
// a pure function: the same files and day give the same result.
func Compile(set *source.Set, refusals []source.Refusal, today model.Date) *Compiled {
	tree, found := decode.Decode(set, refusals)
	c, unresolved := resolve.Resolve(set, tree)
	formulas, broken := formula.Analyse(c)
	graph := lineage.Build(c, formulas)
	answers, unfit := scenario.Run(c, formulas, today)
	env := check.Env{Catalog: c, Formulas: formulas, Graph: graph, Answers: answers, Today: today}
	found = slices.Concat(found, unresolved, broken, unfit)
	found = append(found, check.Run(env, rule.All())...)
	return &Compiled{Set: set, Catalog: c, Formulas: formulas, Graph: graph, Answers: answers, Findings: found.Sort(), Today: today}
}

// Load reads a content folder and compiles it. Findings are part of the result;
// the error is for a folder that cannot be read and for a cancelled context.
func Load(ctx context.Context, opt Options) (*Compiled, error) {
	set, refusals, err := source.Read(ctx, opt.Content, source.DefaultLimits())
	if err != nil {
		return nil, err
	}
	head, err := history.ReadHead(ctx, opt.Content)
	if err != nil && !errors.Is(err, history.ErrNone) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		opt.warn(fmt.Sprintf("git could not be asked (%v): the site is built without history", err))
	}
	today := opt.Today
	if today.IsZero() {
		today = head.Date
	}
	if today.IsZero() {
		today = model.DateOf(opt.Now)
		opt.warn("there is no git history here: ages and expiries are counted from the day of the build, " + today.String())
	}
	compiled := Compile(set, refusals, today)
	compiled.Head = head
	return compiled, nil
}

// Kinds lists everything that can be wrong, by code.
func Kinds() []*diag.Kind {
	var kinds []*diag.Kind
	for _, b := range books() {
		kinds = append(kinds, b.kinds...)
	}
	return kinds
}
