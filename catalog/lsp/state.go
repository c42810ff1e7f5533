package lsp

import (
	"context"
	"maps"
	"slices"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// state is what is known of the folder, up to names: as a whole, or in one of
// its revisions as a sketch of the edited files among all others as they were.
type state struct {
	*catalog.Named
	live     *catalog.Live
	revision int
	index    *index

	sketch *catalog.Sketch // nil for the whole
	whole  *state          // that the sketch was made from
	edited map[string]bool // the paths that it covers: of all open documents, since one may have been changed back
	fresh  map[string]*model.Entry
	inFile map[source.FileID][]*model.Entry
}

// sketched is a state with the edited files in it.
func (st *state) sketched(live *catalog.Live, revision int, paths []string) *state {
	s := live.Sketch(st.Named, paths)
	c := *st.Compiled
	c.Set, c.Formulas = s.Set, s.Formulas
	next := &state{Named: &catalog.Named{Compiled: &c, IDs: s.IDs, Words: s.Words}, live: live, revision: revision, index: st.index,
		sketch: s, whole: st, edited: map[string]bool{}, fresh: map[string]*model.Entry{}, inFile: byFile(s.Entries)}
	for _, path := range paths {
		next.edited[path] = true
	}
	for _, e := range s.Entries {
		next.fresh[e.Key()] = e
	}
	return next
}

// now is an entry as its file says now, where a reference still leads to what it
// said before.
func (st *state) now(e *model.Entry) *model.Entry {
	if e == nil || len(st.fresh) == 0 {
		return e
	}
	if f := st.fresh[e.Key()]; f != nil {
		return f
	}
	return e
}

// entry is the entry of a key, or nil.
func (st *state) entry(key string) *model.Entry {
	if e := st.fresh[key]; e != nil {
		return e
	}
	return st.now(st.Catalog.ByKey(key))
}

// entries visits the entries of the folder.
func (st *state) entries(visit func(*model.Entry)) {
	for _, e := range st.Catalog.Entries {
		if !st.left(e) {
			visit(e)
		}
	}
	if st.sketch != nil {
		for _, e := range st.sketch.Entries {
			visit(e)
		}
	}
}

// eachCalled visits the entries of the folder with what they are called, in
// small letters, in the order of the catalog.
func (st *state) eachCalled(visit func(e *model.Entry, words string)) {
	for i, e := range st.Catalog.Entries {
		if f := st.now(e); f != e {
			visit(f, called(f))
		} else if !st.left(e) {
			visit(e, st.index.words[i])
		}
	}
	if st.sketch == nil {
		return
	}
	for _, e := range st.sketch.Entries {
		if st.Catalog.ByKey(e.Key()) == nil {
			visit(e, called(e))
		}
	}
}

// left reports whether an entry has gone from its file, or stands there anew.
func (st *state) left(e *model.Entry) bool {
	if st.sketch == nil {
		return false
	}
	f := st.whole.Set.File(e.All.File)
	return f != nil && st.edited[f.Path]
}

// of lists the entries of a file, in its order.
func (st *state) of(f *source.File) []*model.Entry {
	if st.edited[f.Path] {
		return st.inFile[f.ID]
	}
	return st.index.byFile[f.ID]
}

func (st *state) config() *model.Config {
	if st.sketch != nil && st.sketch.Config != nil {
		return st.sketch.Config
	}
	return &st.Catalog.Config
}

// entryAt is the entry that a place in a file belongs to, or nil.
func (st *state) entryAt(path string, offset int) *model.Entry {
	f := st.Set.ByPath(path)
	if f == nil {
		return nil
	}
	var found *model.Entry
	for _, e := range st.of(f) {
		if found == nil || int(e.All.Start) <= offset {
			found = e
		}
	}
	return found
}

// current brings names up to what the editor holds now.
func (sp *space) current(ctx context.Context) (*state, error) {
	select {
	case <-sp.loaded:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	sp.binding.Lock()
	defer sp.binding.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	sp.mu.Lock()
	revision, live, last, stale, held := sp.revision, sp.live, sp.names, sp.stale, sp.held()
	sp.mu.Unlock()
	if last != nil && last.revision == revision {
		return last, nil
	}
	if stale {
		again, err := live.Reread(ctx, held)
		if err != nil {
			return nil, err
		}
		live = again
	} else {
		live = live.Revised(held, nil)
	}
	st := &state{Named: live.Names(), live: live, revision: revision}
	st.index = newIndex(st.Named) // now, and not when somebody waits for it
	sp.mu.Lock()
	defer sp.mu.Unlock()
	sp.live, sp.names = live, st
	sp.stale = sp.stale && sp.revision != revision
	return st, nil
}

// latest is the last state in which names were worked out, for those who must
// not wait for a newer one.
func (sp *space) latest(ctx context.Context) (*state, error) {
	sp.mu.Lock()
	last := sp.names
	sp.mu.Unlock()
	if last != nil {
		return last, nil
	}
	return sp.current(ctx)
}

// now is the latest state with everything in it that the editor holds: a sketch,
// unless nothing was typed since names were worked out.
func (sp *space) now(ctx context.Context) (*state, error) {
	if _, err := sp.latest(ctx); err != nil {
		return nil, err
	}
	sp.sketching.Lock()
	defer sp.sketching.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	sp.mu.Lock()
	revision, last, drawn, held := sp.revision, sp.names, sp.sketch, sp.held()
	sp.mu.Unlock()
	if last.revision == revision {
		return last, nil
	}
	if drawn != nil && drawn.revision == revision && drawn.whole == last {
		return drawn, nil
	}
	live := last.live.Revised(held, nil)
	st := last.sketched(live, revision, slices.Sorted(maps.Keys(held)))
	sp.mu.Lock()
	sp.sketch = st
	sp.mu.Unlock()
	return st, nil
}
