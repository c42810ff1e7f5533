package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	quiet    = 80 * time.Millisecond  // a save is over when nothing has happened for so long
	patience = time.Second            // and is acted on after so long even when it goes on
	slowPoll = 500 * time.Millisecond // how often to look where events cannot be had
)

// watch returns a channel that gets a value after every change below the
// folders, and is closed once ctx is cancelled and all is cleaned up. Changes
// made after watch has returned are not missed. A value waits in the channel,
// however many changes it stands for.
func watch(ctx context.Context, o Options) <-chan struct{} {
	w := &watcher{warn: o.Warn, poll: o.Poll, pokes: make(chan struct{}, 1)}
	for _, f := range o.Folders {
		if abs, err := filepath.Abs(f); err == nil {
			f = abs
		}
		w.roots = append(w.roots, f)
	}
	if w.poll == 0 {
		w.openEvents()
	}
	if w.poll > 0 {
		w.last = fingerprint(w.roots)
	}
	changes := make(chan struct{}, 1)
	var running sync.WaitGroup
	running.Go(func() { w.run(ctx) })
	running.Go(func() { debounce(ctx, w.pokes, changes) })
	go func() {
		running.Wait()
		close(changes)
	}()
	return changes
}

// debounce passes on one value for every burst of pokes.
func debounce(ctx context.Context, pokes <-chan struct{}, changes chan<- struct{}) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-pokes:
		}
		late := time.After(patience)
		for settled := false; !settled; {
			select {
			case <-ctx.Done():
				return
			case <-pokes:
			case <-late:
				settled = true
			case <-time.After(quiet):
				settled = true
			}
		}
		select {
		case changes <- struct{}{}:
		default: // the build that is due will see this change too
		}
	}
}

// watcher pokes when something below its roots has changed. It listens for
// events where the system has them, and looks for itself where not.
type watcher struct {
	roots []string
	warn  func(string)
	pokes chan struct{}

	events *fsnotify.Watcher
	poll   time.Duration // set when events cannot be had
	last   uint64        // fingerprint at the last poll
}

func (w *watcher) poke() {
	select {
	case w.pokes <- struct{}{}:
	default:
	}
}

func (w *watcher) run(ctx context.Context) {
	if w.events != nil {
		w.listen(ctx)
		w.events.Close()
	}
	if w.poll > 0 {
		w.look(ctx)
	}
}

// openEvents starts listening, or sets poll when that is impossible.
func (w *watcher) openEvents() {
	var err error
	if w.events, err = fsnotify.NewWatcher(); err != nil {
		w.events = nil
		w.fallBack(err)
		return
	}
	if err := w.addAll(); err != nil {
		w.fallBack(err)
	}
}

// fallBack gives up on events and says why.
func (w *watcher) fallBack(err error) {
	w.poll = slowPoll
	if w.warn == nil {
		return
	}
	why := err.Error()
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) {
		why = "the system's limit on watched folders is reached; on Linux raise fs.inotify.max_user_watches and max_user_instances"
	}
	w.warn(fmt.Sprintf("changes cannot be watched (%s): looking every %s instead", why, w.poll))
}

// listen pokes on events until ctx is cancelled or events cannot be had any
// more.
func (w *watcher) listen(ctx context.Context) {
	for w.poll == 0 {
		select {
		case <-ctx.Done():
			return
		case e, ok := <-w.events.Events:
			if !ok {
				return
			}
			if w.matters(e) {
				w.again(e.Has(fsnotify.Create) || slices.Contains(w.roots, e.Name))
			}
		case <-w.events.Errors:
			// Most likely an overflow: events were lost, so anything may have
			// happened.
			w.again(true)
		}
	}
	w.poke() // what happened while falling back has not been seen
}

// again pokes, after looking for folders that are not watched yet.
func (w *watcher) again(newFolders bool) {
	if newFolders {
		if err := w.addAll(); err != nil {
			w.fallBack(err)
		}
	}
	w.poke()
}

// matters reports whether an event can change what a build reads.
func (w *watcher) matters(e fsnotify.Event) bool {
	if e.Op == fsnotify.Chmod {
		return false
	}
	for _, root := range w.roots {
		if e.Name == root {
			return true
		}
		if rest, ok := strings.CutPrefix(e.Name, root+string(filepath.Separator)); ok {
			return !slices.ContainsFunc(strings.Split(rest, string(filepath.Separator)), temporary)
		}
	}
	return false
}

// temporary reports whether a name is one that editors and git make for their
// own use. The rename that ends a save is an event of its own, under the name
// that counts.
func temporary(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "#") ||
		strings.HasSuffix(name, "~") || strings.HasSuffix(name, ".swp") || strings.HasSuffix(name, ".bck") ||
		strings.Contains(name, "___jb_") || name == "4913"
}

// addAll listens to every folder below the roots, and to the folders that hold
// the roots, since a root can be replaced as a whole. Folders that are listened
// to already stay so.
func (w *watcher) addAll() error {
	for _, root := range w.roots {
		if err := w.add(filepath.Dir(root)); err != nil {
			return err
		}
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil || !d.IsDir():
				return nil // gone again, or not ours to read: the build will say so
			case path != root && temporary(d.Name()):
				return fs.SkipDir
			}
			return w.add(path)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// add listens to one folder. One that is gone or closed to us is no reason to
// stop listening to the others.
func (w *watcher) add(folder string) error {
	err := w.events.Add(folder)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.ENOTDIR) {
		return nil
	}
	return err
}
