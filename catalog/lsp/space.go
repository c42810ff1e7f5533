package lsp

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/source"
)

// document is a file as the editor holds it. It is replaced with every edit,
// never changed.
type document struct {
	uri     string
	path    string // in the content folder
	version int
	text    *text
}

// space is one content folder with the documents that are open in it. An edit
// costs no more than its text; what follows from it is worked out in three steps:
// what the file says among all others as they were, at once ([space.now]); what
// it means for those others, after a pause ([space.run]); and what the rules
// find, after a longer one ([space.runRules]).
// Work that is out of date is not gone on with, and findings are carried along
// with the text that they stand on.
type space struct {
	server *server
	root   string        // absolute
	real   string        // the same without symbolic links
	key    chan struct{} // something was typed: what the file says is to be told
	kick   chan struct{} // and then what it means for others
	named  chan struct{} // names were worked out anew
	loaded chan struct{} // closed once the folder has been read

	binding   sync.Mutex // held while names are worked out
	sketching sync.Mutex // held while edited files are

	mu       sync.Mutex
	docs     map[string]*document // by path
	revision int                  // counts the edits
	stale    bool                 // the folder on disk may have changed
	live     *catalog.Live
	names    *state            // the whole, as it was last worked out
	sketch   *state            // what was edited since; nil for nothing yet
	checked  *catalog.Compiled // nil until the rules have run for the first time

	diagnostics publisher
}

func newSpace(s *server, root string) *space {
	real, err := filepath.EvalSymlinks(root)
	if err != nil {
		real = root
	}
	sp := &space{server: s, root: root, real: real, key: make(chan struct{}, 1), kick: make(chan struct{}, 1), named: make(chan struct{}, 1), loaded: make(chan struct{}), docs: map[string]*document{}}
	sp.diagnostics = publisher{space: sp, sent: map[string]string{}}
	return sp
}

func poke(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// put takes over what the editor holds of a file; nil when it closed it.
func (sp *space) put(path string, d *document) {
	sp.mu.Lock()
	if d == nil {
		delete(sp.docs, path)
		sp.stale = true // what is on disk counts again
	} else {
		sp.docs[path] = d
	}
	sp.revision++
	sp.mu.Unlock()
	poke(sp.key)
	poke(sp.kick)
}

func (sp *space) reread() {
	sp.mu.Lock()
	sp.stale = true
	sp.revision++
	sp.mu.Unlock()
	poke(sp.key)
	poke(sp.kick)
}

// held lists what the editor holds, as contents by path.
func (sp *space) held() map[string][]byte {
	contents := map[string][]byte{}
	for path, d := range sp.docs {
		if int64(len(d.text.data)) <= source.DefaultLimits().Content(path) {
			contents[path] = d.text.data
		}
	}
	return contents
}

// open reads the folder for the first time.
func (sp *space) open(ctx context.Context) error {
	opt := sp.server.opt
	live, err := catalog.Open(ctx, catalog.Options{Content: sp.root, Today: opt.Today, Now: opt.Now()})
	if err != nil {
		return err
	}
	opt.Log(fmt.Sprintf("%s: %d files", sp.root, len(live.Set.Files())))
	sp.live = live
	close(sp.loaded)
	return nil
}

// findings is the last state that the rules have seen, or nil.
func (sp *space) findings() *catalog.Compiled {
	sp.mu.Lock()
	defer sp.mu.Unlock()
	return sp.checked
}

func (sp *space) moved(revision int) bool {
	sp.mu.Lock()
	defer sp.mu.Unlock()
	return sp.revision != revision
}

// run works until ctx is cancelled.
func (sp *space) run(ctx context.Context) {
	for {
		err := sp.open(ctx)
		if err == nil {
			break
		}
		if ctx.Err() != nil {
			return
		}
		sp.server.conn.notify("window/showMessage", map[string]any{"type": 1,
			"message": fmt.Sprintf("Concord cannot read the content folder %s: %v", sp.root, err)})
		select {
		case <-ctx.Done():
			return
		case <-sp.kick:
		}
	}
	sp.server.work.Go(func() { sp.runRules(ctx) })
	sp.server.work.Go(func() { sp.runSketches(ctx) })
	for ctx.Err() == nil {
		sp.server.guard("compiling", func() { sp.compile(ctx) })
		select {
		case <-ctx.Done():
		case <-sp.kick:
			pause(ctx, sp.kick, sp.server.opt.NamesAfter)
		}
	}
}

// runSketches tells after every key what the files at hand say. It waits for
// nothing that takes longer.
func (sp *space) runSketches(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-sp.key:
		}
		sp.server.guard("sketching", func() { sp.typed(ctx) })
	}
}

// runRules runs the rules whenever names have stood still for a while. It is
// beside the rest, which it would hold up.
func (sp *space) runRules(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-sp.named:
		}
		if sp.findings() != nil {
			pause(ctx, sp.named, sp.server.opt.ConflictsAfter)
		}
		if ctx.Err() == nil {
			sp.server.guard("checking", func() { sp.check(ctx) })
		}
	}
}

// pause waits until nothing has come for a while.
func pause(ctx context.Context, comes <-chan struct{}, quiet time.Duration) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-comes:
		case <-time.After(quiet):
			return
		}
	}
}

// typed publishes what is wrong with the files at hand, as soon as something was
// typed.
func (sp *space) typed(ctx context.Context) {
	st, err := sp.now(ctx)
	switch {
	case err != nil:
	case st.sketch == nil: // the whole is up to date already
		sp.diagnostics.publish()
	case !sp.diagnostics.sketched(st):
		poke(sp.key)
	}
}

// compile works names out anew and publishes what is wrong with them.
func (sp *space) compile(ctx context.Context) {
	st, err := sp.current(ctx)
	if err != nil {
		if ctx.Err() == nil {
			sp.server.opt.Log(fmt.Sprintf("%s: %v", sp.root, err))
		}
		return
	}
	sp.diagnostics.publish()
	poke(sp.named)
	if sp.moved(st.revision) {
		poke(sp.key) // the sketch is to stand on this state now
	}
}

// check runs the rules, and goes on to the texts unless something has changed on
// the way.
func (sp *space) check(ctx context.Context) {
	st, err := sp.latest(ctx)
	if err != nil {
		return
	}
	first := sp.findings() == nil
	checked := st.live.Conflicts(st.Named)
	sp.keep(checked)
	if first && !sp.moved(st.revision) {
		sp.remember(ctx, st)
	}
	if !sp.moved(st.revision) && ctx.Err() == nil {
		sp.keep(st.live.Texts(checked))
	}
}

// keep takes over what the rules found, and publishes it.
func (sp *space) keep(c *catalog.Compiled) {
	sp.mu.Lock()
	sp.checked = c
	sp.mu.Unlock()
	sp.diagnostics.publish()
}

// remember asks git for the history, which the next run of the rules rests on.
func (sp *space) remember(ctx context.Context, st *state) {
	live := st.live.Remember(ctx, st.Catalog)
	sp.binding.Lock()
	defer sp.binding.Unlock()
	sp.mu.Lock()
	defer sp.mu.Unlock()
	if live != st.live && sp.live == st.live {
		sp.live = live
		sp.revision++
		poke(sp.key)
		poke(sp.kick)
	}
}

// view is what a question is asked about: a document and its folder.
type view struct {
	*space
	*document
	enc encoding
}

// view is the document that a request names, or nil when it is none that
// Concord looks after. A document that is not open is read by nobody.
func (s *server) view(uri string) *view {
	file := pathOf(uri)
	if file == "" {
		return nil
	}
	sp, path := s.spaceOf(file)
	if sp == nil {
		return nil
	}
	sp.mu.Lock()
	defer sp.mu.Unlock()
	d := sp.docs[path]
	if d == nil {
		return nil
	}
	return &view{sp, d, s.enc}
}

func (s *server) open(d textDocumentItem) {
	file := pathOf(d.URI)
	if file == "" {
		return
	}
	sp, path := s.spaceOf(file)
	if sp == nil || !source.IsContent(path) {
		return
	}
	sp.put(path, &document{uri: d.URI, path: path, version: d.Version, text: newText([]byte(d.Text))})
}

func (s *server) change(p didChange) {
	v := s.view(p.TextDocument.URI)
	if v == nil {
		return
	}
	d := *v.document
	d.version = p.TextDocument.Version
	for _, c := range p.ContentChanges {
		d.text = d.text.changed(c, s.enc)
	}
	v.put(d.path, &d)
}

func (s *server) close(uri string) {
	if v := s.view(uri); v != nil {
		v.put(v.path, nil)
	}
}

// uri names a file of the folder the way the editor does. sp.mu must be held.
func (sp *space) uri(path string) string {
	if d := sp.docs[path]; d != nil {
		return d.uri
	}
	return uriOf(sp.file(path))
}

// place is a span as the editor understands it. It must not be called while
// sp.mu is held.
func (sp *space) place(set *source.Set, at source.Span) (location, bool) {
	f := set.File(at.File)
	if f == nil {
		return location{}, false
	}
	sp.mu.Lock()
	uri := sp.uri(f.Path)
	sp.mu.Unlock()
	return location{uri, newText(f.Data).span(int(at.Start), int(at.End), sp.server.enc)}, true
}
