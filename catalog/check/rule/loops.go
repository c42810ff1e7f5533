package rule

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/model"
)

// loops lists the ways in which references of entries lead back to where they
// began, each from its first entry in catalog order: the references followed,
// in order. Of circles that share a reference back it gives one.
func loops(entries []*model.Entry, next func(*model.Entry) []model.Ref) [][]model.Ref {
	w := walk{next: next, state: map[*model.Entry]int{}}
	for _, e := range entries {
		if w.state[e] == 0 {
			w.visit(e)
		}
	}
	return w.found
}

type walk struct {
	next  func(*model.Entry) []model.Ref
	state map[*model.Entry]int // 1 while on the way, 2 when done
	from  []*model.Entry       // the way so far
	way   []model.Ref          // the references along it, one from each of from but the last
	found [][]model.Ref
}

func (w *walk) visit(e *model.Entry) {
	w.state[e] = 1
	w.from = append(w.from, e)
	for _, r := range w.next(e) {
		if r.To == nil || r.To.Kind != e.Kind {
			continue
		}
		switch w.state[r.To] {
		case 0:
			w.way = append(w.way, r)
			w.visit(r.To)
			w.way = w.way[:len(w.way)-1]
		case 1:
			i := slices.Index(w.from, r.To)
			w.found = append(w.found, append(slices.Clone(w.way[i:]), r))
		}
	}
	w.from = w.from[:len(w.from)-1]
	w.state[e] = 2
}

// reportLoop reports one circle: its first reference, the others as places.
func reportLoop(p *check.Pass, circle []model.Ref, key string, message func(names string) string, help string) {
	var members []*model.Entry
	for _, r := range circle {
		members = append(members, r.To)
	}
	slices.SortFunc(members, func(a, b *model.Entry) int { return compareKeys(a, b) })
	f := p.At(circle[0].At, message(ids(members))).WithLabel("`" + key + "` leads to `" + circle[0].To.ID + "`")
	for _, r := range circle[1:] {
		f = f.WithPlace(r.At, "and on to `"+r.To.ID+"`")
	}
	p.Report(f.WithHelp(help), members...)
}

func compareKeys(a, b *model.Entry) int {
	if a.Key() < b.Key() {
		return -1
	} else if a.Key() > b.Key() {
		return 1
	}
	return 0
}
