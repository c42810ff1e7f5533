// Package templates holds the built-in page templates and nothing else:
// page/ has one for each kind of page, partial/ what pages share, print/ those
// of the printed glossary with its style sheets. A site may replace any of them
// by a file of the same path.
package templates

import "embed"

// FS holds page/*.tmpl, partial/*.tmpl and print/. The embedding skips names
// that begin with a dot or an underscore.
//
//go:embed page/*.tmpl partial/*.tmpl print/*.tmpl print/*.css
var FS embed.FS
