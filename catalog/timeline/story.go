package timeline

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// story is what happened to each entry there ever was.
type story struct {
	entries []*life          // in the order in which they appeared
	byKey   map[string]*life // the last one that had the key
	digests map[int][32]byte // what rules can learn from history until a revision, in short
}

// life is one entry through its names.
type life struct {
	created history.Commit
	changes []history.Change // oldest first; reversed once the story is told
	marks   []mark           // oldest first
	atLeast bool

	// As it was last seen.
	key     string
	live    bool
	decl    *decode.Decl
	written string
	means   *meaning
}

// mark is how an entry stood from one revision on.
type mark struct {
	rev     int
	key     string // "" when it was gone
	changed history.Commit
	changes int // how many there had been
}

// placed is a declaration and the file it stands in.
type placed struct {
	path string
	decl *decode.Decl
}

// teller makes the story, revision by revision.
type teller struct {
	past   *Past
	story  *story
	places map[string][]placed // where the entry of a key is declared now, by path
	digest [32]byte

	// Of the revision being told.
	rev     int
	by      map[string]history.Commit
	renames map[string]string // new path by old path
}

func tell(p *Past) *story {
	t := &teller{past: p, places: map[string][]placed{},
		story: &story{byKey: map[string]*life{}, digests: map[int][32]byte{}}}
	began, ended := make([][]*stay, len(p.log.Revisions)+1), make([][]*stay, len(p.log.Revisions)+1)
	for i := range p.files {
		for j := range p.files[i].stays {
			s := &p.files[i].stays[j]
			began[s.from] = append(began[s.from], s)
			ended[s.to] = append(ended[s.to], s)
		}
	}
	for rev := p.first; rev < len(p.log.Revisions); rev++ {
		t.revision(rev, ended[rev], began[rev])
	}
	for _, l := range t.story.entries {
		slices.Reverse(l.changes)
	}
	return t.story
}

func (t *teller) revision(rev int, ended, began []*stay) {
	r := t.past.revision(rev)
	t.rev, t.by, t.renames = rev, map[string]history.Commit{}, map[string]string{}
	for _, c := range r.Changes {
		t.by[c.Path] = c.By
		if c.From != "" {
			t.renames[c.From] = c.Path
			t.by[c.From] = c.By
		}
	}
	touched := map[string]bool{}
	for _, s := range ended {
		t.remove(s, touched)
	}
	for _, s := range began {
		t.add(s, touched)
	}
	keys := slices.Sorted(maps.Keys(touched))
	gone := t.gone(keys)
	for _, key := range keys {
		if now := t.places[key]; len(now) > 0 {
			t.settle(key, now[0], gone)
		}
	}
	for _, key := range keys {
		if l := gone[key]; l != nil && l.key == key && len(t.places[key]) == 0 {
			l.live = false
			t.mark(l, "", t.commit(l.path(t.past)), "-")
		}
	}
	t.story.digests[rev] = t.digest
}

func (t *teller) remove(s *stay, touched map[string]bool) {
	for i := range s.unit.Decls {
		key := keyOf(&s.unit.Decls[i])
		touched[key] = true
		t.places[key] = slices.DeleteFunc(t.places[key], func(p placed) bool { return p.path == s.text.path })
	}
}

func (t *teller) add(s *stay, touched map[string]bool) {
	for i := range s.unit.Decls {
		d := &s.unit.Decls[i]
		key := keyOf(d)
		touched[key] = true
		t.places[key] = append(t.places[key], placed{s.text.path, d})
		slices.SortStableFunc(t.places[key], func(a, b placed) int { return cmp.Compare(a.path, b.path) })
	}
}

func keyOf(d *decode.Decl) string { return d.Kind.String() + ":" + d.ID }

// gone lists the entries that no file declares any more, by key.
func (t *teller) gone(keys []string) map[string]*life {
	gone := map[string]*life{}
	for _, key := range keys {
		if l := t.story.byKey[key]; l != nil && l.live && l.key == key && len(t.places[key]) == 0 {
			gone[key] = l
		}
	}
	return gone
}

// settle finds out which entry a declaration is, and notes what changed.
func (t *teller) settle(key string, now placed, gone map[string]*life) {
	by := t.commit(now.path)
	l := t.story.byKey[key]
	if l != nil && l.key != key && l.live && gone[l.key] != l {
		l = nil // it lives on under another name
	}
	if l == nil {
		l = t.formerLife(now, gone)
	}
	if l != nil {
		t.update(l, key, now, by)
		return
	}
	l = &life{created: by, atLeast: t.rev == t.past.first && t.past.cut()}
	t.story.entries = append(t.story.entries, l)
	l.set(t.past, key, now)
	t.story.byKey[key] = l
	t.mark(l, key, by, "+")
}

// formerLife is the entry that a new one was before: one that its `formerly`
// names, or the one whose file git saw renamed.
func (t *teller) formerLife(now placed, gone map[string]*life) *life {
	for _, old := range formerly(now.decl) {
		if l := t.story.byKey[now.decl.Kind.String()+":"+old]; l != nil && (!l.live || gone[l.key] == l) {
			return l
		}
	}
	for _, key := range slices.Sorted(maps.Keys(gone)) {
		l := gone[key]
		if l.key == key && l.decl.Kind == now.decl.Kind && t.renames[l.path(t.past)] == now.path && t.alone(now.path) {
			return l
		}
	}
	return nil
}

// alone reports whether a file declares just one entry.
func (t *teller) alone(path string) bool {
	f := t.past.file(path)
	if f == nil {
		return false
	}
	s := f.at(t.rev)
	return s != nil && len(s.unit.Decls) == 1
}

// formerly reads the names that an entry says it had before.
func formerly(d *decode.Decl) []string {
	f := d.Fields.Get("formerly")
	if f == nil {
		return nil
	}
	if f.Value.Kind != source.List {
		return []string{f.Value.Text}
	}
	var ids []string
	for i := range f.Value.Items {
		ids = append(ids, f.Value.Items[i].Text)
	}
	return ids
}

// update compares an entry with how it was last seen.
func (t *teller) update(l *life, key string, now placed, by history.Commit) {
	written := t.past.set.Text(now.decl.At)
	if l.live && l.key == key && written == l.written {
		l.decl = now.decl
		return
	}
	before := l.meaning()
	l.set(t.past, key, now)
	t.story.byKey[key] = l
	after := l.meaning()
	for i := len(parts) - 1; i >= 0; i-- { // the list is turned round in the end
		if before[i] != after[i] {
			l.changes = append(l.changes, history.Change{Commit: by, Part: parts[i], Before: before[i], After: after[i]})
			t.note(key, parts[i])
		}
	}
	t.mark(l, key, by, "~")
	t.adopt(l)
}

// adopt gives an entry the history of the one that it says, only now, it was
// before.
func (t *teller) adopt(l *life) {
	for _, id := range formerly(l.decl) {
		key := l.decl.Kind.String() + ":" + id
		old := t.story.byKey[key]
		if old == nil || old == l || old.live || old.marks[len(old.marks)-1].rev > l.marks[0].rev {
			continue
		}
		t.story.byKey[key] = l
		for i := range l.marks {
			l.marks[i].changes += len(old.changes)
		}
		l.changes = slices.Concat(old.changes, l.changes)
		l.created, l.atLeast = old.created, old.atLeast
		t.note(l.key, "="+key)
	}
}

func (t *teller) mark(l *life, key string, changed history.Commit, what string) {
	l.marks = append(l.marks, mark{t.rev, key, changed, len(l.changes)})
	t.note(l.key, what)
}

// note adds to the digest of what rules can learn from history.
func (t *teller) note(key, what string) {
	day := t.past.revision(t.rev).Date.Day
	t.digest = sha256.Sum256(fmt.Appendf(t.digest[:], "%d %s %s", day, key, what))
}

// commit is the one that changed a file in this revision.
func (t *teller) commit(path string) history.Commit {
	if c, ok := t.by[path]; ok {
		return c
	}
	return t.past.revision(t.rev).Commit
}

func (l *life) set(p *Past, key string, now placed) {
	l.key, l.live, l.decl, l.written, l.means = key, true, now.decl, p.set.Text(now.decl.At), nil
}

func (l *life) meaning() meaning {
	if l.means == nil {
		m := meaningOf(l.decl)
		l.means = &m
	}
	return *l.means
}

func (l *life) path(p *Past) string { return p.set.File(l.decl.At.File).Path }

// entry is what was known of an entry at one of its marks.
func (l *life) entry(m mark) *history.Entry {
	return &history.Entry{Created: l.created, Changed: m.changed, Changes: l.changes[len(l.changes)-m.changes:], AtLeast: l.atLeast}
}

// at is the history of all entries as it was known at a revision, given the
// commits in order.
func (s *story) at(rev int, order []string) *history.Entries {
	byKey := make(map[string]*history.Entry, len(s.entries))
	for _, l := range s.entries {
		n, found := slices.BinarySearchFunc(l.marks, rev, func(m mark, rev int) int { return cmp.Compare(m.rev, rev) })
		for found && n+1 < len(l.marks) && l.marks[n+1].rev == rev {
			n++
		}
		if !found {
			n--
		}
		if n >= 0 && l.marks[n].key != "" {
			byKey[l.marks[n].key] = l.entry(l.marks[n])
		}
	}
	return history.NewEntries(byKey, order...)
}

// Entries tells what happened to the entries of a catalog, which is the one of
// the newest revision, perhaps with changes that are not committed yet. An
// entry that no commit has yet has no history. A nil Past gives nil.
func (p *Past) Entries(c *model.Catalog) *history.Entries {
	if p == nil {
		return nil
	}
	byKey := make(map[string]*history.Entry, len(c.Entries))
	for _, e := range c.Entries {
		names := []string{e.Key()}
		for _, old := range e.Formerly {
			names = append(names, e.Kind.String()+":"+old.S)
		}
		for _, name := range names {
			if l := p.story.byKey[name]; l != nil && l.key == name {
				byKey[e.Key()] = l.entry(l.lastSeen())
				break
			}
		}
	}
	return history.NewEntries(byKey, p.hashes()...)
}

// hashes are the commits of the log, oldest first.
func (p *Past) hashes() []string {
	list := make([]string, len(p.log.Revisions))
	for i := range p.log.Revisions {
		list[i] = p.log.Revisions[i].Hash
	}
	return list
}

// lastSeen is the newest mark at which the entry was there.
func (l *life) lastSeen() mark {
	for i := len(l.marks) - 1; i > 0; i-- {
		if l.marks[i].key != "" {
			return l.marks[i]
		}
	}
	return l.marks[0]
}
