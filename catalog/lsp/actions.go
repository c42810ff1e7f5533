package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// The kinds of action: what puts a finding right, and what lets it stand.
const (
	kindQuickFix = "quickfix"
	kindRefactor = "refactor"
)

// codeActions lists what can be done about the findings in a range.
func codeActions(s *server, raw json.RawMessage) (job, error) {
	p, err := decodeParams[codeActionParams](raw)
	v := s.view(p.TextDocument.URI)
	if err != nil || v == nil {
		return nil, err
	}
	return func(ctx context.Context) (any, error) {
		st, err := v.now(ctx)
		if err != nil {
			return nil, err
		}
		list := []codeAction{}
		if only := p.Context.Only; len(only) > 0 && !slices.ContainsFunc(only, func(k string) bool { return strings.HasPrefix(kindQuickFix, k) }) {
			return list, nil
		}
		l := v.diagnostics.layers()
		for _, f := range l.all(&v.path) {
			if d, ok := l.seen(f, v.path, p.Range); ok {
				list = append(list, v.actions(st, l, f, d)...)
			}
		}
		return list, nil
	}, nil
}

// seen is the diagnostic of a finding in a file, if it touches a range.
func (l *layers) seen(f placed, path string, r span) (diagnostic, bool) {
	byPath := map[string][]diagnostic{}
	l.add(byPath, f)
	for _, d := range byPath[path] {
		if !before(d.Range.End, r.Start) && !before(r.End, d.Range.Start) {
			return d, true
		}
	}
	return diagnostic{}, false
}

func before(a, b position) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Character < b.Character
}

// actions is what can be done about one finding.
func (v *view) actions(st *state, l *layers, f placed, d diagnostic) []codeAction {
	var list []codeAction
	add := func(a codeAction, ok bool) {
		if ok {
			a.Kind, a.Diagnostics = kindQuickFix, []diagnostic{d}
			list = append(list, a)
		}
	}
	if a, ok := v.fix(l, f); ok {
		add(a, true)
	} else {
		add(v.respell(l, f))
	}
	if f.Kind.Family == diag.Error {
		return list
	}
	add(v.waive(st, f))
	if f.Kind.Family == diag.Conflict {
		add(v.draft(st, f))
	}
	return list
}

// fix carries out the mechanical fix that a finding brings along.
func (v *view) fix(l *layers, f placed) (codeAction, bool) {
	byPath := map[string][]textEdit{}
	safe := true
	for _, e := range f.Edits {
		path, r, ok := l.locate(f.set, e.At)
		if !ok {
			return codeAction{}, false
		}
		byPath[path] = append(byPath[path], textEdit{r, e.New})
		safe = safe && !e.Unsafe
	}
	if len(byPath) == 0 {
		return codeAction{}, false
	}
	w, err := v.edit(byPath, nil)
	return codeAction{Title: fixTitle(f), IsPreferred: safe, Edit: w}, err == nil
}

// fixTitle says what a fix does.
func fixTitle(f placed) string {
	if len(f.Edits) == 1 {
		old, now := strings.TrimSpace(f.set.Text(f.Edits[0].At)), strings.TrimSpace(f.Edits[0].New)
		short := len(old) <= 40 && len(now) <= 40 && !strings.ContainsAny(old+now, "\n\r")
		switch {
		case !short:
		case now == "" && old != "":
			return fmt.Sprintf("Remove `%s`", old)
		case old == "" && now != "":
			return fmt.Sprintf("Insert `%s`", now)
		case old != "":
			return fmt.Sprintf("Replace `%s` by `%s`", old, now)
		}
	}
	if len(f.Help) > 0 {
		return strings.ToUpper(f.Help[0][:1]) + f.Help[0][1:]
	}
	return "Put right: " + f.Kind.Title
}

var meant = regexp.MustCompile("^did you mean `([^`\n]+)`\\?")

// respell takes the word that was probably meant for one that is misspelt.
func (v *view) respell(l *layers, f placed) (codeAction, bool) {
	if f.Kind.Family != diag.Error {
		return codeAction{}, false
	}
	for _, help := range f.Help {
		m := meant.FindStringSubmatch(help)
		if m == nil {
			continue
		}
		at, written := f.At, f.set.Text(f.At)
		if n := len(written); n >= 2 && (written[0] == '"' || written[0] == '\'') && written[n-1] == written[0] {
			at, written = at.Sub(1, n-1), written[1:n-1]
		}
		if k, rest, ok := strings.Cut(written, ":"); ok {
			if _, known := model.ParseKind(k); known {
				at, written = at.Sub(len(k)+1, at.Len()), rest
			}
		}
		path, r, ok := l.locate(f.set, at)
		if !ok || written == "" || strings.ContainsAny(written, " \t\r\n()[]{}") {
			return codeAction{}, false
		}
		w, err := v.edit(map[string][]textEdit{path: {{r, m[1]}}}, nil)
		return codeAction{Title: fmt.Sprintf("Replace `%s` by `%s`", written, m[1]), IsPreferred: true, Edit: w}, err == nil
	}
	return codeAction{}, false
}

// draft makes a file for the decision that settles a conflict.
func (v *view) draft(st *state, f placed) (codeAction, bool) {
	can := v.server.can.Workspace.WorkspaceEdit
	if !can.DocumentChanges || !slices.Contains(can.ResourceOperations, "create") {
		return codeAction{}, false
	}
	names := make([]string, 0, len(f.Subjects))
	for _, key := range f.Subjects {
		names = append(names, model.LastPart(key))
	}
	names = slices.Compact(names)
	id := f.Kind.ID
	if len(names) > 0 {
		id = strings.TrimPrefix(names[0], "") + "-" + f.Kind.ID
	}
	path := freePath(st.Set, "resolutions/"+strings.NewReplacer(".", "-", "_", "-", ":", "-").Replace(id))
	uri := uriOf(v.file(path))
	edit := &workspaceEdit{DocumentChanges: []any{createFile{"create", uri},
		textDocumentEdit{versionedDocument{URI: uri}, []textEdit{{span{}, resolutionText(st, f)}}}}}
	return codeAction{Title: fmt.Sprintf("Draft a resolution of %s in %s", f.Kind.Code, path), Edit: edit}, true
}

func freePath(set *source.Set, base string) string {
	path := base + ".yaml"
	for n := 2; set.ByPath(path) != nil; n++ {
		path = fmt.Sprintf("%s-%d.yaml", base, n)
	}
	return path
}

// resolutionText is a resolution that says what is known and asks for the rest.
func resolutionText(st *state, f placed) string {
	var b strings.Builder
	titles := make([]string, 0, len(f.Subjects))
	for _, key := range f.Subjects {
		titles = append(titles, titleOf(st.Catalog, key))
	}
	fmt.Fprintf(&b, "# %s: %s\n", f.Kind.Title, strings.Join(strings.Fields(f.Message), " "))
	b.WriteString("# A resolution holds once its status is approved.\n\n")
	fmt.Fprintf(&b, "name: %s\n", quoteYAML("Decision on "+strings.Join(slices.Compact(titles), " and ")))
	b.WriteString("status: draft\n")
	fmt.Fprintf(&b, "settles: [%s]\n", f.ID)
	fmt.Fprintf(&b, "# It is about %s.\n", strings.Join(f.Subjects, ", "))
	b.WriteString("# outcome: canonical            # canonical, merge, distinct or accept\n")
	if len(f.Subjects) > 0 {
		fmt.Fprintf(&b, "# canonical: %-18s # the definition that holds from now on\n", idOf(f.Subjects[0]))
	}
	if f.Decider != "" {
		fmt.Fprintf(&b, "decided_by: %s\n", f.Decider)
	} else {
		b.WriteString("# decided_by: some-owner        # someone above both sides\n")
	}
	fmt.Fprintf(&b, "# decided_on: %s\n", st.Today)
	b.WriteString("# reason: Why it was decided so.\n")
	fmt.Fprintf(&b, "# review_by: %s\n", model.Period{Months: 12}.After(st.Today))
	return b.String()
}

func idOf(key string) string {
	_, id, _ := strings.Cut(key, ":")
	return id
}

// quoteYAML writes a text so that YAML reads it as this text.
func quoteYAML(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return `""`
	}
	return strings.TrimSpace(b.String())
}
