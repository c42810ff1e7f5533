package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-catalog/concord/catalog"
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
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"digest": digest, "exits": exits, "explain-all": explainAll, "sample": sample, "many": many, "ended": ended,
		},
	})
}

// digest DIR NAME keeps a hash of all names and bytes below DIR in the variable
// NAME. `digest DIR -same NAME` asks that it has not changed, `! digest DIR
// -same NAME` that it has.
func digest(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: digest DIR [-same] NAME")
	}
	sum := treeHash(ts, ts.MkAbs(args[0]))
	if args[1] != "-same" {
		ts.Setenv(args[1], sum)
		return
	}
	if same := ts.Getenv(args[2]) == sum; same == neg {
		ts.Fatalf("%s: same bytes as %s: %t", args[0], args[2], same)
	}
}

func treeHash(ts *testscript.TestScript, dir string) string {
	hash := sha256.New()
	ts.Check(filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		fmt.Fprintf(hash, "%q %d\n", path[len(dir):], len(data))
		hash.Write(data)
		return err
	}))
	return hex.EncodeToString(hash.Sum(nil))
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

// explainAll asks that every code is explained in full.
func explainAll(ts *testscript.TestScript, _ bool, _ []string) {
	for _, k := range catalog.Kinds() {
		x, ok := catalog.Explain(k.Code)
		if byName, found := catalog.Explain(k.ID); !ok || !found || byName.Kind != x.Kind {
			ts.Fatalf("%s %s cannot be found by code and by name", k.Code, k.ID)
		}
		if k.Why == "" || k.Settle == "" {
			ts.Fatalf("%s %s does not say why it matters or how it is settled", k.Code, k.ID)
		}
		if len(x.Bad) == 0 || len(x.Want) == 0 || len(x.Good) == 0 {
			ts.Logf("%s %s has no example", k.Code, k.ID)
		}
	}
}

// sample FORMAT DIR writes the sample input of an import format into DIR.
func sample(ts *testscript.TestScript, _ bool, args []string) {
	archive, err := txtar.ParseFile(filepath.Join(ts.Getenv("REPO"), "catalog", "ingest", "testdata", args[0]+".txtar"))
	ts.Check(err)
	for _, f := range archive.Files {
		if name, ok := strings.CutPrefix(f.Name, "in/"); ok {
			ts.Check(writeFile(filepath.Join(ts.MkAbs(args[1]), name), f.Data))
		}
	}
}

// many N DIR writes N terms into DIR.
func many(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	for i := range n {
		text := fmt.Sprintf("name: Thing %d\ndefinition: Piece of equipment with the number %d.\nrelated: [thing-%d]\n", i, i, (i+1)%n)
		ts.Check(writeFile(filepath.Join(ts.MkAbs(args[1]), fmt.Sprintf("thing-%d.yaml", i)), []byte(text)))
	}
}

// ended SIGNAL SITE CONTENT OLD NEW ends builds of CONTENT into SITE at many
// moments. Each time the site must be what it was, whose hash is in OLD, or the
// new one, whose hash is in NEW; and concord must say so by its exit code.
func ended(ts *testscript.TestScript, _ bool, args []string) {
	sig := map[string]os.Signal{"kill": os.Kill, "interrupt": os.Interrupt}[args[0]]
	site, old, next := ts.MkAbs(args[1]), ts.Getenv(args[3]), ts.Getenv(args[4])
	for delay := time.Millisecond; delay < time.Minute; delay = delay * 2 {
		cmd := exec.Command("concord", "build", args[2], "-o", args[1], "--today", "2027-03-01")
		cmd.Path = filepath.Join(filepath.SplitList(ts.Getenv("PATH"))[0], "concord")
		cmd.Dir = ts.MkAbs(".")
		cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+ts.Getenv("XDG_CACHE_HOME"), "TMPDIR="+ts.Getenv("TMPDIR"))
		ts.Check(cmd.Start())
		time.Sleep(delay)
		cmd.Process.Signal(sig) // it may have ended
		cmd.Wait()              // how it ended is looked at below
		code, now := cmd.ProcessState.ExitCode(), treeHash(ts, site)
		switch {
		case now != old && now != next:
			ts.Fatalf("after %s the site is neither the old one nor the new one", delay)
		case code == exitClean && now != next:
			ts.Fatalf("after %s concord says that it is done, and the site is the old one", delay)
		case code == exitInterrupt && now != old:
			ts.Fatalf("after %s concord says that it was interrupted, and the site is the new one", delay)
		case now == next:
			return
		}
	}
	ts.Fatalf("no build came to its end")
}
