package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary stand in for concord in the scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"concord": main})
}

// TestScripts runs what stewards do, one day a file: testdata/script/*.txt.
func TestScripts(t *testing.T) {
	cache := t.TempDir() // shared: compiling the layout engine takes seconds, once
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       os.Getenv("UPDATE") != "",
		RequireExplicitExec: true,
		Deadline:            time.Now().Add(2 * time.Minute),
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_CACHE_HOME", cache)
			env.Setenv("TMPDIR", cache)
			env.Setenv("REPO", root)
			env.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			for _, who := range []string{"AUTHOR", "COMMITTER"} {
				env.Setenv("GIT_"+who+"_NAME", "Anna Berg")
				env.Setenv("GIT_"+who+"_EMAIL", "anna@example.org")
				env.Setenv("GIT_"+who+"_DATE", "2027-03-01T10:00:00Z")
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"digest": digest, "exits": exits},
	})
}

// digest DIR NAME keeps a hash of all names and bytes below DIR in the variable
// NAME. `digest DIR -same NAME` asks that it has not changed, `! digest DIR
// -same NAME` that it has.
func digest(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: digest DIR [-same] NAME")
	}
	hash := sha256.New()
	dir := ts.MkAbs(args[0])
	ts.Check(filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		fmt.Fprintf(hash, "%q %d\n", path[len(dir):], len(data))
		hash.Write(data)
		return err
	}))
	sum := hex.EncodeToString(hash.Sum(nil))
	if args[1] != "-same" {
		ts.Setenv(args[1], sum)
		return
	}
	if same := ts.Getenv(args[2]) == sum; same == neg {
		ts.Fatalf("%s: same bytes as %s: %t", args[0], args[2], same)
	}
}

// exits CODE PROGRAM ARGS… runs a program and asks for its exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS…")
	}
	got := "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		got = "unknown"
		if exit, ok := err.(interface{ ExitCode() int }); ok {
			got = fmt.Sprint(exit.ExitCode())
		}
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}
