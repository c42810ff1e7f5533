package site

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"

	"github.com/concord-catalog/concord/catalog/diag"
)

//go:embed ui/findings
var findingTexts embed.FS

// Sayings is what findings say in a language other than English, in which rules
// are written: the files of ui/findings/<tag>. A text is found by the form that it
// has in English, with holes for what the catalog fills in; what has no form there
// stays English. Sayings are immutable and safe for concurrent use.
type Sayings struct {
	kinds      map[string]kindTexts
	forms      map[string][]form // of texts, by the ID of their rule; "" for those that any rule may say
	labels     map[string][]form // of the words beside a place, where these are no sentences
	holes      map[string][]form // of what stands in holes of a name
	everything []form            // of texts, whatever their rule
	and        string
	protect    *strings.Replacer // names that an enumeration would be split at, or quotations be seen in
	restore    *strings.Replacer
}

// kindTexts is what is said of a kind of finding.
type kindTexts struct {
	Title, Why, Settle string
	Says, Labels       [][2]string
}

// SayingsFor returns what findings say in a language, or nil when it is English
// or one that they have not been translated to. Names are those of the catalog,
// which are never translated.
func SayingsFor(lang string, names []string) *Sayings {
	base, _, _ := strings.Cut(lang, "-")
	for _, tag := range []string{lang, base} {
		if s := allSayings()[tag]; s != nil {
			own := *s
			own.protect, own.restore = protecting(names)
			return &own
		}
	}
	return nil
}

// Marks stand for names and quotations while a text is read. They are characters
// of planes for private use; a text that has such ones itself is left alone.
const (
	nameMark = 0xf0000
	codeMark = 0x100000
)

// protecting keeps names with "and" in them from being read as two, and names
// with a backtick from being read as the beginning of a quotation.
func protecting(names []string) (protect, restore *strings.Replacer) {
	var to, from []string
	seen := map[string]bool{}
	names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return !strings.Contains(n, " and ") && !strings.Contains(n, "`") })
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	for _, n := range names {
		if seen[n] || len(seen) > 0xf000 {
			continue
		}
		seen[n] = true
		mark := string(rune(nameMark + len(seen)))
		to, from = append(to, n, mark), append(from, mark, n)
	}
	return strings.NewReplacer(to...), strings.NewReplacer(from...)
}

// Title is what a kind of finding is called.
func (s *Sayings) Title(k *diag.Kind) string {
	return s.title(k.ID, k.Title)
}

func (s *Sayings) title(id, english string) string {
	return s.of(id, english, func(t kindTexts) string { return t.Title })
}

// Why says why a kind of finding matters.
func (s *Sayings) Why(k *diag.Kind) string {
	return s.of(k.ID, k.Why, func(t kindTexts) string { return t.Why })
}

// Settle says how a kind of finding is settled.
func (s *Sayings) Settle(k *diag.Kind) string {
	return s.of(k.ID, k.Settle, func(t kindTexts) string { return t.Settle })
}

func (s *Sayings) of(id, english string, text func(kindTexts) string) string {
	if s == nil {
		return english
	}
	if t, ok := s.kinds[id]; ok {
		return text(t)
	}
	return english
}

// Finding is a finding with its texts translated, and whether all of them could
// be.
func (s *Sayings) Finding(f diag.Finding) (diag.Finding, bool) {
	if s == nil {
		return f, true
	}
	all := true
	say := func(text *string, lists ...[]form) {
		if *text == "" {
			return
		}
		said, ok := s.say(*text, lists...)
		if *text = said; !ok {
			all = false
		}
	}
	rule, any := s.forms[f.Kind.ID], s.forms[""]
	if f.Compared != nil {
		compared := *f.Compared
		compared.Condition, compared.Filter = s.Word("where", compared.Condition), s.Word("rows", compared.Filter)
		f.Compared = &compared
	}
	f.Notes, f.Help, f.Places = slices.Clone(f.Notes), slices.Clone(f.Help), slices.Clone(f.Places)
	say(&f.Message, rule, any)
	say(&f.Label, s.labels[f.Kind.ID], rule, any)
	for i := range f.Places {
		say(&f.Places[i].Label, s.labels[f.Kind.ID], rule, any)
	}
	for i := range f.Notes {
		say(&f.Notes[i], rule, any)
	}
	for i := range f.Help {
		say(&f.Help[i], rule, any)
	}
	return f, all
}

// Word is a word of a kind of hole, as the words for how often something is done
// are, in the language.
func (s *Sayings) Word(hole, text string) string {
	if s == nil || text == "" {
		return text
	}
	guarded, restore := s.guard(text)
	return restore(s.hole(hole, guarded))
}

func (s *Sayings) say(text string, lists ...[]form) (string, bool) {
	guarded, restore := s.guard(text)
	for _, list := range lists {
		if said, ok := s.fill(guarded, list); ok {
			return restore(said), true
		}
	}
	return text, false
}

// guard puts marks for what must not be taken apart: names, and quotations that
// look like an enumeration within.
func (s *Sayings) guard(text string) (guarded string, restore func(string) string) {
	if strings.ContainsFunc(text, func(r rune) bool { return r >= nameMark }) {
		return text, func(said string) string { return said }
	}
	var b strings.Builder
	var marks []string // each with what it stands for
	rest := s.protect.Replace(text)
	for {
		before, after, found := strings.Cut(rest, "`")
		code, after, closed := strings.Cut(after, "`")
		if !found || !closed || len(marks)/2 == 0xf000 {
			b.WriteString(rest)
			break
		}
		if separated.MatchString(code) {
			mark := string(rune(codeMark + len(marks)/2))
			marks = append(marks, mark, code)
			code = mark
		}
		b.WriteString(before + "`" + code + "`")
		rest = after
	}
	if len(marks) == 0 {
		return b.String(), s.restore.Replace
	}
	codes := strings.NewReplacer(marks...)
	return b.String(), func(said string) string { return s.restore.Replace(codes.Replace(said)) }
}

var separated = regexp.MustCompile(` and | or |, `)

// fill looks for the form of a text and says it in the other language.
func (s *Sayings) fill(text string, list []form) (string, bool) {
	for i := range list {
		f := &list[i]
		if !strings.HasPrefix(text, f.start) {
			continue
		}
		m := f.english.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		var b strings.Builder
		for _, p := range f.other {
			if p.hole < 0 {
				b.WriteString(p.text)
			} else {
				b.WriteString(s.hole(f.holes[p.hole], m[p.hole+1]))
			}
		}
		return b.String(), true
	}
	return "", false
}

// hole says what stands in a hole.
func (s *Sayings) hole(name, text string) string {
	switch name {
	case "":
		return text
	case "names":
		return s.list(text, "")
	case "any":
		if said, ok := s.fill(text, s.everything); ok {
			return said
		}
		return text
	}
	if of, ok := strings.CutPrefix(name, "names of "); ok {
		return s.list(text, of)
	}
	if said, ok := s.fill(text, s.holes[name]); ok {
		return said
	}
	return text
}

// list says an enumeration, the parts of which may be of a kind of hole.
func (s *Sayings) list(text, of string) string {
	head, last, two := cutLast(text, " and ")
	parts := []string{text}
	if two {
		parts = append(strings.Split(head, ", "), last)
	}
	for i := range parts {
		parts[i] = s.hole(of, parts[i])
	}
	if n, ok := s.fill(parts[len(parts)-1], s.holes["others"]); ok {
		parts[len(parts)-1] = n
	}
	if !two {
		return parts[0]
	}
	return strings.Join(parts[:len(parts)-1], ", ") + s.and + parts[len(parts)-1]
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// form is one way to say something: in English, with holes {} or {name}, the
// latter as {name*} where it may hold what follows it, and in the other language,
// where {} takes the holes in their order and {1} one of them. A hole {word} holds
// no space, and {text} no quotation mark.
type form struct {
	start   string // what every text of this form begins with
	english *regexp.Regexp
	holes   []string // their names
	other   []piece
}

// piece is plain text, or the number of a hole; -1 for text.
type piece struct {
	text string
	hole int
}

var holeMark = regexp.MustCompile(`\{[^{}]*\}`)

func newForm(pair [2]string, holes map[string][][2]string) (form, error) {
	var f form
	f.start, _, _ = strings.Cut(pair[0], "{")
	var re strings.Builder
	re.WriteString(`^(?s:`)
	rest := pair[0]
	for {
		at := holeMark.FindStringIndex(rest)
		if at == nil {
			break
		}
		re.WriteString(regexp.QuoteMeta(rest[:at[0]]))
		name, greedy := strings.CutSuffix(rest[at[0]+1:at[1]-1], "*")
		f.holes = append(f.holes, name)
		if plain, ok := plainHoles[name]; ok {
			re.WriteString("(" + plain + ")")
		} else if words := plainWords(holes[name]); words != "" {
			re.WriteString("(" + words + ")")
		} else if greedy {
			re.WriteString("(.+)")
		} else if strings.HasSuffix(rest[:at[0]], "`") && strings.HasPrefix(rest[at[1]:], "`") {
			re.WriteString("([^`]*)")
		} else {
			re.WriteString("(.+?)")
		}
		rest = rest[at[1]:]
	}
	re.WriteString(regexp.QuoteMeta(rest) + `)$`)
	f.english = regexp.MustCompile(re.String())
	next := 0
	rest = pair[1]
	for {
		at := holeMark.FindStringIndex(rest)
		if at == nil {
			f.other = append(f.other, piece{rest, -1})
			break
		}
		f.other = append(f.other, piece{rest[:at[0]], -1})
		n := next
		if number := rest[at[0]+1 : at[1]-1]; number != "" {
			var err error
			if n, err = strconv.Atoi(number); err != nil {
				return f, fmt.Errorf("%q: a hole of the translation has a number, or nothing", pair[1])
			}
			n--
		}
		if n < 0 || n >= len(f.holes) {
			return f, fmt.Errorf("%q has more holes than %q", pair[1], pair[0])
		}
		f.other = append(f.other, piece{hole: n})
		next = n + 1
		rest = rest[at[1]:]
	}
	return f, nil
}

// plainHoles are expressions for holes that say nothing else in another language:
// one word, and what stands between two quotation marks.
var plainHoles = map[string]string{"word": `[^ "]+`, "text": `[^"]*`}

// plainWords is an expression for what may stand in a hole that takes plain words
// only, or "" for other holes.
func plainWords(forms [][2]string) string {
	var words []string
	for _, f := range forms {
		if strings.Contains(f[0], "{") {
			return ""
		}
		words = append(words, regexp.QuoteMeta(f[0]))
	}
	return strings.Join(words, "|")
}

// sayingsFile is the shape of a file of ui/findings/<tag>.
type sayingsFile struct {
	And  string
	All  [][2]string
	Hole map[string][][2]string
	Kind map[string]kindTexts
}

var allSayings = sync.OnceValue(func() map[string]*Sayings {
	all := map[string]*Sayings{}
	folders, err := findingTexts.ReadDir("ui/findings")
	if err != nil {
		panic("unreachable: the folder is embedded: " + err.Error())
	}
	for _, f := range folders {
		s, err := readSayings("ui/findings/" + f.Name())
		if err != nil {
			panic(err.Error())
		}
		all[f.Name()] = s
	}
	return all
})

func readSayings(folder string) (*Sayings, error) {
	files, err := fs.Glob(findingTexts, folder+"/*.toml")
	if err != nil {
		return nil, err
	}
	whole := sayingsFile{Hole: map[string][][2]string{}, Kind: map[string]kindTexts{}}
	for _, name := range files {
		var file sayingsFile
		meta, err := toml.DecodeFS(findingTexts, name, &file)
		if unknown := meta.Undecoded(); err == nil && len(unknown) > 0 {
			err = fmt.Errorf("%v is not known", unknown[0])
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		whole.And, whole.All = cmp.Or(file.And, whole.And), append(whole.All, file.All...)
		maps.Copy(whole.Hole, file.Hole)
		maps.Copy(whole.Kind, file.Kind)
	}
	return whole.sayings()
}

func (file *sayingsFile) sayings() (*Sayings, error) {
	s := &Sayings{kinds: file.Kind, forms: map[string][]form{}, labels: map[string][]form{}, holes: map[string][]form{}, and: file.And}
	var bad []error
	add := func(to map[string][]form, key string, pairs [][2]string) {
		for _, pair := range pairs {
			f, err := newForm(pair, file.Hole)
			to[key], bad = append(to[key], f), append(bad, err)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(file.Kind)) {
		k := file.Kind[id]
		add(s.forms, id, k.Says)
		add(s.labels, id, k.Labels)
		s.everything = append(s.everything, slices.DeleteFunc(slices.Clone(s.forms[id]), func(f form) bool { return slices.Contains(f.holes, "any") })...)
	}
	add(s.forms, "", file.All)
	s.everything = append(s.everything, s.forms[""]...)
	for name, pairs := range file.Hole {
		add(s.holes, name, pairs)
	}
	return s, errors.Join(bad...)
}
