// Package export is the catalog for machines: JSON beside every page, and the
// whole of it in one file.
//
// The shapes are a contract. Every document says `"version": 1`; members may be
// added within a version, and are taken away or change their meaning only with
// the next.
//
//	catalog.json          the catalog: who, when, how many, every entry
//	conflicts.json        the conflicts, open and settled, as `concord check --format json` prints them
//	terms/revenue.json    one entry, beside its page
//
// An entry is an object of
//
//	key        its full ID with its kind: "term:finance/revenue"
//	kind, id   the same in two parts
//	name       what to call it
//	page       its page, relative to the top of the site
//	file, line where it is written, relative to the content folder
//	status     draft, proposed, approved, deprecated or retired
//	domain     the key of the domain it belongs to, written or inherited
//	owner      the key of the owner who answers for it, written or inherited
//	fields     what stands in the file, by the field names of the language;
//	           references are keys ("object:order-line.quantity" for a field)
//	stands_on  what it depends on directly: key, how, and the field of its own
//	           that the tie is about, where it is about one
//	feeds      what depends on it directly, in the same way
//	outcomes   the keys of the outcomes that depend on it
//	conflicts  the IDs of the open conflicts it takes part in
//	changed    its last commit: on, by, revision; absent without history
//
// Members that have nothing to say are absent. Read [Files] first, then entry.go.
package export

import (
	"iter"
	"slices"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/diag/report"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
)

// Version is the version of every document's shape.
const Version = 1

// Input is everything that is exported.
type Input struct {
	Catalog      *model.Catalog
	Graph        *lineage.Graph
	Findings     diag.List
	History      *history.Entries // nil without git history
	Today        model.Date
	Revision     string // full hash of the commit; "" without git
	RevisionDate model.Date
	Generator    string // "Concord" and its version
}

// Files makes the documents, the entries' first, in catalog order. It yields
// them one by one, so that only catalog.json is ever whole in memory.
func Files(in Input) iter.Seq[output.File] {
	return func(yield func(output.File) bool) {
		x := &exporter{Input: in, open: openConflicts(in.Findings)}
		all := writer{buf: x.head()}
		for i, e := range in.Catalog.Entries {
			if i > 0 {
				all.buf = append(all.buf, ",\n"...)
			}
			if i == enoughToTell {
				all.buf = slices.Grow(all.buf, len(all.buf)/i*len(in.Catalog.Entries))
			}
			start := len(all.buf)
			x.entry(&all, e)
			if !yield(output.File{Path: e.Kind.Folder() + "/" + e.ID + ".json", Data: versioned(all.buf[start:])}) {
				return
			}
		}
		all.buf = append(all.buf, "\n]}\n"...)
		if !yield(output.File{Path: "catalog.json", Data: all.buf}) {
			return
		}
		yield(output.File{Path: "conflicts.json", Data: x.conflicts()})
	}
}

// enoughToTell is after how many entries the size of all can be told.
const enoughToTell = 500

type exporter struct {
	Input
	open map[string][]string // IDs of open conflicts by subject, in order
}

// openConflicts lists the IDs of the open conflicts of each subject.
func openConflicts(list diag.List) map[string][]string {
	m := map[string][]string{}
	for i := range list {
		if f := &list[i]; f.Kind.Family == diag.Conflict && f.Settled == nil {
			for _, s := range f.Subjects {
				m[s] = append(m[s], f.ID)
			}
		}
	}
	return m
}

// versioned makes a document of its own of an object.
func versioned(object []byte) []byte {
	doc := make([]byte, 0, len(object)+16)
	doc = append(doc, `{"version":1,`...)
	doc = append(doc, object[1:]...)
	return append(doc, '\n')
}

// head is catalog.json up to its entries, one to a line, so that two versions
// can be compared line by line.
func (x *exporter) head() []byte {
	var w writer
	w.open('{')
	w.key("version").number(Version)
	x.about(&w)
	c := x.Catalog.Config
	w.text("description", c.Description.S)
	w.text("base_url", c.BaseURL.S)
	w.text("repository", c.Repository.S)
	w.text("language", c.Language())
	w.key("counts").open('{')
	for _, k := range model.Kinds() {
		if n := len(x.Catalog.OfKind(k)); n > 0 {
			w.key(k.Folder()).number(n)
		}
	}
	w.close('}')
	w.key("findings").open('{')
	w.key("errors").number(x.Findings.Count(diag.Error))
	w.key("conflicts").number(x.Findings.Count(diag.Conflict))
	w.key("advice").number(x.Findings.Count(diag.Advice))
	w.close('}')
	w.key("entries")
	return append(w.buf, "[\n"...)
}

// about says what was exported, and as of when.
func (x *exporter) about(w *writer) {
	w.text("title", x.Catalog.Config.Title.S)
	w.text("today", x.Today.String())
	w.text("revision", x.Revision)
	w.text("revision_date", x.RevisionDate.String())
	w.text("generator", x.Generator)
}

// conflicts is conflicts.json: one finding to a line, the open ones first.
func (x *exporter) conflicts() []byte {
	var w writer
	w.open('{')
	w.key("version").number(Version)
	x.about(&w)
	for _, settled := range []bool{false, true} {
		name := "conflicts"
		if settled {
			name = "settled"
		}
		w.key(name)
		w.buf = append(w.buf, '[')
		first := true
		for i := range x.Findings {
			f := &x.Findings[i]
			if f.Kind.Family != diag.Conflict || (f.Settled != nil) != settled {
				continue
			}
			if !first {
				w.buf = append(w.buf, ',')
			}
			first = false
			w.buf = append(w.buf, '\n')
			w.buf = append(w.buf, report.FindingJSON(x.Catalog.Source, f)...)
		}
		w.buf = append(w.buf, "\n]"...)
		w.more = true
	}
	w.close('}')
	return append(w.buf, '\n')
}
