package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The files that users copy, under .github and beside it, are run by tests as
// far as that goes without their hosts. Here is what those tests share.

// needTool finds a program by its name, or at the places where it lies outside
// the PATH of users. A machine without it skips the test, and CI must have it.
func needTool(t *testing.T, name string, places ...string) string {
	t.Helper()
	for _, place := range append([]string{name}, places...) {
		if path, err := exec.LookPath(place); err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("no %s was found, and CI must test with it", name)
	}
	t.Skipf("no %s was found: the file that needs it is not tested", name)
	return ""
}

// commands runs command lines of concord in a folder, each in a process of its
// own. TestMain has put a concord into PATH, which is this test's binary.
func commands(t *testing.T, dir string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		words := strings.Fields(line)
		cmd := exec.Command(words[0], words[1:]...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("$ %s\n%s%v", line, out, err)
		}
	}
}
