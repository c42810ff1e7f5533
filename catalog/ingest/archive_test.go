package ingest

import (
	"os"
	"strings"
	"testing"
)

// archive is a text file that holds files: a comment, then for each file a
// line `-- name --` and its lines (the txtar format).
type archive struct {
	comment string
	files   []archived
}

type archived struct{ name, text string }

func readArchive(t *testing.T, name string) archive {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var a archive
	for line := range strings.Lines(string(data)) {
		marker := strings.TrimSpace(line)
		switch n := len(a.files); {
		case strings.HasPrefix(line, "-- ") && strings.HasSuffix(marker, " --"):
			a.files = append(a.files, archived{name: strings.TrimSpace(marker[3 : len(marker)-3])})
		case n == 0:
			a.comment += line
		default:
			a.files[n-1].text += line
		}
	}
	return a
}

func (a archive) String() string {
	var b strings.Builder
	b.WriteString(a.comment)
	for _, f := range a.files {
		b.WriteString("-- " + f.name + " --\n" + f.text)
		if f.text != "" && !strings.HasSuffix(f.text, "\n") {
			b.WriteByte('\n')
		}
	}
	return b.String()
}
