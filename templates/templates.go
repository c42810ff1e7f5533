// Package templates holds the built-in page templates and nothing else:
// page/ has one for each kind of page, partial/ what pages share. A site may
// replace any of them by a file of the same path.
package templates

import "embed"

// FS holds page/*.tmpl and partial/*.tmpl. The embedding skips names that begin
// with a dot or an underscore.
//
//go:embed page/*.tmpl partial/*.tmpl
var FS embed.FS
