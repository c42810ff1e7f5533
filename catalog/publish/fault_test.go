//go:build unix

package publish

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// countOps publishes the new site over the old one and counts the operations.
func countOps(t *testing.T) int {
	dir := filepath.Join(t.TempDir(), "site")
	mustSync(t, dir, oldSite, Options{})
	n := 0
	d := disk{workers: 1, before: func(op, path string) error { n++; return nil }}
	if _, err := d.publish(context.Background(), dir, files(newSite), Options{}); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestFaults lets each operation of a publish fail in turn, once and for good.
// Whatever happens, the folder holds the old site or the new one, the error
// says which, and the next publish leaves nothing behind.
func TestFaults(t *testing.T) {
	ops := countOps(t)
	if ops < 20 {
		t.Fatalf("only %d operations: the faults are not where they should be", ops)
	}
	for _, errno := range []error{syscall.ENOSPC, syscall.EIO, syscall.EACCES, syscall.EXDEV} {
		for _, forGood := range []bool{false, true} {
			for n := range ops {
				t.Run(fmt.Sprintf("%v/%t/%d", errno, forGood, n), func(t *testing.T) { fault(t, n, errno, forGood) })
			}
		}
	}
}

func fault(t *testing.T, n int, errno error, forGood bool) {
	dir := filepath.Join(t.TempDir(), "site")
	mustSync(t, dir, oldSite, Options{})
	i := 0
	d := disk{workers: 1, before: func(op, path string) error {
		i++
		if i-1 == n || forGood && i > n {
			return errno
		}
		return nil
	}}
	_, err := d.publish(context.Background(), dir, files(newSite), Options{})
	got := tree(t, dir)
	var failed *OpError
	switch isOld, isNew := maps.Equal(got, oldSite), maps.Equal(got, newSite); {
	case err == nil && !isNew:
		t.Errorf("no error, and the folder holds %v", got)
	case errors.As(err, &failed) && (failed.State == MixedSite || failed.State == NoSite):
		if failed.Help() == "" {
			t.Error("no help")
		}
	case err != nil && !isOld && !isNew:
		t.Errorf("after %v the folder holds a mixture: %v", err, got)
	case failed != nil && failed.State == OldSite && !isOld, failed != nil && failed.State == NewSite && !isNew:
		t.Errorf("%v says %d and the folder holds %v", err, failed.State, got)
	}
	healed(t, dir)
}

// healed publishes once more and looks for what may have been left behind.
func healed(t *testing.T, dir string) {
	t.Helper()
	mustSync(t, dir, newSite, Options{})
	holds(t, "after the next publish", tree(t, dir), newSite)
	if left := neighbours(t, dir); len(left) != 0 {
		t.Errorf("left beside the site: %v", left)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name := e.Name(); name != manifestName && len(name) > 9 && name[:9] == ".concord-" {
			t.Errorf("left in the site: %s", name)
		}
	}
}

// TestKilled ends a process at each operation of a publish, as a lost machine
// would, and looks at what is left.
func TestKilled(t *testing.T) {
	if dir := os.Getenv("PUBLISH_INTO"); dir != "" {
		n, err := strconv.Atoi(os.Getenv("DIE_AT"))
		if err != nil {
			t.Fatal(err)
		}
		i := 0
		d := disk{workers: 1, before: func(op, path string) error {
			if i++; i > n {
				_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
				select {}
			}
			return nil
		}}
		_, err = d.publish(context.Background(), dir, files(newSite), Options{NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	if testing.Short() {
		t.Skip("starts a process for each operation")
	}
	for n := range countOps(t) {
		dir := filepath.Join(t.TempDir(), "site")
		mustSync(t, dir, oldSite, Options{})
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
		cmd.Env = append(os.Environ(), "PUBLISH_INTO="+dir, "DIE_AT="+strconv.Itoa(n))
		_ = cmd.Run()
		got := tree(t, dir)
		if !maps.Equal(got, oldSite) && !maps.Equal(got, newSite) {
			t.Errorf("killed at operation %d: the folder holds %v", n, got)
		}
		healed(t, dir)
	}
}
