package catalog

import (
	"context"
	"fmt"

	"github.com/concord-catalog/concord/catalog/diff"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/model"
)

// Compared is two states of a catalog, compiled, and what differs in meaning.
type Compared struct {
	Old, New *Compiled
	*diff.Difference
}

// Diff compiles two states of a content folder and compares what they mean.
// What both have byte for byte is decoded once; old contents are read from git's
// objects, and nothing is checked out. Both are looked at on the same day. What
// rules find in git's log is left out: the difference itself shows which
// agreements become stale. Names are what people call the states.
func Diff(ctx context.Context, opt Options, old, new State, names [2]string) (*Compared, error) {
	set, refusals, err := new.read(ctx, nil)
	if err != nil {
		return nil, err
	}
	before, refused, err := old.read(ctx, set)
	if err != nil {
		return nil, err
	}
	today, err := opt.day(ctx, new)
	if err != nil {
		return nil, err
	}
	now, _ := compile(input{set: set, refusals: refusals, today: today, keep: true})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	then, _ := compile(input{set: before, refusals: refused, today: today, known: &now.kept})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return &Compared{then, now, diff.Of(then.side(names[0]), now.side(names[1]), today)}, nil
}

func (c *Compiled) side(name string) diff.Side {
	return diff.Side{Name: name, Catalog: c.Catalog, Formulas: c.Formulas, Graph: c.Graph, Answers: c.Answers, Findings: c.Findings}
}

// day is the day on which states are looked at: the one that was given, else
// that of the newer state's commit.
func (o Options) day(ctx context.Context, s State) (model.Date, error) {
	if !o.Today.IsZero() {
		return o.Today, nil
	}
	if s.Revision != "" {
		at, err := history.Find(ctx, s.Folder, s.Revision)
		return at.Date, err
	}
	head, err := history.ReadHead(ctx, s.Folder)
	if err == nil {
		return head.Date, nil
	}
	today := model.DateOf(o.Now)
	o.warn(fmt.Sprintf("there is no git history here: ages and expiries are counted from the day of the build, %s", today))
	return today, ctx.Err()
}

// Decoded is how many files had to be decoded for each state.
func (c *Compared) Decoded() (old, new int) { return c.Old.kept.decoded, c.New.kept.decoded }
