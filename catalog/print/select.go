package print

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"github.com/concord-catalog/concord/catalog/model"
)

// Options chooses what goes into a booklet.
type Options struct {
	Pack    *model.Pack    // nil for the whole glossary
	As      string         // what it is published as, see site.BookletURL; "" for the pack's ID
	Domains []string       // IDs of functions, whose parts belong to them; nil for all
	Status  []model.Status // nil for all
	Kinds   []model.Kind   // nil for terms and KPIs, or those of the pack
	Lang    string         // the language of the booklet; "" for the catalog's own
}

// PackOf finds a pack by its ID.
func PackOf(c *model.Catalog, id string) (*model.Pack, bool) {
	for i := range c.Config.Packs {
		if c.Config.Packs[i].ID.S == id {
			return &c.Config.Packs[i], true
		}
	}
	return nil, false
}

// chosen lists the entries of a booklet in catalog order. A pack takes the
// entries of its functions and kinds, and those of its reading path.
func chosen(c *model.Catalog, opt Options) []*model.Entry {
	kinds, domains := opt.Kinds, opt.Domains
	path := map[*model.Entry]bool{}
	if p := opt.Pack; p != nil {
		for _, k := range p.Kinds {
			if kind, ok := model.ParseKind(k.S); ok && opt.Kinds == nil {
				kinds = append(kinds, kind)
			}
		}
		if kinds == nil {
			kinds = []model.Kind{model.TermKind}
		}
		if domains == nil {
			for _, d := range p.Domains {
				if d.To != nil {
					domains = append(domains, d.To.ID)
				}
			}
		}
		for _, t := range p.Terms {
			path[t.To] = true
		}
	}
	if kinds == nil {
		kinds = []model.Kind{model.TermKind, model.KPIKind}
	}
	var list []*model.Entry
	for _, e := range c.Entries {
		if opt.Status != nil && !slices.Contains(opt.Status, e.Status) {
			continue
		}
		of := slices.Contains(kinds, e.Kind) && (domains == nil || within(e.InDomain, domains))
		if of || path[e] && opt.Domains == nil {
			list = append(list, e)
		}
	}
	return list
}

// within reports whether a function is one of some, or a part of one.
func within(d *model.Domain, ids []string) bool {
	for steps := 0; d != nil && steps < 100; steps++ {
		if slices.Contains(ids, d.ID) {
			return true
		}
		if d.Parent.To == nil {
			return false
		}
		d, _ = d.Parent.To.Self.(*model.Domain)
	}
	return false
}

// order sorts by name, as dictionaries of a language do.
func order[T any](lang string, list []T, name func(T) (string, string)) {
	tag, err := language.Parse(lang)
	if err != nil {
		tag = language.English
	}
	c := collate.New(tag, collate.Numeric)
	var buf collate.Buffer
	type keyed struct {
		key  string
		tie  string
		item T
	}
	all := make([]keyed, len(list))
	for i, item := range list {
		text, tie := name(item)
		all[i] = keyed{string(c.KeyFromString(&buf, text)), tie, item}
		buf.Reset()
	}
	slices.SortStableFunc(all, func(a, b keyed) int {
		if n := strings.Compare(a.key, b.key); n != 0 {
			return n
		}
		return strings.Compare(a.tie, b.tie)
	})
	for i := range all {
		list[i] = all[i].item
	}
}

// letter is the heading under which a name is listed: its first letter without
// accents, or "0–9" or "#".
func letter(name string) string {
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.IsLetter(r):
			return string(unicode.ToUpper(r))
		case unicode.IsDigit(r):
			return "0–9"
		}
	}
	return "#"
}

// letterID names the place of a letter.
func letterID(prefix, l string) string {
	var b strings.Builder
	b.WriteString(prefix)
	for _, r := range l {
		if r >= 'A' && r <= 'Z' {
			b.WriteRune(unicode.ToLower(r))
		} else {
			fmt.Fprintf(&b, "x%x", r)
		}
	}
	return b.String()
}

// place is the name of an entry's place in a booklet.
func place(e *model.Entry) string {
	return e.Kind.String() + "." + strings.ReplaceAll(e.ID, "/", ".")
}
