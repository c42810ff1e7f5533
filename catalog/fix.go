package catalog

import (
	"context"
	"errors"
	"maps"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/edit"
	"github.com/concord-catalog/concord/catalog/source"
)

// Fixed is what came of fixing a catalog mechanically, in memory.
type Fixed struct {
	Change edit.Change
	Done   []FixedFinding // in the order in which they were put right
	Left   diag.List      // what is found in the result
}

// FixedFinding is a finding that was put right, and where it stood: later fixes
// may have moved the place.
type FixedFinding struct {
	diag.Finding
	At source.Place
}

// ErrFixBreaks says that mechanical fixes would have brought new errors.
var ErrFixBreaks = errors.New("the fixes would bring new errors")

// mostRounds bounds how often fixes are looked for in what fixes have made.
const mostRounds = 20

// Fix carries out the mechanical fixes of those findings of c that pick keeps,
// round after round, since one can get in the way of another or bring one to
// light. A fix that may change what is meant is carried out only when unsafe
// ones are asked for. It gives [ErrFixBreaks] rather than files with more errors
// than there were.
func (c *Compiled) Fix(ctx context.Context, pick func(diag.List) diag.List, unsafe bool) (Fixed, error) {
	f := Fixed{Change: edit.Change{Files: map[string][]byte{}}}
	now := c
	for range mostRounds {
		change, fixed, err := edit.Fix(now.Set, pick(now.Findings), unsafe)
		if err != nil {
			return f, err
		}
		if change.IsZero() {
			break
		}
		next := c.Again(change.Apply(now.Set))
		if next.Findings.Count(diag.Error) > now.Findings.Count(diag.Error) {
			return f, ErrFixBreaks
		}
		for _, x := range fixed {
			f.Done = append(f.Done, FixedFinding{*x.Finding, now.Set.Place(x.Finding.At)})
		}
		maps.Copy(f.Change.Files, change.Files)
		if now = next; ctx.Err() != nil {
			return f, ctx.Err()
		}
	}
	f.Left = pick(now.Findings)
	return f, nil
}
