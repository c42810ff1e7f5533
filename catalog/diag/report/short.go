package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// Short prints one line for each finding in the order of the files:
// "path:line:col: family[CODE] message". Editors and grep understand it.
// Settled findings are left out.
func Short(w io.Writer, set *source.Set, list diag.List, o Options) error {
	var b strings.Builder
	for i := range list {
		f := &list[i]
		if f.Settled != nil {
			continue
		}
		fmt.Fprintf(&b, "%s%s[%s] %s\n", where(set, f.At, o.Folder), f.Kind.Family, f.Kind.Code, Visible(f.Message))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// where is the beginning of a line about a place, or "" when there is none.
func where(set *source.Set, at source.Span, folder string) string {
	p := set.Place(at)
	if p.Path == "" {
		return ""
	}
	path := folder + p.Path
	if strings.HasPrefix(path, ":") {
		path = "./" + path // a line that begins with :: is a command to some CI systems
	}
	return fmt.Sprintf("%s:%d:%d: ", Visible(path), p.Start.Line, p.Start.Column)
}
