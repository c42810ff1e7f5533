package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// githubMost is how many annotations of each level GitHub shows for one step;
// it drops further ones without a word.
const githubMost = 10

// GitHub prints workflow commands that GitHub Actions turns into annotations on
// the lines of a pull request. What goes beyond GitHub's limits is counted in a
// last line.
func GitHub(w io.Writer, set *source.Set, list diag.List, o Options) error {
	var b strings.Builder
	shown := map[string]int{}
	var rest diag.List
	for _, f := range ByWeight(list) {
		level := githubLevel(f.Kind.Family)
		if shown[level]++; shown[level] > githubMost {
			rest = append(rest, f)
			continue
		}
		p := set.Place(f.At)
		var props []string
		if p.Path != "" {
			props = append(props, "file="+githubProperty(o.Folder+p.Path), fmt.Sprintf("line=%d", p.Start.Line), fmt.Sprintf("endLine=%d", p.End.Line))
			if p.Start.Line == p.End.Line {
				props = append(props, fmt.Sprintf("col=%d", p.Start.Column), fmt.Sprintf("endColumn=%d", p.End.Column))
			}
		}
		props = append(props, "title="+githubProperty(fmt.Sprintf("%s %s", f.Kind.Code, f.Kind.Title)))
		fmt.Fprintf(&b, "::%s %s::%s\n", level, strings.Join(props, ","), githubData(githubMessage(set, &f, o)))
	}
	if len(rest) > 0 {
		fmt.Fprintf(&b, "%d more not annotated, since GitHub shows %d of each level: %s\n", len(rest), githubMost, tally(rest))
	}
	b.WriteString(Summary(set, list) + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func githubLevel(f diag.Family) string {
	switch f {
	case diag.Error:
		return "error"
	case diag.Conflict:
		return "warning"
	}
	return "notice"
}

// githubMessage says in the annotation what its line cannot show: the other
// places that take part.
func githubMessage(set *source.Set, f *diag.Finding, o Options) string {
	lines := []string{withHelp(f)}
	for _, p := range f.Places {
		if at := set.Place(p.At); at.Path != "" {
			lines = append(lines, fmt.Sprintf("%s%s:%d: %s", Visible(o.Folder), Visible(at.Path), at.Start.Line, Visible(p.Label)))
		}
	}
	if f.ID != "" {
		lines = append(lines, "conflict "+f.ID)
	}
	return strings.Join(lines, "\n")
}

func githubData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func githubProperty(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(Visible(s))
}
