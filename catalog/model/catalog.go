package model

import (
	"cmp"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/source"
)

// Catalog is everything an organisation has written down, resolved: every
// reference points at its entry. Slices are sorted by ID, nothing is changed
// after resolving, and it is safe for concurrent use.
type Catalog struct {
	Config Config
	Source *source.Set // where the spans of every value point

	Entries      []*Entry // all of them, by kind, then ID
	Domains      []*Domain
	Owners       []*Owner
	Terms        []*Term
	Systems      []*System
	Objects      []*Object
	KPIs         []*KPI
	Decisions    []*Decision
	Outcomes     []*Outcome
	Integrations []*Integration
	Scenarios    []*Scenario
	Reports      []*Report
	Resolutions  []*Resolution
	Pages        []*Page

	byKey   map[string]*Entry
	renamed map[string]*Entry
}

// New makes a catalog of entries, whose Self must be set. The entries' order
// does not matter. It is called once, by resolving.
func New(config Config, set *source.Set, entries []*Entry) *Catalog {
	c := &Catalog{Config: config, Source: set, Entries: slices.Clone(entries),
		byKey: make(map[string]*Entry, len(entries)), renamed: map[string]*Entry{}}
	slices.SortFunc(c.Entries, func(a, b *Entry) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	for _, e := range c.Entries {
		c.byKey[e.Key()] = e
		for _, old := range e.Formerly {
			c.renamed[e.Kind.String()+":"+old.S] = e
		}
		c.file(e)
	}
	return c
}

func (c *Catalog) file(e *Entry) {
	switch v := e.Self.(type) {
	case *Domain:
		c.Domains = append(c.Domains, v)
	case *Owner:
		c.Owners = append(c.Owners, v)
	case *Term:
		c.Terms = append(c.Terms, v)
	case *System:
		c.Systems = append(c.Systems, v)
	case *Object:
		c.Objects = append(c.Objects, v)
	case *KPI:
		c.KPIs = append(c.KPIs, v)
	case *Decision:
		c.Decisions = append(c.Decisions, v)
	case *Outcome:
		c.Outcomes = append(c.Outcomes, v)
	case *Integration:
		c.Integrations = append(c.Integrations, v)
	case *Scenario:
		c.Scenarios = append(c.Scenarios, v)
	case *Report:
		c.Reports = append(c.Reports, v)
	case *Resolution:
		c.Resolutions = append(c.Resolutions, v)
	case *Page:
		c.Pages = append(c.Pages, v)
	}
}

// Get returns the entry of that kind and ID, following `formerly`, or nil.
func (c *Catalog) Get(kind Kind, id string) *Entry { return c.ByKey(kind.String() + ":" + id) }

// ByKey returns the entry of that key ("term:finance/revenue"), following
// `formerly`, or nil.
func (c *Catalog) ByKey(key string) *Entry {
	if e := c.byKey[key]; e != nil {
		return e
	}
	return c.renamed[key]
}

// OfKind lists the entries of one kind in ID order.
func (c *Catalog) OfKind(kind Kind) []*Entry {
	lo, _ := slices.BinarySearchFunc(c.Entries, kind, func(e *Entry, k Kind) int { return cmp.Compare(e.Kind, k) })
	hi, _ := slices.BinarySearchFunc(c.Entries, kind+1, func(e *Entry, k Kind) int { return cmp.Compare(e.Kind, k) })
	return c.Entries[lo:hi]
}

// Measured is the part that terms and KPIs share, or nil for other kinds.
func (e *Entry) Measured() *Meaningful {
	switch v := e.Self.(type) {
	case *Term:
		return &v.Meaningful
	case *KPI:
		return &v.Meaningful
	}
	return nil
}

// Label is one designation of an entry and how it may be used.
type Label struct {
	Text
	Use LabelUse
}

// LabelUse is the standing of a designation (ISO 1087: preferred, admitted,
// deprecated).
type LabelUse uint8

// The standings of a label.
const (
	Preferred LabelUse = iota
	Admitted
	Abbreviated
	DeprecatedLabel
)

// Labels lists an entry's designations, the preferred one first. Kinds other
// than terms have one, their name.
func (e *Entry) Labels() []Label {
	name := e.Name
	if name.S == "" {
		name = Text{S: e.Title(), At: e.At}
	}
	labels := []Label{{name, Preferred}}
	t, ok := e.Self.(*Term)
	if !ok {
		return labels
	}
	for _, a := range t.Admitted {
		labels = append(labels, Label{a, Admitted})
	}
	if t.Abbreviation.S != "" {
		labels = append(labels, Label{t.Abbreviation, Abbreviated})
	}
	for _, d := range t.Deprecated {
		labels = append(labels, Label{d, DeprecatedLabel})
	}
	return labels
}

// Humanise makes words of the last part of an ID: "finance/net-revenue" is
// "Net revenue".
func Humanise(id string) string {
	words := strings.ReplaceAll(LastPart(id), "-", " ")
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// LastPart is the part of an ID after its last slash.
func LastPart(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }
