package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

var update = flag.Bool("update", os.Getenv("UPDATE") != "", "rewrite the golden parts of testdata")

// spec is a finding as the txtar files write it. A place is the n-th time that
// Text stands in File; Len cuts or stretches it.
type spec struct {
	Family, Severity, Code, ID string
	Conflict                   string
	Message, Label             string
	At                         place
	Places                     []struct {
		place
		Label string
	}
	Subjects, Notes, Help, Owners []string
	Decider                       string
	Risk                          *diag.Risk
	Settled                       *diag.Settlement
	Compared                      *diag.Comparison
}

type place struct {
	File, Text string
	Nth        int
	Len        *int32
	Offset     int32
}

// TestGolden prints the findings of each testdata file in each format that has
// a golden part: want.text, want.color, want.short, want.json.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no test data: %v", err)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { golden(t, name) })
	}
}

func golden(t *testing.T, name string) {
	ar, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	set, list := input(t, ar)
	o := Options{}
	for _, word := range strings.Fields(string(ar.Comment)) {
		if n, ok := strings.CutPrefix(word, "width="); ok {
			o.Width, _ = strconv.Atoi(n)
		}
		if n, ok := strings.CutPrefix(word, "max="); ok {
			o.Max, _ = strconv.Atoi(n)
		}
		if n, ok := strings.CutPrefix(word, "folder="); ok {
			o.Folder = n
		}
	}
	checked := 0
	for i := range ar.Files {
		format, ok := strings.CutPrefix(ar.Files[i].Name, "want.")
		if !ok {
			continue
		}
		checked++
		got := printed(t, format, set, list, o)
		if *update {
			ar.Files[i].Data = got
		} else if !bytes.Equal(got, ar.Files[i].Data) {
			t.Errorf("%s:\n%s\nwant:\n%s", format, got, ar.Files[i].Data)
		}
	}
	if checked == 0 {
		t.Error("no want part")
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(ar), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func printed(t *testing.T, format string, set *source.Set, list diag.List, o Options) []byte {
	if format == "color" {
		format, o.Color = "text", true
	}
	print, ok := Lookup(format)
	if !ok {
		t.Fatalf("no format %q", format)
	}
	var b bytes.Buffer
	if err := print(&b, set, list, o); err != nil {
		t.Fatal(err)
	}
	if o.Color { // keep the golden file readable
		return bytes.ReplaceAll(b.Bytes(), []byte("\x1b["), []byte("‹"))
	}
	return b.Bytes()
}

// input reads content files and findings. A file named quoted:NAME holds a Go
// string, for content that a text file cannot hold.
func input(t *testing.T, ar *txtar.Archive) (*source.Set, diag.List) {
	contents := map[string][]byte{}
	var specs []spec
	for _, f := range ar.Files {
		name, quoted := strings.CutPrefix(f.Name, "quoted:")
		switch {
		case quoted:
			s, err := strconv.Unquote(strings.TrimSpace(string(f.Data)))
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			contents[name] = []byte(s)
		case f.Name == "findings.json":
			dec := json.NewDecoder(bytes.NewReader(f.Data))
			dec.DisallowUnknownFields()
			if err := dec.Decode(&specs); err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		case !strings.HasPrefix(f.Name, "want."):
			contents[f.Name] = f.Data
		}
	}
	set := source.NewSet(contents)
	var list diag.List
	for _, s := range specs {
		list = append(list, s.finding(t, set))
	}
	return set, list.Sort()
}

func (s spec) finding(t *testing.T, set *source.Set) diag.Finding {
	k := &diag.Kind{Code: s.Code, ID: s.ID, Category: "formula"}
	switch s.Family {
	case "error":
		k.Family = diag.Error
	case "conflict":
		k.Family = diag.Conflict
	}
	severity, ok := diag.ParseSeverity(s.Severity)
	if !ok {
		severity = diag.Major
	}
	f := diag.Finding{Kind: k, Severity: severity, ID: s.Conflict, Message: s.Message, At: s.At.span(t, set), Label: s.Label,
		Subjects: s.Subjects, Notes: s.Notes, Help: s.Help, Owners: s.Owners, Decider: s.Decider, Risk: s.Risk, Settled: s.Settled, Compared: s.Compared}
	for _, p := range s.Places {
		f = f.WithPlace(p.span(t, set), p.Label)
	}
	return f
}

func (p place) span(t *testing.T, set *source.Set) source.Span {
	if p.File == "" {
		return source.Span{}
	}
	f := set.ByPath(p.File)
	if f == nil {
		t.Fatalf("no file %q", p.File)
	}
	from := 0
	for n := 0; ; n++ {
		i := bytes.Index(f.Data[from:], []byte(p.Text))
		if i < 0 {
			t.Fatalf("%q does not stand %d times in %s", p.Text, p.Nth+1, p.File)
		}
		from += i
		if n == p.Nth {
			break
		}
		from++
	}
	sp := source.Span{File: f.ID, Start: int32(from) + p.Offset, End: int32(from + len(p.Text))}
	if p.Len != nil {
		sp.End = sp.Start + *p.Len
	}
	return sp
}

// Whatever content files hold, no byte that a terminal would act on is
// printed, and no line of output begins with content.
func TestHostileContentIsMadeVisible(t *testing.T) {
	evil := "\x1b]0;title\x07\u202Eabc\u2066\u200b\x9b31m\xff\r\n::warning::hello\x00\u2028x"
	set := source.NewSet(map[string][]byte{"::error::" + evil + ".yaml": []byte("a: " + evil + "\nb: 1\n")})
	file := set.Files()[0]
	k := &diag.Kind{Code: "E1", ID: "evil", Family: diag.Conflict}
	list := diag.List{{Kind: k, Message: evil, At: file.Span(), Label: evil, Places: []diag.Place{{At: source.Span{File: 1, Start: 3, End: 9}, Label: evil}},
		Subjects: []string{evil}, Notes: []string{evil}, Help: []string{evil}, Owners: []string{evil}, Decider: evil,
		Risk: &diag.Risk{KPIs: []string{"kpi:" + evil}}}}
	for _, format := range Formats() {
		var b bytes.Buffer
		if err := format.Print(&b, set, list, Options{}); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if strings.HasPrefix(line, "::") && !(format.Name == "github" && strings.HasPrefix(line, "::warning file=%3A%3Aerror%3A%3A")) {
				t.Errorf("%s: content begins the line %q", format.Name, line)
			}
			for _, r := range line {
				if Visible(string(r)) != string(r) {
					t.Errorf("%s: raw %U in %q", format.Name, r, line)
				}
			}
		}
	}
}

// Every range of every file can be framed: the printer must not panic, and
// marks stand under the line that is shown.
func TestAnyRangeCanBeFramed(t *testing.T) {
	text := "a: ü\tb\r\n\nwide: 日本語テキスト " + strings.Repeat("long ", 9) + "\n  end: \xff\xfe\n"
	set := source.NewSet(map[string][]byte{"f.yaml": []byte(text)})
	k := &diag.Kind{Code: "E1", ID: "any", Family: diag.Error}
	for start := range len(text) + 2 {
		for end := start; end <= len(text)+2; end++ {
			list := diag.List{{Kind: k, Message: "m", At: source.Span{File: 1, Start: int32(start), End: int32(end)}}}
			for _, width := range []int{4, 20, 100} {
				var b bytes.Buffer
				if err := Text(&b, set, list, Options{Width: width}); err != nil {
					t.Fatal(err)
				}
				checkMarks(t, b.String(), fmt.Sprintf("%d..%d at width %d", start, end, width))
			}
		}
	}
}

func checkMarks(t *testing.T, out, what string) {
	var above string
	for line := range strings.Lines(out) {
		line = strings.TrimRight(line, "\n")
		_, body, ok := strings.Cut(line, "|")
		if !ok {
			continue
		}
		if strings.Contains(body, "^") {
			if from := strings.Index(body, "^"); from > max(1, columns(above)) {
				t.Fatalf("%s: mark in column %d past the end of %q", what, from, above)
			}
		}
		above = body
	}
}

func TestLongLineIsCheap(t *testing.T) {
	line := bytes.Repeat([]byte("日本 "), 200_000)
	allocs := testing.AllocsPerRun(5, func() { window(line, len(line)/2, len(line)/2+30, 100) })
	if allocs > 20_000 {
		t.Errorf("window of a long line makes %.0f allocations", allocs)
	}
}

func TestWindow(t *testing.T) {
	tests := []struct {
		line     string
		from, to int
		limit    int
		text     string
		pad      int
		marks    int
	}{
		{"a: bcd", 3, 6, 20, "a: bcd", 3, 3},
		{"\ta: b", 4, 5, 20, "    a: b", 7, 1},
		{"日本: x", 8, 9, 20, "日本: x", 6, 1},
		{"日本: x", 0, 6, 20, "日本: x", 0, 4},
		{"e\u0301x", 3, 4, 20, "e\u0301x", 1, 1},
		{"abc", 3, 3, 20, "abc", 3, 1},
		{"", 0, 0, 20, "", 0, 1},
		{"0123456789abcdefghij", 10, 12, 12, "…6789abcdef…", 5, 2},
		{"0123456789abcdefghij", 0, 20, 12, "0123456789…", 0, 10},
		{"0123456789abcdefghij", 19, 20, 12, "…abcdefghij", 10, 1},
	}
	for _, tt := range tests {
		v := window([]byte(tt.line), tt.from, tt.to, tt.limit)
		pad, marks := v.mark(tt.from, tt.to)
		if v.text() != tt.text || pad != tt.pad || marks != tt.marks {
			t.Errorf("window(%q, %d, %d, %d) = %q %d %d, want %q %d %d",
				tt.line, tt.from, tt.to, tt.limit, v.text(), pad, marks, tt.text, tt.pad, tt.marks)
		}
	}
}
