// Package timeline follows a catalog through its git history: what the entries
// meant and when that changed, and when each conflict came up and went.
//
// [Open] reads what the files of the content folder once held and decodes each
// text once. [Past.Entries] compares the texts of each entry; [Past.Conflicts]
// runs the rules on past revisions as they are run on the present one. What
// they find is data of package history, which rules, measures and pages read.
//
// Three decisions shape it. A revision is a commit of the branch that is
// checked out, compared with the one before it on that branch, so a merge is
// the moment at which what it brings becomes true. The day of a past revision
// is the day of its commit, and its rules see the history until then, no more.
// And an entry that could not be read at some revision counts as it was before:
// a slip of the pen neither changes a definition nor settles a conflict.
package timeline

import (
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// DefaultBytes is how much old text is read at most; what does not fit is the
// oldest. Decoding it takes a second or two.
const DefaultBytes = 64 << 20

// Past is the content folder at each revision of its history, decoded. It is
// not changed after [Open] and safe for concurrent use.
type Past struct {
	log   *history.Log
	first int // the oldest revision that is looked at
	set   *source.Set
	files []file // by path
	story *story
}

// text is one version of a file.
type text struct {
	path, blob string
	from, to   int // the revisions between which it is needed
	data       []byte
	read       bool
	unit       decode.Unit
}

// stay is the time in which a text was what its file held: from one revision
// up to, but not including, another.
type stay struct {
	text     *text
	from, to int
	unit     *decode.Unit // what the file counts as declaring: without what could not be read, with what was there instead before
	carried  string       // the blobs from which unit has entries that could not be read, joined
}

// file returns the stays of one path, or nil.
func (p *Past) file(path string) *file {
	i, found := slices.BinarySearchFunc(p.files, path, func(f file, path string) int { return cmp.Compare(f.path, path) })
	if !found {
		return nil
	}
	return &p.files[i]
}

// file is all stays of one path, oldest first.
type file struct {
	path  string
	stays []stay
}

// at is the stay at a revision, or nil.
func (f *file) at(rev int) *stay {
	i, found := slices.BinarySearchFunc(f.stays, rev, func(s stay, rev int) int { return cmp.Compare(s.from, rev) })
	if !found {
		i--
	}
	if i < 0 || f.stays[i].to <= rev {
		return nil
	}
	return &f.stays[i]
}

// Open reads and decodes the past of a content folder, at most so many bytes of
// it (0 means [DefaultBytes]). Files above the limits that hold for content
// today count as unreadable.
func Open(ctx context.Context, log *history.Log, limits source.Limits, most int64) (*Past, error) {
	if most <= 0 {
		most = DefaultBytes
	}
	p := &Past{log: log}
	texts := p.replay()
	texts, err := p.read(ctx, texts, limits, most)
	if err != nil {
		return nil, err
	}
	p.decode(texts)
	p.dropBefore(p.first)
	for i := range p.files {
		p.files[i].carry()
	}
	p.story = tell(p)
	return p, ctx.Err()
}

// replay goes through the log and notes when each file held which blob. It
// returns the texts, each path and blob once, sorted by path.
func (p *Past) replay() []*text {
	now := map[string]*stay{} // what each file holds
	stays := map[string][]*stay{}
	texts := map[[2]string]*text{}
	end := func(path string, rev int) {
		if s := now[path]; s != nil {
			s.to = rev
			delete(now, path)
		}
	}
	revs := p.log.Revisions
	for i := range revs {
		for _, c := range revs[i].Changes {
			end(c.Path, i)
			if c.From != "" {
				end(c.From, i)
			}
		}
		for _, c := range revs[i].Changes {
			if c.Blob == "" || !source.IsContent(c.Path) {
				continue
			}
			key := [2]string{c.Path, c.Blob}
			if texts[key] == nil {
				texts[key] = &text{path: c.Path, blob: c.Blob, from: i}
			}
			now[c.Path] = &stay{text: texts[key], from: i, to: len(revs)}
			stays[c.Path] = append(stays[c.Path], now[c.Path])
		}
	}
	for _, path := range slices.Sorted(maps.Keys(stays)) {
		f := file{path: path}
		for _, s := range stays[path] {
			s.text.to = max(s.text.to, s.to)
			f.stays = append(f.stays, *s)
		}
		p.files = append(p.files, f)
	}
	return slices.SortedFunc(maps.Values(texts), func(a, b *text) int {
		return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.from, b.from), cmp.Compare(a.blob, b.blob))
	})
}

// read fetches the texts, newest first, as long as they fit. It sets the first
// revision whose texts are all there and returns those from there on.
func (p *Past) read(ctx context.Context, texts []*text, limits source.Limits, most int64) ([]*text, error) {
	blobs, err := history.OpenBlobs(ctx, p.log, max(limits.DataFile, limits.Markdown))
	if err != nil {
		return nil, err
	}
	defer blobs.Close()
	byEnd := slices.Clone(texts)
	slices.SortStableFunc(byEnd, func(a, b *text) int { return cmp.Compare(b.to, a.to) })
	const batch = 512
	for start := 0; start < len(byEnd); start += batch {
		part := byEnd[start:min(start+batch, len(byEnd))]
		ids := make([]string, len(part))
		for i, t := range part {
			ids[i] = t.blob
		}
		contents, err := blobs.Read(ids)
		if err != nil {
			return nil, err
		}
		for i, t := range part {
			if most -= int64(len(contents[i].Data)); most < 0 || contents[i].Missing {
				p.first, most = t.to, -1
				break
			}
			t.data = contents[i].Data
			t.read = t.data != nil && int64(len(t.data)) <= limits.Content(t.path)
		}
		if most < 0 {
			break
		}
	}
	p.first = min(p.first, len(p.log.Revisions)-1)
	return slices.DeleteFunc(texts, func(t *text) bool { return t.to <= p.first }), nil
}

// decode reads every text, sorted by path, into what it declares.
func (p *Past) decode(texts []*text) {
	versions := make([]source.Version, len(texts))
	for i, t := range texts {
		versions[i] = source.Version{Path: t.path, Data: t.data}
	}
	p.set = source.NewVersions(versions)
	files := p.set.Files()
	each(len(texts), func(i int) {
		if t := texts[i]; t.read {
			t.unit = decode.File(files[i])
		}
	})
}

// each calls f for all numbers below n, on all processors.
func each(n int, f func(int)) {
	const batch = 16
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n/batch+1) {
		wg.Go(func() {
			for {
				end := int(next.Add(batch))
				for i := end - batch; i < min(end, n); i++ {
					f(i)
				}
				if end >= n {
					return
				}
			}
		})
	}
	wg.Wait()
}

// dropBefore forgets what files held only before a revision.
func (p *Past) dropBefore(first int) {
	for i := range p.files {
		f := &p.files[i]
		f.stays = slices.DeleteFunc(f.stays, func(s stay) bool { return s.to <= first })
		if len(f.stays) > 0 {
			f.stays[0].from = max(f.stays[0].from, first)
		}
	}
	p.files = slices.DeleteFunc(p.files, func(f file) bool { return len(f.stays) == 0 })
}

// carry decides what the file counts as declaring in each of its stays: what
// could not be read is as it was in the stay before, if that was the one just
// before.
func (f *file) carry() {
	for i := range f.stays {
		s := &f.stays[i]
		s.unit = &s.text.unit
		if i == 0 || f.stays[i-1].to != s.from {
			continue
		}
		before := &f.stays[i-1]
		if unit := withLost(s, before); unit != nil {
			s.unit, s.carried = unit, before.text.blob+before.carried
		}
	}
}

// withLost is the unit of a stay together with what it lost of the stay before,
// or nil when it lost nothing.
func withLost(s, before *stay) *decode.Unit {
	u := &s.text.unit
	if !s.text.read {
		return before.unit
	}
	unit := *u
	lost := false
	if s.text.path == decode.ConfigFile && u.Config.Kind != source.Map && before.unit.Config.Kind == source.Map {
		unit.Config, lost = before.unit.Config, true
	}
	for _, d := range before.unit.Decls {
		if loses(u, &d) {
			unit.Decls, lost = append(slices.Clip(unit.Decls), d), true
		}
	}
	if !lost {
		return nil
	}
	return &unit
}

// loses reports whether a declaration stands in a file and could not be read.
// Of a file that could not be read at all, every one did.
func loses(u *decode.Unit, d *decode.Decl) bool {
	if len(u.Lost) == 0 {
		return false
	}
	same := func(kind model.Kind, id string) bool { return id == d.ID && (kind == d.Kind || kind == model.NoKind) }
	if slices.ContainsFunc(u.Decls, func(n decode.Decl) bool { return same(n.Kind, n.ID) }) {
		return false
	}
	return len(u.Decls) == 0 || slices.ContainsFunc(u.Lost, func(l decode.Lost) bool { return same(l.Kind, l.ID) })
}

// cut reports whether revisions before the first one looked at are missing.
func (p *Past) cut() bool { return p.log.Shallow || p.first > 0 }

// revision is a revision by number.
func (p *Past) revision(i int) *history.Revision { return &p.log.Revisions[i] }
