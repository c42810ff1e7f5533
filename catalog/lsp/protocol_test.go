package lsp

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// talk sends bytes as they are and returns every answer, in order.
func talk(t *testing.T, input string) ([]message, error) {
	t.Helper()
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() {
		err := Serve(context.Background(), strings.NewReader(input), w, Options{Now: time.Now})
		w.Close()
		done <- err
	}()
	c := &conn{in: bufio.NewReader(r)}
	var list []message
	for {
		m, err := c.read()
		if err != nil {
			return list, <-done
		}
		list = append(list, *m)
	}
}

func framed(bodies ...string) string {
	var b strings.Builder
	for _, body := range bodies {
		fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n%s", len(body), body)
	}
	return b.String()
}

const hello = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}`

// TestMalformed answers what it can and goes on to the next message.
func TestMalformed(t *testing.T) {
	for name, x := range map[string]struct {
		input string
		code  int
	}{
		"no JSON":              {framed(`{"jsonrpc": "2.0", "id"`), codeParse},
		"no text":              {framed("\xff\xfe"), codeParse},
		"an empty message":     {framed(``), codeParse},
		"a batch":              {framed(`[` + hello + `]`), codeInvalidRequest},
		"a number":             {framed(`7`), codeInvalidRequest},
		"no method":            {framed(`{"jsonrpc":"2.0"}`), codeInvalidRequest},
		"a method of no text":  {framed(`{"jsonrpc":"2.0","id":9,"method":7}`), codeInvalidRequest},
		"before initialize":    {framed(`{"jsonrpc":"2.0","id":9,"method":"textDocument/hover"}`), codeNotInitialized},
		"bad parameters":       {framed(`{"jsonrpc":"2.0","id":9,"method":"initialize","params":[1]}`), codeInvalidParams},
		"lines between frames": {"noise\r\nmore: noise\r\n\r\n" + framed(`x`), codeParse},
		"a length of no sense": {"Content-Length: many\r\n\r\n" + framed(`x`), codeParse},
	} {
		list, err := talk(t, x.input+framed(hello))
		if len(list) != 2 || list[0].Error == nil || list[0].Error.Code != x.code || list[1].Error != nil || list[1].Result == nil {
			t.Errorf("%s: answers %+v", name, list)
		}
		if !errors.Is(err, ErrNoShutdown) {
			t.Errorf("%s: ended with %v", name, err)
		}
	}
}

func TestUnknown(t *testing.T) {
	list, _ := talk(t, framed(hello,
		`{"jsonrpc":"2.0","id":"two","method":"textDocument/foldingRange","params":{}}`,
		`{"jsonrpc":"2.0","method":"$/setTrace","params":{"value":"off"}}`,
		`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":7}}`,
		`{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///nowhere/x.yaml"},"contentChanges":[]}}`,
		`{"jsonrpc":"2.0","id":3,"method":"textDocument/hover","params":{"textDocument":{"uri":"untitled:1"},"position":{"line":0,"character":0}}}`,
		`{"jsonrpc":"2.0","id":4,"method":"textDocument/hover"}`,
		`{"jsonrpc":"2.0","id":5,"method":"shutdown"}`, `{"jsonrpc":"2.0","method":"exit"}`))
	answers := map[string]message{}
	for _, m := range list {
		if m.ID != nil {
			answers[string(*m.ID)] = m
		}
	}
	if e := answers[`"two"`].Error; e == nil || e.Code != codeNoMethod {
		t.Errorf("an unknown method: %+v", answers[`"two"`])
	}
	if m := answers["3"]; m.Error != nil || string(m.Result) != "null" {
		t.Errorf("a document that was never opened: %+v", m)
	}
	if e := answers["4"].Error; e == nil || e.Code != codeInvalidParams {
		t.Errorf("missing parameters: %+v", answers["4"])
	}
	if m := answers["5"]; m.Error != nil {
		t.Errorf("shutdown: %+v", m)
	}
}

// TestCancel cancels a request that waits for the folder to be read.
func TestCancel(t *testing.T) {
	c := world(t)
	c.openFile(customer)
	var answers []chan *message
	for range 50 {
		id, answer := c.post("textDocument/hover", c.here(customer, "owner: ada|"))
		c.notify("$/cancelRequest", map[string]json.RawMessage{"id": json.RawMessage(id)})
		answers = append(answers, answer)
	}
	for _, a := range answers {
		select {
		case m := <-a:
			if m.Error != nil && m.Error.Code != codeCancelled {
				t.Errorf("a cancelled request: %+v", m.Error)
			}
		case <-time.After(time.Minute):
			t.Fatal("a cancelled request has no answer")
		}
	}
	c.notify("$/cancelRequest", map[string]int{"id": 4711})
}

// TestPanic answers a request that fails through a mistake, and lives on.
func TestPanic(t *testing.T) {
	handlers["concord/panic"] = func(*server, json.RawMessage) (job, error) {
		return func(context.Context) (any, error) { panic("a mistake") }, nil
	}
	t.Cleanup(func() { delete(handlers, "concord/panic") })
	c := world(t)
	if _, err := c.request("concord/panic", nil); err == nil || err.Code != codeInternal {
		t.Errorf("a panic answers %v", err)
	}
	c.openFile(customer)
	c.clean(customer)
}

// TestConcurrentEdits asks while it types; every request has an answer and the
// last text is the one that counts.
func TestConcurrentEdits(t *testing.T) {
	c := world(t)
	text := c.openFile(salesTransit)
	var answers []chan *message
	for i := range 60 {
		c.replace(salesTransit, strings.Replace(text, "status: approved", fmt.Sprintf("status: approved\ntags: [t%d", i)+"]", 1))
		for _, method := range []string{"hover", "completion", "definition", "documentSymbol"} {
			_, a := c.post("textDocument/"+method, c.here(salesTransit, "filter(mov|ement"))
			answers = append(answers, a)
		}
	}
	for _, a := range answers {
		select {
		case m := <-a:
			if m.Error != nil {
				t.Errorf("%+v", m.Error)
			}
		case <-time.After(time.Minute):
			t.Fatal("a request has no answer")
		}
	}
	c.replace(salesTransit, strings.Replace(text, "status: approved", "status: aproved", 1))
	c.has(salesTransit, "REF004")
}

// TestIncremental types at random places, in every encoding, and has the server
// come to the same text as the editor.
func TestIncremental(t *testing.T) {
	pieces := []string{"a", "né", "🛒", "\n", "\r\n", "\r", "name: ", "日本", "  ", "👩‍👩‍👧", "é", ""}
	for _, enc := range []encoding{utf8Units, utf16Units, utf32Units} {
		r := rand.New(rand.NewPCG(7, uint64(len(enc))))
		for range 60 {
			model := "name: Net 🛒 revenue\r\ndefinition: Größe\nstatus: draft"
			d := newText([]byte(model))
			for range 40 {
				runes := []rune(model)
				from := r.IntN(len(runes) + 1)
				to := from + r.IntN(min(4, len(runes)-from)+1)
				piece := pieces[r.IntN(len(pieces))]
				before, cut := string(runes[:from]), string(runes[from:to])
				change := contentChange{Range: &span{naivePosition(model, len(before), enc), naivePosition(model, len(before)+len(cut), enc)}, Text: piece}
				if splitsBreak(model, len(before)) || splitsBreak(model, len(before)+len(cut)) {
					continue
				}
				model = before + piece + string(runes[to:])
				d = d.changed(change, enc)
				if string(d.data) != model {
					t.Fatalf("%s: after %+v the text is\n%q, not\n%q", enc, change, d.data, model)
				}
			}
			for i := range model {
				if p := d.position(i, enc); !splitsBreak(model, i) && d.offset(p, enc) != i {
					t.Fatalf("%s: byte %d of %q is %+v, which is byte %d", enc, i, model, p, d.offset(p, enc))
				}
			}
		}
	}
}

// splitsBreak reports a place between CR and LF, which no position names.
func splitsBreak(s string, i int) bool {
	return i > 0 && i < len(s) && s[i-1] == '\r' && s[i] == '\n'
}

// naivePosition counts a position from the start of the text.
func naivePosition(s string, offset int, enc encoding) position {
	head := strings.ReplaceAll(strings.ReplaceAll(s[:offset], "\r\n", "\n"), "\r", "\n")
	if offset > 0 && offset < len(s) && s[offset-1] == '\r' && s[offset] == '\n' {
		head = head[:len(head)-1]
	}
	line := head[strings.LastIndexByte(head, '\n')+1:]
	p := position{Line: strings.Count(head, "\n"), Character: len(line)}
	switch enc {
	case utf16Units:
		p.Character = len(utf16.Encode([]rune(line)))
	case utf32Units:
		p.Character = utf8.RuneCountInString(line)
	}
	return p
}

// TestBeyond moves positions outside of the text to its ends.
func TestBeyond(t *testing.T) {
	d := newText([]byte("a🛒\r\nb"))
	for p, want := range map[position]int{{0, 1}: 1, {0, 2}: 1, {0, 3}: 5, {0, 99}: 5, {1, 0}: 7, {1, 9}: 8, {9, 0}: 8, {-1, 0}: 0} {
		if got := d.offset(p, utf16Units); got != want {
			t.Errorf("%+v is byte %d, not %d", p, got, want)
		}
	}
}

// TestEdits turns texts into each other by the edits that an editor would get.
func TestEdits(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	parts := []string{"a", "b🛒", "é", "è", "\n", "\r\n", "name: x\n", "🛒", "🛍"}
	text := func() string {
		var b strings.Builder
		for range r.IntN(12) {
			b.WriteString(parts[r.IntN(len(parts))])
		}
		return b.String()
	}
	for range 5000 {
		old, now := newText([]byte(text())), newText([]byte(text()))
		list := edits(old, now, utf16Units)
		got := old
		for i := len(list) - 1; i >= 0; i-- {
			got = got.changed(contentChange{&list[i].Range, list[i].NewText}, utf16Units)
		}
		if string(got.data) != string(now.data) {
			t.Fatalf("%q became %q instead of %q by %+v", old.data, got.data, now.data, list)
		}
	}
}

// TestIncrementalSync has two editors type the same, one of which sends what
// changed and the other the whole text, and expects the same findings.
func TestIncrementalSync(t *testing.T) {
	whole, parts := world(t), world(t)
	text := whole.openFile(customer)
	parts.openFile(customer)
	r := rand.New(rand.NewPCG(3, 4))
	pieces := []string{"x", "🛒", "\n", "owner: ", "\r\n", ": ", "["}
	for round := range 8 {
		x := parts.docs[customer]
		for range 10 {
			from := runeStart(x.data, r.IntN(len(x.data)+1))
			if splitsBreak(string(x.data), from) {
				continue
			}
			p := x.position(from, utf16Units)
			change := contentChange{&span{p, p}, pieces[r.IntN(len(pieces))]}
			x = x.changed(change, utf16Units)
			parts.changes(customer, change)
		}
		parts.docs[customer] = x
		if round == 7 { // and back, by one edit over everything
			change := contentChange{&span{position{}, position{1 << 30, 0}}, text + "tags: [🛒]\n"}
			x = x.changed(change, utf16Units)
			parts.docs[customer] = x
			parts.changes(customer, change)
		}
		whole.replace(customer, string(x.data))
		a := whole.must("textDocument/documentSymbol", map[string]any{"textDocument": textDocument{whole.uri(customer)}})
		b := parts.must("textDocument/documentSymbol", map[string]any{"textDocument": textDocument{parts.uri(customer)}})
		if string(a) != string(b) {
			t.Fatalf("round %d: symbols of the whole text\n%s\nand of its parts\n%s", round, a, b)
		}
	}
}

// TestEncodings reports one place in the columns of each encoding.
func TestEncodings(t *testing.T) {
	const path = "terms/sales/new.yaml"
	for offered, want := range map[string]int{`[]`: 13, `["utf-16"]`: 13, `["utf-8","utf-16"]`: 15, `["utf-32"]`: 12} {
		c := start(t, content(t, "testdata/world.txtar"), `{"general":{"positionEncodings":`+offered+`}}`)
		c.open(path, "{name: \"🛒\", statis: draft}\r\n")
		d := c.has(path, "REF001")
		if d.Range.Start.Character != want {
			t.Errorf("%s: the column is %d, not %d", offered, d.Range.Start.Character, want)
		}
	}
}
