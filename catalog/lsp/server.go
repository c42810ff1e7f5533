// Package lsp is a language server for content folders: what the compiler knows
// is there while somebody types, on text that is not saved yet.
//
// [Serve] reads messages and answers them. Edits are applied in the order in
// which they come, requests are answered beside each other and can be cancelled.
// A [space] is one content folder with the documents an editor has open in it;
// it compiles in steps, the quick ones first (see space.go). Files are named
// after what editors ask for: hover.go, complete.go, navigate.go.
//
// Nothing is ever written to disk. Changes are handed to the editor, which asks
// the person in front of it.
package lsp

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"sync"
	"time"

	"github.com/concord-catalog/concord/catalog/model"
)

// Options says what the server works on.
type Options struct {
	Content string     // the content folder; "" finds it from what the editor has open
	Today   model.Date // the day that ages and expiries are counted from; default: the newest commit's
	Now     func() time.Time
	Version string
	Log     func(string) // what an operator may want to know; nil drops it

	// Pauses before work starts, so that it is not done for every key that is
	// pressed; 0 takes the default.
	NamesAfter, ConflictsAfter time.Duration
}

// The default pauses.
const (
	namesAfter     = 100 * time.Millisecond
	conflictsAfter = 500 * time.Millisecond
)

// ErrNoShutdown says that the editor went away without saying so first.
var ErrNoShutdown = errors.New("the editor ended the connection without a shutdown request")

// Serve answers an editor until it says exit, goes away, or ctx is cancelled.
func Serve(ctx context.Context, in io.Reader, out io.Writer, opt Options) error {
	ctx, cancel := context.WithCancel(ctx)
	s := &server{opt: opt, conn: &conn{in: bufio.NewReader(in), out: out}, ctx: ctx, running: map[string]context.CancelFunc{}}
	if s.opt.NamesAfter == 0 {
		s.opt.NamesAfter = namesAfter
	}
	if s.opt.ConflictsAfter == 0 {
		s.opt.ConflictsAfter = conflictsAfter
	}
	if s.opt.Log == nil {
		s.opt.Log = func(string) {}
	}
	defer func() {
		cancel()
		s.work.Wait()
	}()
	messages := make(chan incoming)
	go s.receive(ctx, messages)
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case m := <-messages:
			if done, err := s.take(m); done {
				return err
			}
		}
	}
}

// incoming is a message, or why there is none.
type incoming struct {
	*message
	err error
}

func (s *server) receive(ctx context.Context, messages chan<- incoming) {
	for {
		m, err := s.conn.read()
		select {
		case messages <- incoming{m, err}:
		case <-ctx.Done():
			return
		}
		var bad *wireError
		if err != nil && !errors.As(err, &bad) {
			return
		}
	}
}

// phase is where the server stands in its life.
type phase uint8

const (
	fresh phase = iota
	ready
	closing
)

// server is one connection. Only the loop of [Serve] changes its fields, but for
// those with a lock.
type server struct {
	opt   Options
	conn  *conn
	ctx   context.Context
	phase phase
	enc   encoding
	can   capabilities
	work  sync.WaitGroup

	folders []string // that the editor has open
	spaces  []*space
	asked   int // requests made to the editor

	mu      sync.Mutex
	running map[string]context.CancelFunc // requests by ID
}

// take handles one message. It reports true when the connection is to end.
func (s *server) take(m incoming) (done bool, err error) {
	var bad *wireError
	switch {
	case errors.As(m.err, &bad):
		null := json.RawMessage("null")
		return false, s.conn.answer(&null, nil, bad)
	case errors.Is(m.err, io.EOF) && s.phase == closing:
		return true, nil
	case m.err != nil:
		return true, ErrNoShutdown
	case m.Method == "exit":
		if s.phase != closing {
			return true, ErrNoShutdown
		}
		return true, nil
	case m.Method == "": // an answer to what the server asked
		return false, nil
	case m.ID == nil:
		s.guard(m.Method, func() { s.notified(m.message) })
		return false, nil
	}
	s.request(m.message)
	return false, nil
}

// guard keeps a panic from ending the server, and says that there was one.
func (s *server) guard(what string, do func()) (failed bool) {
	defer func() {
		if r := recover(); r != nil {
			failed = true
			s.opt.Log(fmt.Sprintf("%s: internal error: %v\n%s", what, r, debug.Stack()))
		}
	}()
	do()
	return false
}

// request answers one request: what concerns the connection at once, all else
// beside other requests.
func (s *server) request(m *message) {
	switch {
	case m.Method == "initialize" && s.phase == fresh:
		result, err := s.initialize(m.Params)
		s.conn.answer(m.ID, result, err)
		return
	case s.phase == fresh:
		s.conn.answer(m.ID, nil, refuse(codeNotInitialized, "the first request is `initialize`"))
		return
	case s.phase == closing || m.Method == "initialize":
		s.conn.answer(m.ID, nil, refuse(codeInvalidRequest, "`%s` has no place here", m.Method))
		return
	case m.Method == "shutdown":
		s.phase = closing
		s.cancelAll()
		s.conn.answer(m.ID, nil, nil)
		return
	}
	handle, ok := handlers[m.Method]
	if !ok {
		s.conn.answer(m.ID, nil, refuse(codeNoMethod, "there is no method `%s`", m.Method))
		return
	}
	do, err := handle(s, m.Params) // takes hold of the texts as they are now
	if do == nil {                 // there is nothing to wait for
		s.conn.answer(m.ID, nil, err)
		return
	}
	ctx, cancel := context.WithCancel(s.ctx)
	id := string(*m.ID)
	s.mu.Lock()
	s.running[id] = cancel
	s.mu.Unlock()
	s.work.Go(func() {
		defer func() {
			s.mu.Lock()
			delete(s.running, id)
			s.mu.Unlock()
			cancel()
		}()
		s.finish(ctx, m, do)
	})
}

// finish works a request out and answers it.
func (s *server) finish(ctx context.Context, m *message, do job) {
	var result any
	var err error
	var refused *wireError
	failed := s.guard(m.Method, func() {
		result, err = do(ctx)
	})
	switch {
	case failed:
		err = refuse(codeInternal, "`%s` failed through a mistake in Concord; the server goes on", m.Method)
	case ctx.Err() != nil && !errors.As(err, &refused):
		err = refuse(codeCancelled, "`%s` was cancelled", m.Method)
	}
	s.conn.answer(m.ID, result, err)
}

func (s *server) cancelAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, cancel := range s.running {
		cancel()
	}
}

// job works out the answer to a request. A nil job answers null.
type job func(ctx context.Context) (any, error)

// handlers are the requests that are answered. Each reads its parameters and
// takes hold of the documents while the loop waits; the job runs beside others.
var handlers = map[string]func(*server, json.RawMessage) (job, error){
	"textDocument/hover":          where((*view).hover),
	"textDocument/completion":     where((*view).completion),
	"textDocument/definition":     where((*view).definition),
	"textDocument/prepareRename":  where((*view).prepareRename),
	"textDocument/references":     references,
	"textDocument/rename":         rename,
	"textDocument/codeAction":     codeActions,
	"textDocument/documentSymbol": whole((*view).symbols),
	"textDocument/formatting":     whole((*view).format),
	"textDocument/documentLink":   whole((*view).links),
	"workspace/symbol":            workspaceSymbols,
}

// where makes a handler of a question about a place in a document.
func where[T any](ask func(*view, context.Context, int) (T, error)) func(*server, json.RawMessage) (job, error) {
	return func(s *server, raw json.RawMessage) (job, error) {
		p, err := decodeParams[at](raw)
		v := s.view(p.TextDocument.URI)
		if err != nil || v == nil {
			return nil, err
		}
		return func(ctx context.Context) (any, error) { return ask(v, ctx, v.text.offset(p.Position, s.enc)) }, nil
	}
}

// whole makes a handler of a question about a whole document.
func whole[T any](ask func(*view, context.Context) (T, error)) func(*server, json.RawMessage) (job, error) {
	return func(s *server, raw json.RawMessage) (job, error) {
		p, err := decodeParams[struct {
			TextDocument textDocument `json:"textDocument"`
		}](raw)
		v := s.view(p.TextDocument.URI)
		if err != nil || v == nil {
			return nil, err
		}
		return func(ctx context.Context) (any, error) { return ask(v, ctx) }, nil
	}
}
