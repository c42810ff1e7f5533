// Package model is what a catalog is once every name means one thing: data
// only, in the words that stewards write.
//
// Each kind of entry is a struct that embeds [Entry], the part all kinds share.
// The struct tags are the schema: `field` names the key, `ref` the kinds that a
// reference may point to, `enum` the words allowed, `doc` what the field means.
// Decoding, reference pages and JSON Schema all read the same tags, so they
// cannot drift apart. Read [Entry], then [Catalog], then [Schema].
package model

import "github.com/concord-catalog/concord/catalog/source"

// Kind is one of the thirteen kinds of entry.
type Kind uint8

// The kinds, in the order in which sites and listings show them.
const (
	NoKind Kind = iota
	DomainKind
	OwnerKind
	TermKind
	SystemKind
	ObjectKind
	KPIKind
	DecisionKind
	OutcomeKind
	IntegrationKind
	ScenarioKind
	ReportKind
	ResolutionKind
	PageKind
)

// Kinds lists every kind in order.
func Kinds() []Kind {
	kinds := make([]Kind, 0, PageKind)
	for k := DomainKind; k <= PageKind; k++ {
		kinds = append(kinds, k)
	}
	return kinds
}

// String is the kind's name as `kind:` takes it.
func (k Kind) String() string {
	return [...]string{"", "domain", "owner", "term", "system", "object", "kpi", "decision",
		"outcome", "integration", "scenario", "report", "resolution", "page"}[k]
}

// Folder is the top folder whose files are of this kind, and the folder of its
// pages on the site.
func (k Kind) Folder() string {
	if k == NoKind {
		return ""
	}
	return k.String() + "s"
}

// Title is the kind's name in a sentence.
func (k Kind) Title() string {
	return [...]string{"", "domain", "owner", "term", "system", "data object", "KPI", "decision",
		"outcome", "integration", "scenario", "report", "resolution", "page"}[k]
}

// ParseKind reads a kind from its name or its folder's name.
func ParseKind(name string) (Kind, bool) {
	for _, k := range Kinds() {
		if name == k.String() || name == k.Folder() {
			return k, true
		}
	}
	return NoKind, false
}

// Status is where an entry stands in its life, as a register item does in
// ISO 19135.
type Status uint8

// The statuses in the order of a life. An entry that names none is a Draft.
const (
	Draft Status = iota
	Proposed
	Approved
	Deprecated
	Retired
)

// String is the status as files write it.
func (s Status) String() string {
	return [...]string{"draft", "proposed", "approved", "deprecated", "retired"}[s]
}

// Entry is what every kind of entry has.
type Entry struct {
	Kind Kind        `field:"-"`
	ID   string      `field:"-"` // unique among entries of the kind; "finance/revenue"
	At   source.Span `field:"-"` // the head of the entry: its name, ID, or first byte
	All  source.Span `field:"-"` // everything that declares the entry
	Self any         `field:"-"` // the *Term, *KPI… that embeds this Entry

	Name         Text          `field:"name" doc:"What people call it."`
	Definition   Text          `field:"definition" doc:"What it is, in one sentence: the genus, then what sets it apart (ISO 704)."`
	Description  Text          `field:"description" doc:"What it is, where a definition in one sentence is not called for."`
	Domain       Ref           `field:"domain" ref:"domain" doc:"The business function it belongs to. Default: the domain its ID begins with."`
	Owner        Ref           `field:"owner" ref:"owner" doc:"The one person or team accountable for it. Default: the domain's owner."`
	Stewards     []Ref         `field:"stewards" ref:"owner" doc:"Who is responsible for keeping it."`
	Consulted    []Ref         `field:"consulted" ref:"owner" doc:"Who is asked before it changes."`
	Informed     []Ref         `field:"informed" ref:"owner" doc:"Who is told when it changes."`
	StatusText   Text          `field:"status" enum:"draft,proposed,approved,deprecated,retired" doc:"Where it stands in its life (ISO 19135)."`
	Since        Date          `field:"since" doc:"The day from which it holds."`
	Reviewed     Date          `field:"reviewed" doc:"The day a person last confirmed it."`
	ReviewEvery  Period        `field:"review_every" doc:"How often it must be confirmed, as in 6 months."`
	ReplacedBy   Ref           `field:"replaced_by" ref:"self" doc:"The entry to use instead."`
	Formerly     []Text        `field:"formerly" doc:"IDs it had before; old links and references keep working."`
	Sources      []Source      `field:"source" scalar:"authority" doc:"Where the definition comes from: authority, clause, url."`
	Links        []Link        `field:"links" scalar:"url" doc:"Where to read more."`
	Tags         []Text        `field:"tags" doc:"Free words to browse by."`
	Audience     []Text        `field:"audience" doc:"Who may read it. Default: the domain's audience, else everyone."`
	Translations []Translation `field:"translations" doc:"Name, definition and note by language tag (BCP 47)."`
	Allow        []Waiver      `field:"allow" doc:"Findings that may stand, each with rule, reason, by and until."`
	Note         Text          `field:"note" alias:"notes" doc:"Notes to the entry, in Markdown. The body of a Markdown file is its note."`
	LinkTerms    Flag          `field:"link_terms" doc:"Whether words of the catalog become links in its own texts. Default: true."`
	Custom       []Custom      `field:"custom" doc:"The organisation's own fields."`

	Status         Status   `field:"-"`
	InDomain       *Domain  `field:"-"` // resolved: written, or from the ID; nil when in none
	AccountableRef *Ref     `field:"-"` // the reference that makes Accountable so: the entry's own or its domain's
	Accountable    *Owner   `field:"-"` // resolved: written, or inherited from the domain; nil when nobody is
	Readers        []string `field:"-"` // audiences that may read it, sorted; empty means everyone
}

// Key is the entry's full ID with its kind, as findings and machine output name
// it: "term:finance/revenue".
func (e *Entry) Key() string { return e.Kind.String() + ":" + e.ID }

// Title is what to call the entry: its name, or for want of one the last part
// of its ID with spaces.
func (e *Entry) Title() string {
	if e.Name.S != "" {
		return e.Name.S
	}
	return Humanise(e.ID)
}

// Meaning is the entry's definition, or its description where it has none.
func (e *Entry) Meaning() Text {
	if e.Definition.S != "" {
		return e.Definition
	}
	return e.Description
}

// SharesDomain reports whether two entries stand in one domain.
func (e *Entry) SharesDomain(o *Entry) bool {
	return e.InDomain != nil && o.InDomain != nil && e.InDomain.ID == o.InDomain.ID
}

// Live reports whether the entry still counts: neither deprecated nor retired.
func (e *Entry) Live() bool { return e.Status < Deprecated }
