package lsp

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// initialize agrees with the editor on what each can do.
func (s *server) initialize(raw json.RawMessage) (any, error) {
	p, err := decodeParams[initializeParams](raw)
	if err != nil {
		return nil, err
	}
	s.phase, s.can = ready, p.Capabilities
	s.enc = chooseEncoding(p.Capabilities.General.PositionEncodings)
	for _, f := range p.WorkspaceFolders {
		s.folders = append(s.folders, pathOf(f.URI))
	}
	if len(s.folders) == 0 {
		s.folders = append(s.folders, pathOf(p.RootURI), p.RootPath)
	}
	s.folders = slices.DeleteFunc(s.folders, func(f string) bool { return f == "" })
	type object = map[string]any
	return object{
		"serverInfo": object{"name": "concord", "version": s.opt.Version},
		"capabilities": object{
			"positionEncoding":           string(s.enc),
			"textDocumentSync":           object{"openClose": true, "change": 2, "save": object{}},
			"hoverProvider":              true,
			"completionProvider":         object{"triggerCharacters": strings.Split(". : / [ \" '", " ")},
			"definitionProvider":         true,
			"referencesProvider":         true,
			"renameProvider":             object{"prepareProvider": true},
			"codeActionProvider":         object{"codeActionKinds": []string{kindQuickFix, kindRefactor}},
			"documentSymbolProvider":     true,
			"workspaceSymbolProvider":    true,
			"documentFormattingProvider": true,
			"documentLinkProvider":       object{},
			"workspace":                  object{"workspaceFolders": object{"supported": true, "changeNotifications": true}},
		},
	}, nil
}

// notified handles what needs no answer.
func (s *server) notified(m *message) {
	if m.Method == "$/cancelRequest" {
		s.cancel(m.Params)
		return
	}
	if s.phase != ready {
		return
	}
	switch m.Method {
	case "initialized":
		s.begin()
	case "textDocument/didOpen":
		handleNote(s, m, func(p struct {
			TextDocument textDocumentItem `json:"textDocument"`
		}) {
			s.open(p.TextDocument)
		})
	case "textDocument/didChange":
		handleNote(s, m, s.change)
	case "textDocument/didClose":
		handleNote(s, m, func(p struct {
			TextDocument textDocument `json:"textDocument"`
		}) {
			s.close(p.TextDocument.URI)
		})
	case "textDocument/didSave", "workspace/didChangeWatchedFiles":
		for _, sp := range s.spaces {
			sp.reread()
		}
	case "workspace/didChangeWorkspaceFolders":
		handleNote(s, m, s.changeFolders)
	}
}

// handleNote reads a notification's parameters; what cannot be read is passed
// over, since there is nobody to tell but the log.
func handleNote[T any](s *server, m *message, do func(T)) {
	p, err := decodeParams[T](m.Params)
	if err != nil {
		s.opt.Log(fmt.Sprintf("%s: %v", m.Method, err))
		return
	}
	do(p)
}

func (s *server) cancel(raw json.RawMessage) {
	var p struct {
		ID json.RawMessage `json:"id"`
	}
	if json.Unmarshal(raw, &p) != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.running[string(p.ID)]; cancel != nil {
		cancel()
	}
}

// begin looks for content in the folders that the editor has open.
func (s *server) begin() {
	if s.can.Workspace.DidChangeWatchedFiles.DynamicRegistration {
		s.ask("client/registerCapability", map[string]any{"registrations": []any{map[string]any{
			"id": "files", "method": "workspace/didChangeWatchedFiles",
			"registerOptions": map[string]any{"watchers": []any{map[string]any{"globPattern": "**/*.{yaml,yml,toml,md}"}}},
		}}})
	}
	if s.opt.Content != "" {
		if abs, err := filepath.Abs(s.opt.Content); err == nil {
			s.space(abs)
		}
		return
	}
	for _, f := range s.folders {
		if root := contentAt(f); root != "" {
			s.space(root)
		}
	}
}

// ask makes a request to the editor. What it answers is not waited for.
func (s *server) ask(method string, params any) {
	s.asked++
	id := json.RawMessage(fmt.Sprintf(`"concord-%d"`, s.asked))
	s.conn.send(&id, method, params)
}

func (s *server) changeFolders(p struct {
	Event struct {
		Added []workspaceFolder `json:"added"`
	} `json:"event"`
}) {
	for _, f := range p.Event.Added {
		if root := contentAt(pathOf(f.URI)); root != "" && s.opt.Content == "" {
			s.space(root)
		}
	}
}

// space is the one of a content folder, which is begun if need be.
func (s *server) space(root string) *space {
	for _, sp := range s.spaces {
		if sp.root == root {
			return sp
		}
	}
	sp := newSpace(s, root)
	s.spaces = append(s.spaces, sp)
	s.work.Go(func() { sp.run(s.ctx) })
	return sp
}

// spaceOf finds the content folder of a file and the file's path in it. Files
// outside of content have none.
func (s *server) spaceOf(file string) (*space, string) {
	var best *space
	var path string
	look := func(file string) {
		for _, sp := range s.spaces {
			rel, ok := within(sp.root, file)
			if !ok {
				rel, ok = within(sp.real, file)
			}
			if ok && (best == nil || len(sp.root) > len(best.root)) {
				best, path = sp, rel
			}
		}
	}
	look(file)
	if real, err := filepath.EvalSymlinks(filepath.Dir(file)); best == nil && err == nil {
		look(filepath.Join(real, filepath.Base(file)))
	}
	if best != nil || s.opt.Content != "" {
		return best, path
	}
	if root := contentAround(file); root != "" {
		sp := s.space(root)
		path, _ = within(root, file)
		return sp, path
	}
	return nil, ""
}
