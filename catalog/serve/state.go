package serve

import (
	"bytes"
	"math/rand/v2"
	"sync"
	"sync/atomic"

	"github.com/concord-catalog/concord/catalog/diag"
)

// snapshot is all that requests are answered from. It is never changed.
type snapshot struct {
	files    map[string][]byte // nil until a first build has succeeded
	revision uint64            // of files; another number means other bytes
	broken   *failure          // the build after files that failed, or nil
}

// failure is a build that did not make a site.
type failure struct {
	revision uint64
	page     []byte // its findings as an HTML page
}

// server answers requests. Its state is one pointer and the clients that wait
// for it to change.
type server struct {
	port    int
	current atomic.Pointer[snapshot]

	mu      sync.Mutex
	clients map[chan struct{}]bool
}

func newServer(port int) *server {
	s := &server{port: port, clients: map[chan struct{}]bool{}}
	// Browsers still hold numbers of the process before this one: begin where
	// none of them can be equal by chance.
	s.current.Store(&snapshot{revision: rand.Uint64N(1 << 52)})
	return s
}

// swap makes a build the current state, or lays its findings over the last
// good one. Only one goroutine builds, so reading and storing need no lock.
func (s *server) swap(b *Build, err error) Event {
	old := s.current.Load()
	e := Event{Build: b, Err: err, First: old.files == nil && old.broken == nil}
	next := *old
	if err != nil || b.Findings.Has(diag.Error) {
		n := old.revision
		if old.broken != nil {
			n = old.broken.revision
		}
		next.broken = &failure{revision: n + 1, page: findingsPage(b, err)}
	} else {
		e.Good = true
		next.broken = nil
		next.files = make(map[string][]byte, len(b.Files))
		for _, f := range b.Files {
			next.files[f.Path] = f.Data
		}
		if e.Changed = differences(old.files, next.files); e.Changed > 0 || old.files == nil {
			next.revision++
		}
	}
	s.current.Store(&next)
	s.announce()
	return e
}

// differences counts the names that only one side has or that hold other
// bytes.
func differences(old, new map[string][]byte) int {
	n := 0
	for name, data := range new {
		if was, ok := old[name]; !ok || !bytes.Equal(was, data) {
			n++
		}
	}
	for name := range old {
		if _, ok := new[name]; !ok {
			n++
		}
	}
	return n
}

// maxClients is how many browsers may wait for changes at once.
const maxClients = 100

// join adds a client that waits for changes. A value in the channel says that
// there is something new; what it is stands in current. The channel holds one
// value, so a slow client misses numbers but never holds anyone up.
func (s *server) join() (changed chan struct{}, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.clients) >= maxClients {
		return nil, false
	}
	changed = make(chan struct{}, 1)
	s.clients[changed] = true
	return changed, true
}

func (s *server) leave(changed chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.clients, changed)
}

func (s *server) announce() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.clients {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}
