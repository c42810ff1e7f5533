// Package themes holds the built-in themes and nothing else, one folder each:
// theme.toml, and under css, js, icons and fonts what it publishes.
package themes

import "embed"

// FS holds one folder for each theme, named after it.
//
//go:embed all:concord
var FS embed.FS
