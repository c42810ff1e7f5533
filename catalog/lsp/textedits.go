package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/concord-catalog/concord/catalog/edit"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// format puts the fields of a document in order and tidies white space.
func (v *view) format(_ context.Context) ([]textEdit, error) {
	change := edit.Format(source.NewSet(map[string][]byte{v.path: v.text.data}))
	data, ok := change.Files[v.path]
	if !ok {
		return []textEdit{}, nil
	}
	return edits(v.text, newText(data), v.enc), nil
}

// prepareRename says which ID would be changed.
func (v *view) prepareRename(ctx context.Context, offset int) (*prepared, error) {
	st, err := v.now(ctx)
	if err != nil {
		return nil, err
	}
	t, ok := st.under(v.path, offset)
	if !ok || t.entry == nil || t.column >= 0 {
		return nil, nil
	}
	return &prepared{v.text.span(int(t.at.Start), int(t.at.End), v.enc), t.entry.ID}, nil
}

// rename gives the entry under the cursor another ID.
func rename(s *server, raw json.RawMessage) (job, error) {
	p, err := decodeParams[renameParams](raw)
	v := s.view(p.TextDocument.URI)
	if err != nil || v == nil {
		return nil, err
	}
	return func(ctx context.Context) (any, error) {
		st, err := v.current(ctx)
		if err != nil {
			return nil, err
		}
		t, ok := st.under(v.path, v.text.offset(p.Position, s.enc))
		if !ok || t.entry == nil || t.column >= 0 {
			return nil, refuse(codeRequestFailed, "there is no entry here to be renamed")
		}
		change, err := edit.RenameDecoded(st.Set, st.live.Units(), t.entry.Kind, t.entry.ID, p.NewName)
		if err != nil {
			return nil, err
		}
		return v.workspaceEdit(st, change)
	}, nil
}

// workspaceEdit is a change as the editor carries it out: texts first, under
// their old names, then the files that move.
func (v *view) workspaceEdit(st *state, change edit.Change) (*workspaceEdit, error) {
	from := map[string]string{}
	for _, m := range change.Moves {
		from[m.To] = m.From
	}
	byPath := map[string][]textEdit{}
	for to, data := range change.Files {
		path := to
		if old, moved := from[to]; moved {
			path = old
		}
		f := st.Set.ByPath(path)
		if f == nil {
			return nil, fmt.Errorf("`%s` is not in the folder any more", path)
		}
		if list := edits(newText(f.Data), newText(data), v.enc); len(list) > 0 {
			byPath[path] = list
		}
	}
	return v.edit(byPath, change.Moves)
}

// edit is changes of texts by path, and moves of files.
func (v *view) edit(byPath map[string][]textEdit, moves []edit.Move) (*workspaceEdit, error) {
	can := v.server.can.Workspace.WorkspaceEdit
	v.mu.Lock()
	defer v.mu.Unlock()
	w := &workspaceEdit{}
	if !can.DocumentChanges {
		if len(moves) > 0 {
			return nil, refuse(codeRequestFailed, "this editor cannot move files, and the entry's ID is the name of its file; run `concord rename` instead")
		}
		w.Changes = map[string][]textEdit{}
		for path, list := range byPath {
			w.Changes[v.space.uri(path)] = list
		}
		return w, nil
	}
	if len(moves) > 0 && !slices.Contains(can.ResourceOperations, "rename") {
		return nil, refuse(codeRequestFailed, "this editor cannot move files, and the entry's ID is the name of its file; run `concord rename` instead")
	}
	for _, path := range slices.Sorted(maps.Keys(byPath)) {
		doc := versionedDocument{URI: v.space.uri(path)}
		if d := v.docs[path]; d != nil {
			doc.Version = &d.version
		}
		w.DocumentChanges = append(w.DocumentChanges, textDocumentEdit{doc, byPath[path]})
	}
	for _, m := range moves {
		w.DocumentChanges = append(w.DocumentChanges, renameFile{"rename", v.space.uri(m.From), uriOf(v.file(m.To))})
	}
	return w, nil
}

// titleOf is how an entry is named in a title.
func titleOf(c *model.Catalog, key string) string {
	if e := c.ByKey(key); e != nil {
		return e.Title()
	}
	return key
}
