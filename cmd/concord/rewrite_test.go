package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/edit"
	"github.com/concord-catalog/concord/catalog/source"
)

// TestCarryOut writes only what changes, keeps permissions, and leaves
// everything alone when somebody was quicker.
func TestCarryOut(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string, mode os.FileMode) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	put("terms/a.yaml", "name: a\n", 0o640)
	put("terms/b.yaml", "name: b\n", 0o644)
	set, _, err := source.Read(context.Background(), dir, source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	change := edit.Change{Files: map[string][]byte{"terms/a.yaml": []byte("name: A\n"), "terms/new/c.yaml": []byte("name: B\n")},
		Moves: []edit.Move{{From: "terms/b.yaml", To: "terms/new/c.yaml"}}}
	put("terms/b.yaml", "name: somebody else\n", 0o644)
	if err := carryOut(dir, set, change); err == nil || !strings.Contains(err.Error(), "was changed while this ran") {
		t.Errorf("a file that changed meanwhile: %v", err)
	}
	if data, _ := os.ReadFile(filepath.Join(dir, "terms/a.yaml")); string(data) != "name: a\n" {
		t.Errorf("the other file was written all the same: %q", data)
	}
	put("terms/b.yaml", "name: b\n", 0o644)
	if err := carryOut(dir, set, change); err != nil {
		t.Fatal(err)
	}
	var found []string
	err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		data, _ := os.ReadFile(path)
		found = append(found, fmt.Sprintf("%s %v %s", path[len(dir)+1:], info.Mode(), strings.TrimSpace(string(data))))
		return err
	})
	want := []string{"terms/a.yaml -rw-r----- name: A", "terms/new/c.yaml -rw-r--r-- name: B"}
	if err != nil || !slices.Equal(found, want) {
		t.Errorf("the folder holds %q, want %q", found, want)
	}
	if err := carryOut(dir, set, edit.Change{Files: map[string][]byte{"../outside.yaml": nil}}); err == nil {
		t.Error("a file outside the content folder is written")
	}
}
