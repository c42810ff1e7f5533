package serve

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// running starts Run over an empty folder and returns where it answers.
func running(t *testing.T, build func() (*Build, error)) (url string, stop func()) {
	return runningIn(t, Options{Folders: []string{t.TempDir()}}, build)
}

func runningIn(t *testing.T, o Options, build func() (*Build, error)) (url string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan string, 1), make(chan error, 1)
	o.Build = func(context.Context) (*Build, error) { return build() }
	o.Ready = func(url string) { ready <- url }
	go func() { done <- Run(ctx, o) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("Run: %v", err)
			}
		case <-time.After(5 * time.Second):
			t.Error("Run does not end")
		}
	}
	t.Cleanup(stop)
	select {
	case url = <-ready:
	case err := <-done:
		done <- err
		t.Fatalf("Run ended early: %v", err)
	}
	return url, stop
}

// fromFolder builds a site of one page that shows a folder's files; a file
// that says "broken" makes a finding.
func fromFolder(dir string) func() (*Build, error) {
	return func() (*Build, error) {
		var page bytes.Buffer
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() || temporary(d.Name()) {
				return nil
			}
			data, err := os.ReadFile(path)
			page.Write(data)
			return err
		})
		if err != nil {
			return nil, err
		}
		if bytes.Contains(page.Bytes(), []byte("broken")) {
			return bad("the file is broken"), nil
		}
		return good("index.html", page.String()), nil
	}
}

// eventually waits for the home page to contain text.
func eventually(t *testing.T, url, text string) {
	t.Helper()
	var body []byte
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		r, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		body, _ = io.ReadAll(r.Body)
		r.Body.Close()
		if bytes.Contains(body, []byte(text)) {
			return
		}
	}
	t.Fatalf("the page never says %q; it says %q", text, body)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// saves are the ways in which editors write a file.
var saves = []struct {
	name string
	save func(path, text string) error
}{
	{"truncate and write (VS Code, nano)", func(path, text string) error {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0o666)
		if err != nil {
			return err
		}
		for half := range strings.SplitSeq(text, "-") { // in two writes
			io.WriteString(f, half+"-")
			time.Sleep(5 * time.Millisecond)
		}
		return f.Close()
	}},
	{"atomic rename (sed -i, many)", func(path, text string) error {
		tmp := filepath.Join(filepath.Dir(path), ".tmp123")
		if err := os.WriteFile(tmp, []byte(text), 0o666); err != nil {
			return err
		}
		return os.Rename(tmp, path)
	}},
	{"backup, then write anew (vim)", func(path, text string) error {
		probe := filepath.Join(filepath.Dir(path), "4913")
		if err := os.WriteFile(probe, nil, 0o666); err != nil {
			return err
		}
		os.Remove(probe)
		if err := os.Rename(path, path+"~"); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			return err
		}
		return os.Remove(path + "~")
	}},
	{"safe write (JetBrains)", func(path, text string) error {
		if err := os.WriteFile(path+"___jb_tmp___", []byte(text), 0o666); err != nil {
			return err
		}
		if err := os.Rename(path, path+"___jb_old___"); err != nil {
			return err
		}
		if err := os.Rename(path+"___jb_tmp___", path); err != nil {
			return err
		}
		return os.Remove(path + "___jb_old___")
	}},
	{"lock and backup (Emacs)", func(path, text string) error {
		lock := filepath.Join(filepath.Dir(path), ".#"+filepath.Base(path))
		if err := os.Symlink("user@host.1:2", lock); err != nil {
			return err
		}
		if err := os.Rename(path, path+"~"); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			return err
		}
		os.Remove(path + "~")
		return os.Remove(lock)
	}},
	{"delete and create (git checkout)", func(path, text string) error {
		if err := os.Remove(path); err != nil {
			return err
		}
		return os.WriteFile(path, []byte(text), 0o666)
	}},
	{"copy aside (Helix)", func(path, text string) error {
		if err := os.Rename(path, path+".bck"); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			return err
		}
		return os.Remove(path + ".bck")
	}},
}

// Each pattern is saved several times over: an editor's second save is where
// watchers lose the file.
func TestEditorsSaves(t *testing.T) {
	for _, poll := range []time.Duration{0, 20 * time.Millisecond} {
		dir := t.TempDir()
		file := filepath.Join(dir, "terms", "a.yaml")
		os.Mkdir(filepath.Dir(file), 0o777)
		write(t, file, "start-")
		url, stop := runningIn(t, Options{Folders: []string{dir}, Poll: poll}, fromFolder(dir))
		eventually(t, url, "start-")
		for round, s := range append(saves[:len(saves):len(saves)], saves...) {
			text := s.name + strings.Repeat("!", round) + "-end"
			if err := s.save(file, text); err != nil {
				t.Fatalf("%s: %v", s.name, err)
			}
			eventually(t, url, text)
		}
		stop()
	}
}

func TestFoldersComeAndGo(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "content")
	os.Mkdir(dir, 0o777)
	url, _ := runningIn(t, Options{Folders: []string{dir}}, fromFolder(dir))
	check := func(what string) {
		t.Helper()
		eventually(t, url, what)
	}
	deep := filepath.Join(dir, "a", "b", "c")
	os.MkdirAll(deep, 0o777)
	write(t, filepath.Join(deep, "x.yaml"), "in new folders")
	check("in new folders")
	time.Sleep(2 * quiet) // what follows must not ride on the events before
	write(t, filepath.Join(deep, "x.yaml"), "second save")
	check("second save")
	os.Rename(filepath.Join(dir, "a"), filepath.Join(dir, "z"))
	time.Sleep(3 * quiet)
	write(t, filepath.Join(dir, "z", "b", "c", "x.yaml"), "in a renamed folder")
	check("in a renamed folder")

	next := filepath.Join(parent, "next")
	os.MkdirAll(filepath.Join(next, "sub"), 0o777)
	write(t, filepath.Join(next, "sub", "y.yaml"), "the root was replaced")
	os.Rename(dir, filepath.Join(parent, "old"))
	os.Rename(next, dir)
	check("the root was replaced")
	time.Sleep(2 * quiet)
	write(t, filepath.Join(dir, "sub", "y.yaml"), "and edited")
	check("and edited")
}

func TestBrokenEditAndRepair(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.yaml")
	write(t, file, "one")
	url, _ := runningIn(t, Options{Folders: []string{dir}}, fromFolder(dir))
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	sc := events(t, ctx, url)
	name, first := nextEvent(t, sc)
	if name != "site" {
		t.Fatalf("first event is %s", name)
	}
	write(t, file, "broken")
	if name, _ = nextEvent(t, sc); name != "broken" {
		t.Fatalf("a broken edit is announced as %s", name)
	}
	eventually(t, url, "one")
	eventually(t, url+"__concord/findings.html", "the file is broken")
	write(t, file, "one")
	if name, data := nextEvent(t, sc); name != "site" || data != first {
		t.Fatalf("the repair is announced as %s %s", name, data)
	}
	write(t, file, "two")
	if name, data := nextEvent(t, sc); name != "site" || data == first {
		t.Fatalf("the next edit is announced as %s %s", name, data)
	}
	eventually(t, url, "two")
}

func TestBurstIsOneBuild(t *testing.T) {
	dir := t.TempDir()
	var builds atomic.Int32
	build := fromFolder(dir)
	url, _ := runningIn(t, Options{Folders: []string{dir}}, func() (*Build, error) {
		builds.Add(1)
		return build()
	})
	for range 40 {
		write(t, filepath.Join(dir, "a.yaml"), "again")
		write(t, filepath.Join(dir, ".swap.swp"), "noise")
		time.Sleep(time.Millisecond)
	}
	write(t, filepath.Join(dir, "b.yaml"), " the last")
	eventually(t, url, "the last")
	time.Sleep(2 * quiet)
	if n := builds.Load(); n > 3 {
		t.Errorf("%d builds for one burst", n)
	}
}

func TestOverflowLooksAnew(t *testing.T) {
	dir := t.TempDir()
	w := &watcher{roots: []string{dir}, pokes: make(chan struct{}, 1)}
	w.openEvents()
	if w.poll != 0 {
		t.Skip("this system has no file events")
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { w.run(ctx); close(done) }()
	w.events.Errors <- fsnotify.ErrEventOverflow
	select {
	case <-w.pokes:
	case <-time.After(2 * time.Second):
		t.Error("an overflow goes unnoticed")
	}
	cancel()
	<-done
}

func TestFallBackPolls(t *testing.T) {
	dir := t.TempDir()
	var said string
	w := &watcher{roots: []string{dir}, pokes: make(chan struct{}, 1), warn: func(s string) { said = s }}
	w.fallBack(&os.PathError{Op: "inotify_add_watch", Path: dir, Err: os.ErrInvalid})
	if w.poll != slowPoll || !strings.Contains(said, "looking every") {
		t.Errorf("poll %s, said %q", w.poll, said)
	}
}

// Browsers that do not read, or read forever, hold up neither builds nor the
// end; nothing is left behind.
func TestSlowClientsAndNoLeaks(t *testing.T) {
	before := runtime.NumGoroutine()
	dir := t.TempDir()
	url, stop := runningIn(t, Options{Folders: []string{dir}}, fromFolder(dir))
	host := strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/")
	addr := strings.Replace(host, "localhost", "127.0.0.1", 1)
	var conns []net.Conn
	for i := range 30 {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		conns = append(conns, c)
		switch i % 3 {
		case 0: // says nothing at all
		case 1:
			io.WriteString(c, "GET /__concord/events HTTP/1.1\r\nHost: "+host+"\r\n\r\n")
		case 2:
			io.WriteString(c, "GET / HTTP/1.1\r\nHos") // stops half-way
		}
	}
	for i := range 5 {
		text := "edit " + strings.Repeat("i", i+1)
		write(t, filepath.Join(dir, "a.yaml"), text)
		eventually(t, url, text)
	}
	stop()
	for _, c := range conns {
		c.Close()
	}
	http.DefaultClient.CloseIdleConnections()
	for end := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines before, %d after\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
		}
	}
}

func TestRunEndsWhenCancelledWhileBuilding(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	err := Run(ctx, Options{Folders: []string{t.TempDir()}, Build: func(ctx context.Context) (*Build, error) {
		cancel()
		return nil, ctx.Err()
	}, Built: func(Event) { t.Error("a cancelled build is reported") }})
	if err != nil {
		t.Error(err)
	}
}
