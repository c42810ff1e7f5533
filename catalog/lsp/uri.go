package lsp

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/concord-catalog/concord/catalog/decode"
)

// pathOf is the file that a URI names, "" when it names none on this machine.
func pathOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Path == "" {
		return ""
	}
	path := u.Path
	if len(path) > 2 && path[0] == '/' && path[2] == ':' { // /c:/content
		path = path[1:]
	}
	if u.Host != "" && u.Host != "localhost" {
		path = "//" + u.Host + path
	}
	return filepath.Clean(filepath.FromSlash(path))
}

// uriOf names a file.
func uriOf(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// within is the path of a file relative to a folder, as content names it, and
// false when the file lies elsewhere.
func within(folder, file string) (string, bool) {
	rel, err := filepath.Rel(folder, file)
	if err != nil || rel == "." || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", false
	}
	return norm.NFC.String(filepath.ToSlash(rel)), true
}

// contentAt finds the content folder in a folder that an editor has open: the
// folder itself, or content/ in it.
func contentAt(folder string) string {
	if isFile(filepath.Join(folder, decode.ConfigFile)) {
		return folder
	}
	inner := filepath.Join(folder, "content")
	if isFile(filepath.Join(inner, decode.ConfigFile)) || isFolder(inner) {
		return inner
	}
	return ""
}

// contentAround finds the content folder that a file lies in: the nearest folder
// above it with concord.toml, else the nearest that is called content.
func contentAround(file string) string {
	named := ""
	for dir := filepath.Dir(file); ; dir = filepath.Dir(dir) {
		if isFile(filepath.Join(dir, decode.ConfigFile)) {
			return dir
		}
		if named == "" && filepath.Base(dir) == "content" {
			named = dir
		}
		if dir == filepath.Dir(dir) {
			return named
		}
	}
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
