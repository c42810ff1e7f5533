// Package decode turns content files into declarations: what is written, and
// where, before any name means anything.
//
// Three spellings come in (YAML, TOML, and Markdown with front matter of
// either) and one shape goes out, [Decl], so that nothing above knows which it
// was. Each format is one file: yaml.go, toml.go, markdown.go. What a parser
// cannot be trusted with is refused before it (text.go, limits.go), what a kind
// or an ID may be is in ident.go, and what can be wrong is in kinds.go.
//
// A file that cannot be read loses only itself, and an entry of a list only
// that entry; what was lost is remembered as [Lost].
package decode

import (
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// ConfigFile is the name of the file, at the top of the content folder, that
// holds what the whole catalog shares.
const ConfigFile = "concord.toml"

// Format is the spelling a declaration came in.
type Format uint8

// The formats.
const (
	YAML Format = iota
	TOML
	Markdown
)

// String names the format.
func (f Format) String() string { return [...]string{"YAML", "TOML", "Markdown"}[f] }

// Decl is one entry as written, before any name means anything. Its kind and
// ID are valid, and no other Decl of a [Tree] has both the same.
type Decl struct {
	Kind   model.Kind
	KindAt source.Span // the value of kind:, else Head
	ID     string
	IDAt   source.Span  // the value of id:, else the empty span at the start of At
	At     source.Span  // the whole declaration: file, YAML document or [[entry]] table
	Head   source.Span  // empty; where a missing field would be written
	Format Format       //
	Fields source.Value // a Map, without kind and id
	Body   source.Value // the Markdown body: a String, or Null when there is none
}

// Lost is an entry that stands in a file and could not be read. References to
// it deserve no finding of their own.
type Lost struct {
	Kind model.Kind // NoKind when not even that is known
	ID   string
	At   source.Span
}

// Tree is everything that the content folder declares, in file order.
type Tree struct {
	Decls  []Decl
	Config source.Value // concord.toml as a Map; Null when there is none
	Lost   []Lost
}

// Unit is what a single file declares and what is wrong with it. It depends on
// nothing but the file.
type Unit struct {
	Decls    []Decl
	Config   source.Value
	Lost     []Lost
	Findings diag.List

	misnamed []misnamed
}

// Decode reads every file of the set. Refusals, as [source.Read] gives them,
// become findings too.
func Decode(set *source.Set, refusals []source.Refusal) (Tree, diag.List) {
	units, _ := Units(set, nil)
	return Merge(set, units, refusals)
}

// Units decodes the files of a set, in order. Of a set that was revised from
// another one, known are the units of that one by the ID of their file: they are
// taken over for the files that both have. It also returns how many files were
// decoded.
func Units(set *source.Set, known []Unit) (units []Unit, decoded int) {
	files := set.Files()
	units = make([]Unit, len(files))
	var fresh []*source.File
	var where []int
	for i, f := range files {
		if id := int(f.ID); id <= len(known) {
			units[i] = known[id-1]
			continue
		}
		fresh, where = append(fresh, f), append(where, i)
	}
	for i, u := range Each(fresh) {
		units[where[i]] = u
	}
	return units, len(fresh)
}

// Each decodes files, in order.
func Each(files []*source.File) []Unit {
	units := make([]Unit, len(files))
	const batch = 32
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(files)/batch+1) {
		wg.Go(func() {
			for {
				end := int(next.Add(batch))
				for i := end - batch; i < min(end, len(files)); i++ {
					units[i] = File(files[i])
				}
				if end >= len(files) {
					return
				}
			}
		})
	}
	wg.Wait()
	return units
}
