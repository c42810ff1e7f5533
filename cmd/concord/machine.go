package main

import (
	"io"
	"os"
	"path/filepath"
	"time"
)

// machine is all that commands take from the world they run in. Nothing below
// this package reads the clock, the environment or the terminal.
type machine struct {
	dir            string // the folder of -C, or ""
	stdout, stderr io.Writer
	getenv         func(string) string
	now            func() time.Time
	colour         func(io.Writer) bool
}

func thisMachine() *machine {
	m := &machine{stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, now: time.Now}
	m.colour = func(w io.Writer) bool {
		f, ok := w.(*os.File)
		return ok && m.getenv("NO_COLOR") == "" && m.getenv("TERM") != "dumb" && isTerminal(f)
	}
	return m
}

// seen is a path as it opens from where the reader stands, who did not come
// along into the folder of -C.
func (m *machine) seen(path string) string {
	if m.dir == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(m.dir, path)
}

// inContent is the path of a content file as it opens from where the reader
// stands, with slashes.
func (m *machine) inContent(content, path string) string {
	return filepath.ToSlash(m.seen(filepath.Join(content, filepath.FromSlash(path))))
}

// again is a command line of concord that the reader can enter as it is.
func (m *machine) again(command string) string {
	if m.dir != "" {
		return "concord -C " + m.dir + " " + command
	}
	return "concord " + command
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && f.Name() != os.DevNull
}

// cacheDir is where work may be kept between builds, or "" where the machine
// has no such place: a missing home folder is no reason not to build.
func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "concord")
}

func homeDir() string {
	dir, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return dir
}
