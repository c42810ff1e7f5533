package catalog

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/check/rule"
	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/formula"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/lineage"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/scenario"
	"github.com/concord-catalog/concord/catalog/source"
)

// Live is a content folder that is being edited, in one of its states: the files
// on disk, with those in their place that an editor holds. Each state is
// compiled in steps, from what is known of the one before: [Live.Sketch] is there
// after every key, [Live.Names] in the pauses, and [Live.Conflicts] and
// [Live.Texts] may take their time. A
// Live is immutable and safe for concurrent use.
type Live struct {
	Set *source.Set

	folder   string
	refusals []source.Refusal
	units    []*decode.Unit // by the ID of their file; nil for files that are gone
	memo     *check.Memo
	today    model.Date
	head     history.Head
	history  *history.Entries
}

// slack is how many files may be replaced before the old ones are forgotten.
const slack = 2000

// Open reads a content folder that will be edited, and compiles nothing yet.
func Open(ctx context.Context, opt Options) (*Live, error) {
	l := &Live{folder: opt.Content, today: opt.Today, memo: &check.Memo{}}
	var err error
	if l.Set, l.refusals, err = source.Read(ctx, opt.Content, source.DefaultLimits()); err != nil {
		return nil, err
	}
	if l.head, err = history.ReadHead(ctx, opt.Content); err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if l.today.IsZero() {
		l.today = l.head.Date
	}
	if l.today.IsZero() {
		l.today = model.DateOf(opt.Now)
	}
	l.decode()
	return l, nil
}

// decode decodes the files that are new in this state.
func (l *Live) decode() {
	var fresh []*source.File
	n := len(l.units)
	for _, f := range l.Set.Files() {
		if int(f.ID) > len(l.units) {
			fresh = append(fresh, f)
			n = max(n, int(f.ID))
		}
	}
	units := make([]*decode.Unit, n)
	copy(units, l.units)
	for i, u := range decode.Each(fresh) {
		units[fresh[i].ID-1] = &u
	}
	l.units = units
}

// Unit is what one file declares in this state.
func (l *Live) Unit(path string) decode.Unit {
	if f := l.Set.ByPath(path); f != nil {
		return *l.units[f.ID-1]
	}
	return decode.Unit{}
}

// Units are what the files of this state declare, by the ID of their file.
func (l *Live) Units() []decode.Unit {
	list := make([]decode.Unit, len(l.units))
	for i, u := range l.units {
		if u != nil {
			list[i] = *u
		}
	}
	return list
}

// Revised is another state: with the given contents by path, and without the
// files that are gone. Only what is new is decoded. What is not content, and
// what was refused when the folder was read, is passed over.
func (l *Live) Revised(contents map[string][]byte, gone []string) *Live {
	var files []*source.File
	for _, path := range slices.Sorted(maps.Keys(contents)) {
		old := l.Set.ByPath(path)
		if !source.IsContent(path) || old != nil && (old.Refused || bytes.Equal(old.Data, contents[path])) {
			continue
		}
		files = append(files, &source.File{Path: path, Data: contents[path]})
	}
	if len(files) == 0 && len(gone) == 0 {
		return l
	}
	return l.with(files, gone)
}

func (l *Live) with(files []*source.File, gone []string) *Live {
	next := *l
	next.Set = l.Set.Revised(files, gone)
	if len(l.units) > len(l.Set.Files())+slack {
		next.Set, next.units = anew(next.Set), nil
	}
	next.decode()
	return &next
}

// anew is a set of the same files that remembers no others.
func anew(set *source.Set) *source.Set {
	files := make([]*source.File, 0, len(set.Files()))
	for _, f := range set.Files() {
		files = append(files, &source.File{Path: f.Path, Data: f.Data, Asset: f.Asset, Refused: f.Refused})
	}
	return source.NewSet(nil).Revised(files, nil)
}

// Reread is the state of the folder on disk, with the given contents in the
// place of what stands there.
func (l *Live) Reread(ctx context.Context, contents map[string][]byte) (*Live, error) {
	set, refusals, err := State{Folder: l.folder}.read(ctx, l.Set)
	if err != nil {
		return nil, err
	}
	next := *l
	next.refusals = refusals
	next.Set = set
	next.decode()
	return next.Revised(contents, nil), nil
}

// Remember asks git what happened to the entries, which some findings rest on.
// Without history the state stays as it is.
func (l *Live) Remember(ctx context.Context, c *model.Catalog) *Live {
	_, past, err := remember(ctx, Options{Content: l.folder})
	if err != nil || past == nil {
		return l
	}
	next := *l
	next.history = past.Entries(c)
	return &next
}

// Names goes from files to a catalog in which names mean things. The findings
// are those of single files, fields, references and formulas; there is no graph.
func (l *Live) Names() *Named {
	units := make([]decode.Unit, len(l.Set.Files()))
	for i, f := range l.Set.Files() {
		units[i] = *l.units[f.ID-1]
	}
	tree, found := decode.Merge(l.Set, units, l.refusals)
	c, ids, unresolved := resolve.Named(l.Set, tree)
	words := formula.IndexNames(c)
	formulas, broken := formula.AnalyseNamed(c, words)
	return &Named{&Compiled{Set: l.Set, Catalog: c, Formulas: formulas, Findings: slices.Concat(found, unresolved, broken),
		Today: l.today, Head: l.head, History: l.history}, ids, words}
}

// Conflicts completes what [Live.Names] gave: the graph, the scenarios, and the
// findings of all rules.
func (l *Live) Conflicts(names *Named) *Compiled {
	c := *names.Compiled
	c.Graph = lineage.Build(c.Catalog, c.Formulas)
	var unfit diag.List
	c.Answers, unfit = scenario.Run(c.Catalog, c.Formulas, c.Today)
	env := check.Env{Catalog: c.Catalog, Formulas: c.Formulas, Graph: c.Graph, Answers: c.Answers,
		History: l.history, Today: c.Today, Memo: l.memo, Unsound: check.Unsound(c.Catalog, names.Findings)}
	c.Findings = slices.Concat(names.Findings, unfit, check.Run(env, rule.All())).Sort()
	return &c
}

// Texts adds to what [Live.Conflicts] gave what is wrong with links and pictures
// in prose.
func (l *Live) Texts(checked *Compiled) *Compiled {
	c := *checked
	c.look("")
	return &c
}
