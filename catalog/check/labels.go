package check

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/german"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/concord-catalog/concord/catalog/model"
)

// Labels finds entries by what they are called, whatever the case, accents,
// inflection, hyphens and order of words.
type Labels struct {
	lang    string
	folder  Folder
	memo    *Memo
	byLabel map[string][]Labelled
}

// Labelled is an entry together with the designation by which it was found.
type Labelled struct {
	Entry *model.Entry
	Label model.Label
}

// IndexLabels indexes the designations of a catalog's terms and KPIs that are
// still in use. Deprecated designations are not indexed: they are meant to go.
func IndexLabels(c *model.Catalog, memo *Memo) *Labels {
	lang := c.Config.Language()
	l := &Labels{lang: lang, folder: NewFolder(lang), memo: memo, byLabel: map[string][]Labelled{}}
	for _, e := range c.Entries {
		if e.Measured() == nil || !e.Live() {
			continue
		}
		seen := map[string]bool{}
		for _, label := range e.Labels() {
			key := l.Fold(label.S)
			if label.Use == model.DeprecatedLabel || key == "" || seen[key] {
				continue
			}
			seen[key] = true
			l.byLabel[key] = append(l.byLabel[key], Labelled{e, label})
		}
	}
	return l
}

// Fold is the key under which a label is indexed.
func (l *Labels) Fold(label string) string {
	return Remember(l.memo, foldKey{l.lang, label}, func() string { return l.folder.Label(label) })
}

// foldKey is what the folding of a label depends on.
type foldKey struct{ lang, label string }

// Find lists the entries that carry a label, in catalog order.
func (l *Labels) Find(label string) []Labelled { return l.byLabel[l.Fold(label)] }

// Groups lists the labels that more than one entry carries, each with its
// entries in catalog order, by folded label.
func (l *Labels) Groups() [][]Labelled {
	var groups [][]Labelled
	for _, key := range slices.Sorted(maps.Keys(l.byLabel)) {
		if g := l.byLabel[key]; len(g) > 1 {
			groups = append(groups, g)
		}
	}
	return groups
}

// Folder turns words into keys that compare equal when people would say they
// are the same word. It is safe for concurrent use.
type Folder struct {
	stem    func(*snowballstem.Env) bool
	english bool
}

// NewFolder makes a folder for a language, given as a BCP 47 tag. Languages
// without a stemmer here are folded but not stemmed.
func NewFolder(lang string) Folder {
	switch base, _, _ := strings.Cut(lang, "-"); base {
	case "en", "":
		return Folder{english.Stem, true}
	case "de":
		return Folder{german.Stem, false}
	}
	return Folder{}
}

// Words splits text into folded, stemmed words in the order of the text.
func (f Folder) Words(text string) []string {
	words := foldedWords(text)
	for i, w := range words {
		words[i] = f.stemWord(w)
	}
	return words
}

// Plain splits text into folded words in the order of the text, each in the form
// in which it stands there.
func (f Folder) Plain(text string) []string { return foldedWords(text) }

// Stem is the stem of one folded word.
func (f Folder) Stem(word string) string { return f.stemWord(word) }

// Noun makes one form of the forms in which a folded word names a thing: order
// and orders, Lager and Lagern. Forms that name an action, such as ordered, stay
// apart where the language's endings tell.
func (f Folder) Noun(word string) string {
	if f.english {
		return withoutPlural(word)
	}
	return f.stemWord(word)
}

// Label is the key of a whole label: its words in sorted order. In English they
// are freed of inflection only, since a stemmer would take an operator for an
// operation and an authority for an authorisation.
func (f Folder) Label(label string) string {
	words := foldedWords(label)
	for i, w := range words {
		if f.english {
			words[i] = uninflected(w)
		} else {
			words[i] = f.stemWord(w)
		}
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

func foldedWords(text string) []string {
	if isASCII(text) {
		return asciiWords(text)
	}
	return accentedWords(text)
}

func accentedWords(text string) []string {
	folded := foldAccents(cases.Fold().String(norm.NFKD.String(text)))
	return strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// asciiWords does what folding comes down to where there are no accents.
func asciiWords(text string) []string {
	var words []string
	text = strings.ToLower(text)
	for i, from := 0, 0; i <= len(text); i++ {
		if i < len(text) && (text[i] >= 'a' && text[i] <= 'z' || text[i] >= '0' && text[i] <= '9') {
			continue
		}
		if from < i {
			if words == nil {
				words = make([]string, 0, 1+len(text)/6)
			}
			words = append(words, text[from:i])
		}
		from = i + 1
	}
	return words
}

func (f Folder) stemWord(w string) string {
	if f.stem == nil || len(w) < 3 {
		return w
	}
	env := snowballstem.NewEnv(w)
	f.stem(env)
	return env.Current()
}

// foldAccents drops combining marks from text in NFKD.
func foldAccents(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, s)
}

// Concept is a group of live terms or KPIs that stand for the same thing: they
// name the same concept, or carry the same preferred label in different
// domains without saying that they are distinct.
type Concept struct {
	Name    string         // the concept's slug, or the shared label
	Stated  bool           // the entries name the concept; otherwise only a label joins them
	Entries []*model.Entry // two or more of one kind, in catalog order
}

// groupConcepts finds the concepts that have more than one definition.
func groupConcepts(c *model.Catalog, labels *Labels) []Concept {
	groups := map[string]*Concept{}
	join := func(key, name string, stated bool, e *model.Entry) {
		g := groups[key]
		if g == nil {
			g = &Concept{Name: name, Stated: stated}
			groups[key] = g
		}
		g.Entries = append(g.Entries, e)
	}
	for _, e := range c.Entries {
		m := e.Measured()
		if m == nil || !e.Live() {
			continue
		}
		if m.Concept.S != "" {
			join(e.Kind.String()+" concept "+m.Concept.S, m.Concept.S, true, e)
			continue
		}
		if key := labels.Fold(e.Title()); key != "" {
			join(e.Kind.String()+" label "+key, e.Title(), false, e)
		}
	}
	var concepts []Concept
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		if g := groups[key]; len(g.Entries) > 1 {
			concepts = append(concepts, *g)
		}
	}
	slices.SortStableFunc(concepts, func(a, b Concept) int {
		return cmp.Or(cmp.Compare(a.Entries[0].Kind, b.Entries[0].Kind), cmp.Compare(a.Name, b.Name))
	})
	return concepts
}

// KeptApart reports whether either of two terms says that it is distinct from
// the other.
func KeptApart(a, b *model.Entry) bool { return saysDistinct(a, b) || saysDistinct(b, a) }

func saysDistinct(a, b *model.Entry) bool {
	t, ok := a.Self.(*model.Term)
	return ok && slices.ContainsFunc(t.DistinctFrom, func(r model.Ref) bool { return r.To == b })
}
