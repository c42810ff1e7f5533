package decode

import (
	"fmt"
	"path"
	"slices"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// Merge puts the units of all files of the set together, in the set's order,
// and finds what only shows between files: two entries of one kind and ID.
func Merge(set *source.Set, units []Unit, refusals []source.Refusal) (Tree, diag.List) {
	m := merger{first: map[key]source.Span{}, folders: map[string]int{}}
	n := 0
	for i := range units {
		n += len(units[i].Decls)
	}
	m.tree.Decls = make([]Decl, 0, n)
	for i := range units {
		m.add(&units[i])
	}
	for i := range units {
		m.nameTwins(&units[i])
	}
	for _, r := range refusals {
		m.findings = append(m.findings, refused(set, r))
	}
	m.findings = m.groupByFolder(set)
	return m.tree, m.findings.Sort()
}

type key struct {
	kind model.Kind
	id   string
}

type merger struct {
	tree     Tree
	findings diag.List
	first    map[key]source.Span
	folders  map[string]int // index of the finding that speaks for a folder, by kind and folder
}

func (m *merger) add(u *Unit) {
	for i := range u.Decls {
		d := &u.Decls[i]
		k := key{d.Kind, d.ID}
		if first, ok := m.first[k]; ok {
			m.findings = append(m.findings, duplicateID.At(d.IDAt,
				fmt.Sprintf("there are two entries `%s:%s`", d.Kind, d.ID)).
				WithPlace(first, "the first").
				WithHelp("merge the two, or give this one another file name or `id`"))
			continue
		}
		m.first[k] = d.IDAt
		m.tree.Decls = append(m.tree.Decls, *d)
	}
	if u.Config.Kind == source.Map {
		m.tree.Config = u.Config
	}
	m.tree.Lost = append(m.tree.Lost, u.Lost...)
}

// nameTwins takes over a file's findings, and adds to those about a malformed
// ID the entry that already has the well-formed one.
func (m *merger) nameTwins(u *Unit) {
	start := len(m.findings)
	m.findings = append(m.findings, u.Findings...)
	for _, bad := range u.misnamed {
		if first, ok := m.first[key{bad.kind, bad.suggestion}]; ok {
			f := &m.findings[start+bad.finding]
			*f = f.WithPlace(first, fmt.Sprintf("`%s` is already this entry", bad.suggestion))
		}
	}
}

// groupByFolder keeps one finding for each folder where the same thing is
// wrong with many files only because of the folder they are in.
func (m *merger) groupByFolder(set *source.Set) diag.List {
	type group struct {
		kind   *diag.Kind
		folder string
	}
	first := map[group]int{}
	count := map[int]int{}
	kept := m.findings[:0]
	for _, f := range m.findings {
		if f.Kind == noKind || f.Kind == unknownFile {
			g := group{f.Kind, path.Dir(set.Place(f.At).Path)}
			if f.Kind == noKind {
				g.folder = topFolder(set.Place(f.At).Path)
			}
			if i, ok := first[g]; ok {
				count[i]++
				continue
			}
			first[g] = len(kept)
		}
		kept = append(kept, f)
	}
	for i, n := range count {
		files := "files"
		if n == 1 {
			files = "file"
		}
		kept[i] = kept[i].WithNote(fmt.Sprintf("so it is with %d more %s in this folder", n, files))
	}
	return slices.Clip(kept)
}

// refused makes a finding of a file that was not read.
func refused(set *source.Set, r source.Refusal) diag.Finding {
	var at source.Span
	if f := set.ByPath(r.Path); f != nil {
		at = f.Span().Head()
	}
	switch r.Reason {
	case source.Symlink:
		return symlink.At(at, fmt.Sprintf("`%s` is a symbolic link", r.Path)).
			WithHelp("put a copy of the file here, or refer to the entry where it stands")
	case source.SpecialFile:
		return specialFile.At(at, fmt.Sprintf("`%s` is %s", r.Path, r.Detail)).
			WithHelp("remove it from the content folder")
	case source.TooLarge:
		return overLimit.At(at, fmt.Sprintf("`%s` is larger than %s", r.Path, size(r.Limit))).
			WithHelp("split it into several files; data does not belong in a catalog")
	case source.TooMany:
		return overLimit.At(at, fmt.Sprintf("the content folder holds more than %d files", r.Limit)).
			WithNote(fmt.Sprintf("nothing from `%s` on was looked at", r.Path)).
			WithHelp("check that no other folder has got into it")
	case source.TooDeep:
		return overLimit.At(at, fmt.Sprintf("`%s` lies more than %d folders deep", r.Path, r.Limit)).
			WithHelp("an ID has at most six parts, so no entry can stand this deep")
	case source.Unsteady:
		return unreadable.At(at, fmt.Sprintf("`%s` changed while it was read", r.Path)).
			WithHelp("run again once whatever writes it has finished")
	case source.BadName:
		return badFileName.At(at, fmt.Sprintf("the name of `%s` has characters that not every system can store", r.Path)).
			WithHelp("use letters, digits, hyphens and full stops")
	case source.NameClash:
		return nameClash.At(at, fmt.Sprintf("`%s` and `%s` are one name on many systems", r.Path, r.Detail)).
			WithHelp("rename one of them, or delete the one that git still has by mistake")
	case source.UnknownFile:
		return unknownFile.At(at, fmt.Sprintf("`%s` is not content", r.Path)).
			WithHelp("entries end in .yaml, .yml, .toml or .md; pictures and downloads in " +
				".png, .jpg, .gif, .webp, .svg, .pdf or .csv")
	}
	return unreadable.At(at, fmt.Sprintf("`%s` cannot be read: %s", r.Path, r.Detail)).
		WithHelp("check who may read the file")
}

// size writes a limit the way people say it.
func size(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}
