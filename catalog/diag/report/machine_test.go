package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// many makes a list with n findings of each family.
func many(n int) (*source.Set, diag.List) {
	set := source.NewSet(map[string][]byte{"terms/a.yaml": []byte("name: a\n")})
	var list diag.List
	for _, family := range []diag.Family{diag.Error, diag.Conflict, diag.Advice} {
		k := &diag.Kind{Code: "TST00" + fmt.Sprint(int(family)), ID: "test-" + family.String(), Title: "test", Family: family, Severity: diag.Major}
		for i := range n {
			f := k.At(source.Span{File: 1, Start: 0, End: 4}, fmt.Sprintf("finding %d, %s", i, strings.Repeat("words ", 40)))
			list = append(list, f.WithHelp("do @something about https://example.org"))
		}
	}
	return set, list
}

func output(t *testing.T, p Printer, set *source.Set, list diag.List) string {
	t.Helper()
	var b bytes.Buffer
	if err := p(&b, set, list, Options{Folder: "content/"}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGitHubLimits(t *testing.T) {
	set, list := many(25)
	out := output(t, GitHub, set, list)
	for _, level := range []string{"error", "warning", "notice"} {
		if n := strings.Count(out, "::"+level+" "); n != 10 {
			t.Errorf("%d annotations of level %s, want 10", n, level)
		}
	}
	if !strings.Contains(out, "45 more not annotated") {
		t.Errorf("the rest is not counted:\n%s", out[len(out)-300:])
	}
}

func TestMarkdownFitsAComment(t *testing.T) {
	set, list := many(400)
	out := output(t, Markdown, set, list)
	if n := utf8.RuneCountInString(out); n > 65_536 || n < 60_000 {
		t.Errorf("%d characters", n)
	}
	if !strings.Contains(out, "more did not fit") || strings.Contains(out, "@something") {
		t.Error("the rest is not counted, or somebody is mentioned")
	}
}

func TestMachineFormatsParse(t *testing.T) {
	set, list := many(3)
	list[4].Settled = &diag.Settlement{By: "resolution:x", How: "accept", Note: "for now"}
	for _, list := range []diag.List{nil, list} {
		for name, p := range map[string]Printer{"sarif": SARIF, "gitlab": GitLab, "rdjson": RDJSON, "json": JSON} {
			var v any
			if err := json.Unmarshal([]byte(output(t, p, set, list)), &v); err != nil {
				t.Errorf("%s of %d findings: %v", name, len(list), err)
			}
		}
		var suites junitSuites
		if err := xml.Unmarshal([]byte(output(t, JUnit, set, list)), &suites); err != nil {
			t.Errorf("junit: %v", err)
		}
		if want := len(list); want > 0 && (suites.Tests != 9 || suites.Failures != 5) {
			t.Errorf("junit counts %d tests and %d failures", suites.Tests, suites.Failures)
		}
		lines := strings.Count(output(t, JSONL, set, list), "\n")
		if lines != len(list) {
			t.Errorf("jsonl has %d lines for %d findings", lines, len(list))
		}
	}
}

// A fingerprint holds while a finding moves within its file, and differs
// between findings.
func TestFingerprints(t *testing.T) {
	set, list := many(3)
	before := Fingerprints(set, list)
	list[0].At.Start++
	after := Fingerprints(set, list)
	seen := map[string]bool{}
	for i := range before {
		if before[i] != after[i] || seen[before[i]] {
			t.Errorf("fingerprint %d: %s and %s", i, before[i], after[i])
		}
		seen[before[i]] = true
	}
}
