package print

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/model"
)

// browsers are the names under which a browser that can print is installed.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome"}

// printLimit is how long a browser may take to print a booklet.
const printLimit = 60 * time.Second

// NoBrowserError says that there is no browser to print with.
type NoBrowserError struct{ Looked []string }

// Error says what was looked for.
func (e *NoBrowserError) Error() string {
	return "no browser was found to print with: looked for " + strings.Join(e.Looked, ", ")
}

// Help says what to do about it.
func (e *NoBrowserError) Help() string {
	return "install Chromium, or name one with `--browser PATH`; text that needs no shaping is printed by `--engine builtin`"
}

// Chromium prints the page of a booklet through an installed browser, which
// knows every script. Files are what the page refers to, by their paths on the
// site: style sheets, fonts, pictures. Browser is the program, "" for the first
// that is installed; day is the day of the booklet.
func Chromium(ctx context.Context, page output.File, files []output.File, paper Paper, browser string, day model.Date) ([]byte, error) {
	program, err := findBrowser(browser)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "concord-print-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	const sheet = "assets/print.css"
	for _, f := range append(files, page) {
		if f.Path == sheet {
			f.Data = append(bytes.Clone(f.Data), "\n@page { size: "+paper.Name+"; }\n"...)
		}
		name := filepath.Join(dir, "site", filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			return nil, err
		}
		if err := os.WriteFile(name, f.Data, 0o600); err != nil {
			return nil, err
		}
	}
	out := filepath.Join(dir, "out.pdf")
	ctx, stop := context.WithTimeout(ctx, printLimit)
	defer stop()
	args := []string{"--headless", "--disable-gpu", "--disable-extensions", "--disable-background-networking", "--no-first-run",
		"--user-data-dir=" + filepath.Join(dir, "profile"), "--no-pdf-header-footer", "--generate-pdf-document-outline",
		"--export-tagged-pdf", "--print-to-pdf=" + out}
	if asRoot() {
		args = append(args, "--no-sandbox") // it refuses to start otherwise
	}
	cmd := exec.CommandContext(ctx, program, append(args, "file://"+filepath.ToSlash(filepath.Join(dir, "site", page.Path)))...)
	var said bytes.Buffer
	cmd.Stderr = &said
	ownGroup(cmd)
	cmd.WaitDelay = 2 * time.Second
	err = cmd.Run()
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return nil, fmt.Errorf("%s did not finish within %d seconds", program, int(printLimit.Seconds()))
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	data, missing := os.ReadFile(out)
	if errors.Is(missing, fs.ErrNotExist) || err != nil {
		return nil, fmt.Errorf("%s printed nothing: %v: %s", program, err, lastLine(said.String()))
	}
	return undated(data, day), missing
}

// undated puts a day in the place of the moment at which a browser says that it
// printed, so that the same booklet gives the same bytes.
func undated(data []byte, day model.Date) []byte {
	if day.IsZero() {
		return data
	}
	stamp := []byte(day.Time().Format("20060102150405"))
	return moment.ReplaceAllFunc(data, func(found []byte) []byte {
		at := bytes.Index(found, []byte("D:")) + 2
		return append(append(bytes.Clone(found[:at]), stamp...), found[at+len(stamp):]...)
	})
}

var moment = regexp.MustCompile(`/(CreationDate|ModDate) ?\(D:\d{14}`)

func findBrowser(name string) (string, error) {
	looked := browsers
	if name != "" {
		looked = []string{name}
	}
	for _, b := range looked {
		if path, err := exec.LookPath(b); err == nil {
			return path, nil
		}
	}
	return "", &NoBrowserError{looked}
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}
