package report

import "github.com/concord-catalog/concord/catalog/diag"

// palette colours text for a terminal, or leaves it alone when it is false.
type palette bool

const (
	red     = "\x1b[1;31m"
	magenta = "\x1b[1;35m"
	cyan    = "\x1b[1;36m"
	blue    = "\x1b[34m"
	bold    = "\x1b[1m"
	reset   = "\x1b[0m"
)

func (p palette) with(code, s string) string {
	if !p || s == "" {
		return s
	}
	return code + s + reset
}

func (p palette) family(f diag.Family, s string) string {
	return p.with([...]string{diag.Advice: cyan, diag.Conflict: magenta, diag.Error: red}[f], s)
}

func (p palette) frame(s string) string  { return p.with(blue, s) }
func (p palette) strong(s string) string { return p.with(bold, s) }
