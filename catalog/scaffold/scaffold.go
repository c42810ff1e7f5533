// Package scaffold writes the first files of a catalog, and the first version
// of an entry: templates that teach the language while they are filled in.
//
// The templates are the files under new/ (one for each kind) and init/ (a whole
// small catalog). They compile as they are.
package scaffold

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/model"
)

//go:embed new init
var files embed.FS

// Init is a small catalog that builds without a finding: the files of a content
// folder, in name order. Day is the day that its entries count as reviewed on.
func Init(title string, day model.Date) []output.File {
	sub, err := fs.Sub(files, "init")
	if err != nil {
		panic("unreachable: the folder is embedded: " + err.Error())
	}
	var list []output.File
	err = fs.WalkDir(sub, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(sub, name)
		list = append(list, output.File{Path: name, Data: fill(text, "TITLE", quoted(title), "DAY", day.String())})
		return err
	})
	if err != nil {
		panic("unreachable: the files are embedded: " + err.Error())
	}
	return list
}

// New is the file of a new entry. The name is made of the ID; the domain is the
// first part of an ID that has several.
func New(kind model.Kind, id string) output.File {
	name, text := template(kind)
	file := output.File{Path: kind.Folder() + "/" + id + path.Ext(name)}
	file.Data = fill(text, "NAME", model.Humanise(id), "LAST", model.LastPart(id))
	return file
}

// Path is where the file of a new entry goes, relative to the content folder.
func Path(kind model.Kind, id string) string {
	name, _ := template(kind)
	return kind.Folder() + "/" + id + path.Ext(name)
}

func template(kind model.Kind) (name string, text []byte) {
	for _, ext := range []string{".md", ".yaml"} {
		name = kind.String() + ext
		if text, err := files.ReadFile("new/" + name); err == nil {
			return name, text
		}
	}
	panic(fmt.Sprintf("unreachable: there is no template for the kind %s", kind))
}

// fill replaces {NAME} and its like.
func fill(text []byte, pairs ...string) []byte {
	var old []string
	for i := 0; i < len(pairs); i += 2 {
		old = append(old, "{"+pairs[i]+"}", pairs[i+1])
	}
	return []byte(strings.NewReplacer(old...).Replace(string(text)))
}

// quoted makes text fit for a double-quoted string of TOML.
func quoted(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
