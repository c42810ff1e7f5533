package site

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/model"
)

// sentence makes a finding's message, which is lower case and without a stop,
// ready for a page. Words with a capital or a digit inside stay as they are.
func sentence(message string) string {
	if message == "" {
		return ""
	}
	first, n := utf8.DecodeRuneInString(message)
	word := message
	if i := strings.IndexByte(word, ' '); i > 0 {
		word = word[:i]
	}
	if unicode.IsLower(first) && !strings.ContainsFunc(word[n:], unicode.IsUpper) {
		message = string(unicode.ToUpper(first)) + message[n:]
	}
	return message
}

// Span is a run of text, plain or set as code, or the name of an entry.
type Span struct {
	Text string
	Code bool
	Name bool
	Mark bool
	Href string
}

// spans splits a text at its backticks: what stands between two is code.
func spans(text string) []Span {
	var list []Span
	for {
		before, rest, found := strings.Cut(text, "`")
		code, after, closed := strings.Cut(rest, "`")
		if !found || !closed {
			if text != "" {
				list = append(list, Span{Text: text})
			}
			return list
		}
		if before != "" {
			list = append(list, Span{Text: before})
		}
		if code != "" {
			list = append(list, Span{Text: code, Code: true})
		}
		text = after
	}
}

// message is a finding's message for a page. Findings name their subjects by
// ID; readers know them by their titles, with the function in brackets where
// several subjects share one.
func (p *planner) message(f *diag.Finding) []Span { return p.named(f, spans(sentence(f.Message))) }

func (p *planner) named(f *diag.Finding, list []Span) []Span {
	const most = 100 // messages name the first few of many subjects
	subjects := f.Subjects[:min(len(f.Subjects), most)]
	shared := map[string]int{}
	p.each(subjects, func(n *info) { shared[n.title]++ })
	for i := range list {
		if !list[i].Code {
			list[i].Text = p.days(list[i].Text)
			continue
		}
		p.each(subjects, func(n *info) {
			switch list[i].Text {
			case n.entry.ID, n.entry.Key():
				list[i] = Span{Text: n.title, Name: true}
				if shared[n.title] > 1 && n.domain != "" {
					list[i].Text += " (" + n.domain + ")"
				}
			case model.LastPart(n.entry.ID), n.title:
				list[i] = Span{Text: n.title, Name: true}
			}
		})
	}
	return list
}

var isoDay = regexp.MustCompile(`\d{4}-\d{2}-\d{2}`)

// days writes the days that a finding speaks of as readers write them. What
// stands in brackets is data and stays.
func (p *planner) days(text string) string {
	at := 0
	return isoDay.ReplaceAllStringFunc(text, func(day string) string {
		i := at + strings.Index(text[at:], day)
		at = i + len(day)
		before, after := text[:i], text[at:]
		d, err := model.ParseDate(day)
		if err != nil || strings.Count(before, "(") > strings.Count(before, ")") || partOfName(before, after) {
			return day
		}
		return p.words.Day(d)
	})
}

// partOfName reports whether a day stands in a longer name, such as one of a file.
func partOfName(before, after string) bool {
	joins := func(c byte) bool { return c != ' ' && c != ',' && c != ';' && c != '.' && c != ':' }
	return before != "" && joins(before[len(before)-1]) || after != "" && (joins(after[0]) || len(after) > 1 && after[0] == '.' && after[1] != ' ')
}

// wordsOf is what spans say, without their form.
func wordsOf(list []Span) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(s.Text)
	}
	return b.String()
}

// languageName is what speakers call their language.
func languageName(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	if name := display.Self.Name(t); name != "" {
		return name
	}
	return tag
}
