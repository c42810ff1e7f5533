package samplerepo

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Write makes a git repository at dir, which must be empty or absent, whose
// branch main has the commits and whose folder content/ holds the last state.
func Write(dir string, commits []Commit) error {
	if err := git(nil, "init", "--quiet", "--initial-branch=main", dir); err != nil {
		return err
	}
	if err := git(stream(commits), "-C", dir, "fast-import", "--quiet"); err != nil {
		return err
	}
	return git(nil, "-C", dir, "reset", "--quiet", "--hard", "main")
}

// stream is the commits in the form that git fast-import reads.
func stream(commits []Commit) []byte {
	var b bytes.Buffer
	data := func(s string) { fmt.Fprintf(&b, "data %d\n%s\n", len(s), s) }
	before := map[string]string{}
	for _, c := range commits {
		fmt.Fprintf(&b, "commit refs/heads/main\n")
		for _, role := range []string{"author", "committer"} {
			fmt.Fprintf(&b, "%s %s %d +0000\n", role, c.Author, c.When.Unix())
		}
		data(c.Message + "\n")
		for _, name := range slices.Sorted(maps.Keys(before)) {
			if _, kept := c.Files[name]; !kept {
				fmt.Fprintf(&b, "D content/%s\n", name)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(c.Files)) {
			if old, had := before[name]; !had || old != c.Files[name] {
				fmt.Fprintf(&b, "M 100644 inline content/%s\n", name)
				data(c.Files[name])
			}
		}
		before = c.Files
	}
	return b.Bytes()
}

// git runs one command away from the settings of the machine and of any
// repository around.
func git(in []byte, args ...string) error {
	cmd := exec.Command("git", append([]string{"-c", "core.autocrlf=false", "-c", "core.hooksPath=" + os.DevNull}, args...)...)
	cmd.Env = []string{"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull}
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "GIT_") {
			cmd.Env = append(cmd.Env, kv)
		}
	}
	cmd.Stdin = bytes.NewReader(in)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("git %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}
