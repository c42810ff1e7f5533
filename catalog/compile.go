package catalog

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/check/rule"
	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/measure"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/scenario"
	"github.com/concord-catalog/concord/catalog/source"
	"github.com/concord-catalog/concord/catalog/timeline"
)

// Compiled is a catalog with everything that has been found out about it.
type Compiled struct {
	Set       *source.Set
	Catalog   *model.Catalog
	Formulas  *formula.Set
	Graph     *lineage.Graph
	Answers   []scenario.Result // every scenario, worked out
	Findings  diag.List
	Today     model.Date
	Head      history.Head       // the zero Head when there is no git history
	History   *history.Entries   // what happened to the entries; nil without history
	Conflicts *history.Conflicts // what became of every conflict; nil without history, or when it was not asked for

	kept kept
}

// Compile runs the phases from bytes to findings over files already read. It is
// a pure function: the same files and day give the same result.
func Compile(set *source.Set, refusals []source.Refusal, today model.Date) *Compiled {
	c, _ := compile(input{set: set, refusals: refusals, today: today})
	return c
}

// input is what the phases work on.
type input struct {
	set      *source.Set
	refusals []source.Refusal
	today    model.Date
	history  func(*model.Catalog) *history.Entries // what happened to its entries; nil without history
	keep     bool                                  // another state of the folder will be compiled
	known    *kept                                 // what is known from another state of the folder; may be nil
}

// kept is what the work on one state of a content folder leaves for the work on
// another.
type kept struct {
	units   []decode.Unit // by the ID of their file
	memo    *check.Memo
	decoded int // files that were decoded for this state
}

// compile runs the phases, and keeps of them what another state can use.
func compile(in input) (*Compiled, check.Env) {
	var k kept
	switch {
	case in.known != nil:
		k = *in.known
	case in.keep:
		k.memo = &check.Memo{}
	}
	units, decoded := decode.Units(in.set, k.units)
	if k.decoded = decoded; in.keep {
		k.units = units
	}
	tree, found := decode.Merge(in.set, units, in.refusals)
	c, unresolved := resolve.Resolve(in.set, tree)
	formulas, broken := formula.Analyse(c)
	graph := lineage.Build(c, formulas)
	answers, unfit := scenario.Run(c, formulas, in.today)
	env := check.Env{Catalog: c, Formulas: formulas, Graph: graph, Answers: answers, Today: in.today, Memo: k.memo,
		Unsound: check.Unsound(c, unresolved, broken)}
	if in.history != nil {
		env.History = in.history(c)
	}
	found = slices.Concat(found, unresolved, broken, unfit)
	found = append(found, check.Run(env, rule.All())...)
	return &Compiled{Set: in.set, Catalog: c, Formulas: formulas, Graph: graph, Answers: answers, Findings: found.Sort(),
		Today: in.today, History: env.History, kept: k}, env
}

// Load reads a content folder and compiles it. Findings are part of the result;
// the error is for a folder that cannot be read and for a cancelled context.
func Load(ctx context.Context, opt Options) (*Compiled, error) {
	set, refusals, err := source.Read(ctx, opt.Content, source.DefaultLimits())
	if err != nil {
		return nil, err
	}
	head, past, err := remember(ctx, opt)
	if err != nil {
		return nil, err
	}
	today := opt.Today
	if today.IsZero() {
		today = head.Date
	}
	if today.IsZero() {
		today = model.DateOf(opt.Now)
		opt.warn("there is no git history here: ages and expiries are counted from the day of the build, " + today.String())
	}
	in := input{set: set, refusals: refusals, today: today, keep: opt.Keep}
	if past != nil {
		in.history = past.Entries
	}
	compiled, env := compile(in)
	compiled.Head = head
	if past == nil || !opt.Ages {
		return compiled, nil
	}
	return compiled, compiled.date(ctx, opt, env, past)
}

// Memory keeps what git told of one content folder from build to build, for as
// long as its newest commit stays the same. The zero Memory knows nothing. It is
// not safe for concurrent use.
type Memory struct {
	revision string
	past     *timeline.Past
}

func (m *Memory) knows(head history.Head) bool {
	return m != nil && m.past != nil && m.revision == head.Revision
}

// remember asks git where the content folder stands and what it once held. A
// folder without history has neither; one whose history cannot be read is built
// without, and says so.
func remember(ctx context.Context, opt Options) (history.Head, *timeline.Past, error) {
	head, err := history.ReadHead(ctx, opt.Content)
	var log *history.Log
	var past *timeline.Past
	if err == nil && opt.Memory.knows(head) {
		return head, opt.Memory.past, nil
	}
	if err == nil {
		log, err = history.Read(ctx, opt.Content)
	}
	if err == nil {
		past, err = timeline.Open(ctx, log, source.DefaultLimits(), timeline.DefaultBytes)
	}
	if opt.Memory != nil {
		opt.Memory.revision, opt.Memory.past = head.Revision, past
	}
	switch {
	case err == nil && head.Shallow:
		opt.warn("this is a shallow clone: older history is missing, so conflicts and changes may be older than they look; `git fetch --unshallow` brings it")
	case ctx.Err() != nil:
		return head, nil, ctx.Err()
	case err != nil && !errors.Is(err, history.ErrNone):
		opt.warn(fmt.Sprintf("git could not be asked (%v): there will be no history", err))
	}
	return head, past, nil
}

// date follows the conflicts through history, so that each open one says since
// when.
func (c *Compiled) date(ctx context.Context, opt Options, env check.Env, past *timeline.Past) error {
	follow := timeline.Options{Rules: rule.All(), Now: env, Findings: c.Findings}
	if opt.CacheDir != "" && opt.Program != "" {
		follow.CacheDir, follow.Version = filepath.Join(opt.CacheDir, "timeline"), opt.Program
	}
	var err error
	if c.Conflicts, err = past.Conflicts(ctx, follow); err != nil {
		return err
	}
	c.Findings = timeline.Date(c.Findings, c.Conflicts, c.Today)
	return nil
}

// Measure counts debt, velocity, coverage, alignment, single source and
// priority.
func (c *Compiled) Measure() measure.Report {
	return measure.Take(measure.Input{Catalog: c.Catalog, Graph: c.Graph, Findings: c.Findings, History: c.History,
		Lives: measure.Lives(c.Conflicts), Today: c.Today})
}

// Trend is the measures at the end of each month that history knows, oldest
// first; the last one is today's. It is empty without history.
func (c *Compiled) Trend() []measure.Summary {
	if c.Conflicts == nil {
		return nil
	}
	var trend []measure.Summary
	for _, m := range c.Conflicts.Months {
		trend = append(trend, measure.Past(m))
	}
	return trend
}

// Kinds lists everything that can be wrong, by code.
func Kinds() []*diag.Kind {
	var kinds []*diag.Kind
	for _, b := range books() {
		kinds = append(kinds, b.kinds...)
	}
	return kinds
}
