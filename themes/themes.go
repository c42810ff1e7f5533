// Package themes holds the built-in themes and nothing else, one folder each:
// theme.toml, and under css, js, icons and fonts what it publishes. Every theme
// is laid over concord, so that a folder holds only what is different.
package themes

import "embed"

// FS holds one folder for each theme, named after it.
//
//go:embed all:concord all:almanac
var FS embed.FS
