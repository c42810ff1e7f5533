// Package serve keeps a site built while its content changes, and shows it to
// the browsers of this machine.
//
// [Run] watches a folder, builds on every change and swaps one pointer to an
// immutable [snapshot]. Requests are answered from that snapshot by exact name:
// there is no file system behind the server, so there is nothing to escape
// from. A build that fails leaves the last good site standing and lays its
// findings over it. Browsers are told of a change by a revision number over
// server-sent events, and fetch the rest themselves.
//
// Nobody but this machine is meant to read the site: the server listens on
// loopback only, answers only to its own names, and allows no other origin.
package serve

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"time"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/source"
)

// DefaultPort is the port that is tried first when none is asked for.
const DefaultPort = 4321

// Build is what came of one attempt to build the site.
type Build struct {
	Files    []output.File // the whole site; ignored when Findings hold errors
	Set      *source.Set   // where the findings point
	Findings diag.List
}

// Options say what to build and how to serve it.
type Options struct {
	Folders []string                                  // watched with all they hold; the first is the content folder
	Build   func(ctx context.Context) (*Build, error) // an error means that something could not be read
	Port    int                                       // 0 means any free port
	Search  bool                                      // try the ports above Port when it is taken
	Poll    time.Duration                             // look for changes this often instead of waiting for events; 0 waits for events
	Ready   func(url string)                          // called once requests are answered
	Built   func(Event)                               // called after every build
	Warn    func(message string)                      // called when watching falls back to something lesser
}

// Event tells about one build.
type Event struct {
	Build   *Build // nil when Err is set
	Err     error
	Took    time.Duration
	First   bool
	Good    bool // the site shown is the one just built
	Changed int  // files that differ from the site before
}

// Run builds, serves and watches until ctx is cancelled. It returns nil then,
// and an error when no port can be had.
func Run(ctx context.Context, o Options) error {
	listeners, port, err := listen(o.Port, o.Search)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := newServer(port)
	changes := watch(ctx, o)
	s.build(ctx, o)
	servers := s.start(ctx, listeners)
	if o.Ready != nil {
		o.Ready(s.url())
	}
	for range changes { // closed when ctx is cancelled
		s.build(ctx, o)
	}
	return shutDown(servers)
}

// build makes one build and swaps it in.
func (s *server) build(ctx context.Context, o Options) {
	start := time.Now()
	b, err := o.Build(ctx)
	if ctx.Err() != nil {
		return
	}
	e := s.swap(b, err)
	e.Took = time.Since(start)
	if o.Built != nil {
		o.Built(e)
	}
}

// start serves on every listener.
func (s *server) start(ctx context.Context, listeners []net.Listener) []*http.Server {
	var servers []*http.Server
	for _, l := range listeners {
		h := &http.Server{
			Handler:           s,
			ReadHeaderTimeout: 5 * time.Second,
			ReadTimeout:       10 * time.Second,
			WriteTimeout:      30 * time.Second, // events set their own deadlines
			IdleTimeout:       time.Minute,
			MaxHeaderBytes:    16 << 10,
			BaseContext:       func(net.Listener) context.Context { return ctx },
			ErrorLog:          silent(),
		}
		servers = append(servers, h)
		go h.Serve(l) // ends with ErrServerClosed in shutDown
	}
	return servers
}

// shutDown lets requests finish for a moment, then ends them. Event streams
// have ended with the context.
func shutDown(servers []*http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	for _, h := range servers {
		if err := h.Shutdown(ctx); err != nil {
			h.Close()
		}
	}
	return nil
}

// listen opens a port on both loopback addresses, or on the one that the
// machine has.
func listen(port int, search bool) ([]net.Listener, int, error) {
	const tries = 100
	var first error
	for p := port; p < min(port+tries, 1<<16); p++ {
		listeners, err := listenBoth(p)
		if err == nil {
			return listeners, listeners[0].Addr().(*net.TCPAddr).Port, nil
		}
		first = cmp.Or(first, err)
		if !search || !taken(err) {
			break
		}
	}
	return nil, 0, first
}
