package samplerepo_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/internal/samplerepo"
)

const content = "../../../content"

func TestHistoryEndsWhereTheContentIs(t *testing.T) {
	commits, err := samplerepo.Read(content)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(commits); n < 55 {
		t.Errorf("%d commits, want a year of them", n)
	}
	dir := t.TempDir()
	if err := samplerepo.Write(dir, commits); err != nil {
		t.Fatal(err)
	}
	for name, want := range commits[len(commits)-1].Files {
		if got, err := os.ReadFile(filepath.Join(dir, "content", name)); err != nil || string(got) != want {
			t.Errorf("%s is not what the content folder holds (%v)", name, err)
		}
	}
	out, err := exec.Command("git", "-C", dir, "log", "--reverse", "--format=%aI %an: %s").Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != len(commits) || !strings.HasPrefix(lines[0], "2025-11-03T09:12:00") || !strings.HasSuffix(lines[0], commits[0].Subject()) {
		t.Errorf("git has %d commits, the first %q", len(lines), lines[0])
	}
	status, err := exec.Command("git", "-C", dir, "status", "--porcelain").Output()
	if err != nil || len(status) > 0 {
		t.Errorf("the work tree is not clean (%v): %s", err, status)
	}
}

func TestHistoryTellsWhatItCannotUndo(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "stray.yaml"), []byte("name: Stray\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := samplerepo.Read(dir)
	if err == nil || !strings.Contains(err.Error(), "correct history.toml") {
		t.Errorf("a folder that is not the sample gives %v", err)
	}
}
