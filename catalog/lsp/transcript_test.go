package lsp

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

// cursor marks the place in a question's text.
const cursor = "▮"

// TestTranscripts asks the questions in testdata/ask and compares the answers
// with those that stand below them. A question is a method and a file, then
// either some words of that file as it is, with the cursor in them, or another
// text for it. UPDATE=1 writes the answers anew.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/ask/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { transcript(t, file) })
	}
}

func transcript(t *testing.T, file string) {
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// The rules run once: what they would find in the texts of the questions is not
	// to come into the answers, now and then.
	c := begin(t, folder(t, content(t, "testdata/world.txtar")), Options{NamesAfter: 5 * time.Millisecond, ConflictsAfter: time.Hour}, everything)
	c.openFile("terms/logistics/stock-in-transit.yaml")
	c.has("terms/logistics/stock-in-transit.yaml", "CON111") // the rules have run
	c.close("terms/logistics/stock-in-transit.yaml")
	out := &txtar.Archive{Comment: a.Comment}
	for i := 0; i < len(a.Files); i++ {
		q := a.Files[i]
		if q.Name == "answer" {
			continue
		}
		out.Files = append(out.Files, q, txtar.File{Name: "answer", Data: []byte(c.answer(q.Name, string(q.Data)))})
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, txtar.Format(out), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got, want := txtar.Format(out), txtar.Format(a); !bytes.Equal(got, want) {
		t.Errorf("%s: the answers are now\n%s", file, got)
	}
}

// answer asks one question and writes the answer for people.
func (c *client) answer(question, text string) string {
	c.t.Helper()
	method, path, _ := strings.Cut(question, " ")
	var place at
	if words := strings.TrimSpace(text); !strings.Contains(words, "\n") && strings.Contains(words, "|") {
		c.openFile(path)
		place = c.here(path, words)
	} else {
		before, after, ok := strings.Cut(text, cursor)
		if !ok {
			c.t.Fatalf("%s: there is no cursor in\n%s", question, text)
		}
		c.open(path, before+after)
		place = at{textDocument{c.uri(path)}, c.docs[path].position(len(before), utf16Units)}
	}
	defer c.close(path)
	// A rename rests on the folder as a whole: it waits until the text of the
	// question before, which was never saved, is forgotten.
	c.request("textDocument/rename", map[string]any{"textDocument": place.TextDocument, "position": place.Position, "newName": ""})
	raw := c.must("textDocument/"+method, place)
	switch method {
	case "hover":
		if h := as[*hover](c.t, raw); h != nil {
			return h.Contents.Value + "\n"
		}
		return "nothing\n"
	case "completion":
		return c.listItems(path, as[completionList](c.t, raw))
	}
	return string(raw) + "\n"
}

// listItems shows what each proposal would write, and what is said beside it.
func (c *client) listItems(path string, list completionList) string {
	if len(list.Items) == 0 {
		return "nothing\n"
	}
	var b strings.Builder
	for i, item := range list.Items {
		if i == 12 {
			b.WriteString("(and more)\n")
			break
		}
		t := c.docs[path]
		from, to := t.offset(item.TextEdit.Range.Start, utf16Units), t.offset(item.TextEdit.Range.End, utf16Units)
		change := fmt.Sprintf("%q", item.TextEdit.NewText)
		if old := string(t.data[from:to]); old != "" {
			change = fmt.Sprintf("%q for %q", item.TextEdit.NewText, old)
		}
		line := strings.TrimSpace(change + "  " + item.Detail)
		if item.Deprecated {
			line += " (deprecated)"
		}
		fmt.Fprintln(&b, line)
		if i == 0 && item.Documentation != nil {
			for doc := range strings.Lines(item.Documentation.Value) {
				fmt.Fprintln(&b, strings.TrimRight("    "+doc, " \n"))
			}
		}
	}
	return b.String()
}
