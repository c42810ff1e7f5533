package lsp

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/model"
)

// client is an editor for tests: it speaks the protocol over pipes.
type client struct {
	t    testing.TB
	root string
	conn *conn
	end  func() error // closes the connection and returns what Serve did
	done chan struct{}

	mu      sync.Mutex
	seq     int
	waiting map[string]chan *message
	found   map[string]publishParams // by URI
	news    chan struct{}
	docs    map[string]*text
	version int
}

// everything is what a modern editor can do.
const everything = `{"general":{"positionEncodings":["utf-16"]},
"workspace":{"workspaceEdit":{"documentChanges":true,"resourceOperations":["create","rename","delete"]}},
"textDocument":{"completion":{"completionItem":{"snippetSupport":false}},"publishDiagnostics":{"relatedInformation":true}}}`

// start writes files into a folder and opens it in an editor.
func start(t testing.TB, files map[string]string, capabilities string) *client {
	t.Helper()
	return begin(t, folder(t, files), Options{}, capabilities)
}

// folder writes files into the content folder of a new folder.
func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for path, text := range files {
		file := filepath.Join(root, "content", filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func begin(t testing.TB, root string, opt Options, capabilities string) *client {
	c := connect(t, root, opt)
	c.initialize(capabilities)
	return c
}

func connect(t testing.TB, root string, opt Options) *client {
	t.Helper()
	opt.Today = model.NewDate(2027, 3, 1)
	opt.Now = func() time.Time { return time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC) }
	if _, bench := t.(*testing.B); !bench && opt.NamesAfter == 0 { // tests do not wait for a pause in typing
		opt.NamesAfter, opt.ConflictsAfter = 5*time.Millisecond, 10*time.Millisecond
	}
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	c := &client{t: t, root: root, conn: &conn{in: bufio.NewReader(fromServer), out: toServer}, done: make(chan struct{}),
		waiting: map[string]chan *message{}, found: map[string]publishParams{}, news: make(chan struct{}, 1), docs: map[string]*text{}}
	var served error
	go func() {
		served = Serve(context.Background(), in, out, opt)
		out.Close()
		io.Copy(io.Discard, in)
	}()
	go c.listen()
	c.end = func() error {
		toServer.Close()
		<-c.done
		return served
	}
	t.Cleanup(func() { c.end() })
	return c
}

func (c *client) listen() {
	defer close(c.done)
	for {
		m, err := c.conn.read()
		if err != nil {
			return
		}
		c.mu.Lock()
		switch {
		case m.Method == "textDocument/publishDiagnostics":
			var p publishParams
			if err := json.Unmarshal(m.Params, &p); err != nil {
				c.t.Error(err)
			}
			c.found[p.URI] = p
			select {
			case c.news <- struct{}{}:
			default:
			}
		case m.Method == "" && m.ID != nil:
			if ch := c.waiting[string(*m.ID)]; ch != nil {
				ch <- m
			}
		}
		c.mu.Unlock()
	}
}

func (c *client) initialize(capabilities string) json.RawMessage {
	c.t.Helper()
	result := c.must("initialize", json.RawMessage(fmt.Sprintf(`{"processId":null,"rootUri":%q,"capabilities":%s}`, uriOf(c.root), capabilities)))
	c.notify("initialized", struct{}{})
	return result
}

// post sends a request and returns a channel with the answer to come.
func (c *client) post(method string, params any) (id string, answer chan *message) {
	c.mu.Lock()
	c.seq++
	id = fmt.Sprint(c.seq)
	answer = make(chan *message, 1)
	c.waiting[id] = answer
	c.mu.Unlock()
	raw := json.RawMessage(id)
	if err := c.conn.send(&raw, method, params); err != nil {
		c.t.Fatal(err)
	}
	return id, answer
}

func (c *client) request(method string, params any) (json.RawMessage, *wireError) {
	c.t.Helper()
	_, answer := c.post(method, params)
	select {
	case m := <-answer:
		return m.Result, m.Error
	case <-c.done:
		c.t.Fatalf("%s: the connection has ended", method)
	case <-time.After(time.Minute):
		c.t.Fatalf("%s: no answer", method)
	}
	return nil, nil
}

func (c *client) must(method string, params any) json.RawMessage {
	c.t.Helper()
	result, err := c.request(method, params)
	if err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
	return result
}

func (c *client) notify(method string, params any) {
	if err := c.conn.notify(method, params); err != nil {
		c.t.Fatal(err)
	}
}

func (c *client) uri(path string) string {
	return uriOf(filepath.Join(c.root, "content", filepath.FromSlash(path)))
}

func (c *client) open(path, content string) {
	c.version++
	c.docs[path] = newText([]byte(content))
	c.notify("textDocument/didOpen", map[string]any{"textDocument": textDocumentItem{c.uri(path), c.version, content}})
}

// openFile opens a file as it is on disk.
func (c *client) openFile(path string) string {
	c.t.Helper()
	data, err := os.ReadFile(filepath.Join(c.root, "content", filepath.FromSlash(path)))
	if err != nil {
		c.t.Fatal(err)
	}
	c.open(path, string(data))
	return string(data)
}

// replace sends the whole text of a document anew.
func (c *client) replace(path, content string) {
	c.docs[path] = newText([]byte(content))
	c.changes(path, contentChange{Text: content})
}

func (c *client) changes(path string, list ...contentChange) {
	c.version++
	p := didChange{ContentChanges: list}
	p.TextDocument.URI, p.TextDocument.Version = c.uri(path), c.version
	c.notify("textDocument/didChange", p)
}

func (c *client) close(path string) {
	delete(c.docs, path)
	c.notify("textDocument/didClose", map[string]any{"textDocument": textDocument{c.uri(path)}})
}

// here is the position of the first place of some words, behind them or, with a
// bar in them, where the bar is.
func (c *client) here(path, words string) at {
	c.t.Helper()
	before, after, _ := strings.Cut(words, "|")
	i := strings.Index(string(c.docs[path].data), before+after)
	if i < 0 {
		c.t.Fatalf("%s does not hold %q", path, before+after)
	}
	return at{textDocument{c.uri(path)}, c.docs[path].position(i+len(before), utf16Units)}
}

// waitFor waits until the diagnostics of a file are as wanted.
func (c *client) waitFor(path, what string, good func([]diagnostic) bool) []diagnostic {
	c.t.Helper()
	deadline := time.After(30 * time.Second)
	for {
		c.mu.Lock()
		p, told := c.found[c.uri(path)]
		c.mu.Unlock()
		if told && good(p.Diagnostics) {
			return p.Diagnostics
		}
		select {
		case <-c.news:
		case <-deadline:
			c.t.Fatalf("%s: %s: the last diagnostics were %+v", path, what, p.Diagnostics)
		}
	}
}

// has waits for a diagnostic of a code.
func (c *client) has(path, code string) diagnostic {
	c.t.Helper()
	var found diagnostic
	c.waitFor(path, "waiting for "+code, func(list []diagnostic) bool {
		for _, d := range list {
			if d.Code == code {
				found = d
				return true
			}
		}
		return false
	})
	return found
}

// clean waits until a file has no diagnostics.
func (c *client) clean(path string) {
	c.t.Helper()
	c.waitFor(path, "waiting for nothing", func(list []diagnostic) bool { return len(list) == 0 })
}

// content reads the files of an archive.
func content(t testing.TB, file string) map[string]string {
	t.Helper()
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range a.Files {
		files[f.Name] = string(f.Data)
	}
	return files
}

func as[T any](t testing.TB, raw json.RawMessage) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	return v
}
