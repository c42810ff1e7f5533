package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag/report"
	"github.com/concord-catalog/concord/catalog/publish"
)

// The exit codes are part of the command-line contract.
const (
	exitClean     = 0
	exitFindings  = 1   // findings at or above --fail-on
	exitUsage     = 2   // the command line or the configuration is wrong
	exitFailed    = 3   // something could not be read or written
	exitInterrupt = 130 // Ctrl-C
)

// errFindings ends a command whose findings have been printed.
var errFindings = errors.New("findings")

// usageError is a command line that cannot be carried out as written.
type usageError struct {
	problem string
	help    []string
}

func (e *usageError) Error() string { return e.problem }

func usage(help []string, format string, args ...any) error {
	return &usageError{problem: fmt.Sprintf(format, args...), help: help}
}

// failure is something that could not be read or written, with what to do.
type failure struct {
	problem string
	help    []string
}

func (e *failure) Error() string { return e.problem }

// run carries out one command line and returns the exit code.
func run(args []string, m *machine) (code int) {
	defer func() {
		if r := recover(); r != nil {
			code = reportPanic(m, r)
		}
	}()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program wherever it is
	root := newRoot(m)
	root.SetArgs(args)
	root.SetOut(m.stdout)
	root.SetErr(m.stderr)
	err := root.ExecuteContext(ctx)
	if err != nil && ctx.Err() != nil {
		fmt.Fprintln(m.stderr, "\ninterrupted: nothing was changed")
		return exitInterrupt
	}
	return conclude(m, err)
}

// conclude prints what ended a command and chooses its exit code.
func conclude(m *machine, err error) int {
	var wrong *usageError
	var failed *failure
	var target *publish.TargetError
	var config *catalog.ConfigError
	var helped interface{ Help() string }
	switch {
	case err == nil:
		return exitClean
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.As(err, &wrong):
		m.complain(wrong.problem, wrong.help...)
		return exitUsage
	case errors.As(err, &target):
		m.complain(err.Error(), target.Help())
		return exitUsage
	case errors.As(err, &config):
		m.complain(err.Error(), config.Help())
		return exitUsage
	case errors.As(err, &failed):
		m.complain(failed.problem, failed.help...)
	case errors.As(err, &helped):
		m.complain(err.Error(), helped.Help())
	default:
		m.complain(err.Error())
	}
	return exitFailed
}

// complain prints an error in the shape of a finding.
func (m *machine) complain(problem string, help ...string) {
	head := "error"
	if m.colour(m.stderr) {
		head = "\x1b[1;31merror\x1b[0m"
	}
	fmt.Fprintf(m.stderr, "%s: %s\n", head, report.Visible(problem))
	for _, h := range help {
		if h != "" {
			fmt.Fprintf(m.stderr, "  help: %s\n", strings.ReplaceAll(h, "\n", "\n        "))
		}
	}
}

// note prints something worth knowing that is no error.
func (m *machine) note(message string) {
	fmt.Fprintf(m.stderr, "note: %s\n", report.Visible(message))
}

func reportPanic(m *machine, r any) int {
	m.complain(fmt.Sprintf("internal error: %v", r),
		"this is a mistake in Concord, not in your content; nothing was published",
		"please report it with the lines below at https://github.com/concord-catalog/concord/issues")
	fmt.Fprintf(m.stderr, "\nconcord %s\n%s", version(), debug.Stack())
	return exitFailed
}
