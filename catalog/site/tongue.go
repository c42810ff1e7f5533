package site

import (
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
)

// tongue is in which language a site speaks of entries, and in which they are
// written. Where the two differ, an entry's name, definition and note are taken
// from its translation; what has none stays as it is written, and says in which
// language that is.
type tongue struct {
	site, written string
	spoken        map[*model.Entry]*model.Translation
}

func newTongue(c *model.Catalog, lang string) tongue {
	t := tongue{site: lang, written: c.Config.Language()}
	if lang == "" {
		t.site = t.written
	}
	if t.site == t.written {
		return t
	}
	t.spoken = map[*model.Entry]*model.Translation{}
	base, _, _ := strings.Cut(t.site, "-")
	for _, e := range c.Entries {
		for _, tag := range []string{t.site, base} {
			for i := range e.Translations {
				if x := &e.Translations[i]; t.spoken[e] == nil && strings.EqualFold(x.Lang, tag) {
					t.spoken[e] = x
				}
			}
		}
	}
	return t
}

// mark is the language that a text must be marked with: that of the files, and
// "" where it is the site's own.
func (t *tongue) mark() string {
	if t.site == t.written || !validTag(t.written) {
		return ""
	}
	return t.written
}

// title is what an entry is called in the site's language.
func (p *planner) title(e *model.Entry) string {
	if t := p.spoken[e]; t != nil && t.Name.S != "" {
		return t.Name.S
	}
	return e.Title()
}

// titleLang is the language of an entry's title where it is not the site's.
func (p *planner) titleLang(e *model.Entry) string {
	if t := p.spoken[e]; t != nil && t.Name.S != "" {
		return ""
	}
	return p.mark()
}

// says is what an entry means in the site's language.
func (p *planner) says(e *model.Entry) model.Text {
	if t := p.spoken[e]; t != nil && t.Definition.S != "" {
		return t.Definition
	}
	return e.Meaning()
}

func (p *planner) meaningLang(e *model.Entry) string {
	if t := p.spoken[e]; t != nil && t.Definition.S != "" {
		return ""
	}
	return p.mark()
}

// note is the note of an entry in the site's language.
func (p *planner) note(e *model.Entry) (note model.Text, lang string) {
	if t := p.spoken[e]; t != nil && t.Note.S != "" {
		return t.Note, ""
	}
	return e.Note, p.mark()
}

// original is an entry as it is written, for those who read it in another
// language; nil where that is the site's.
func (p *planner) original(e *model.Entry) []TranslationView {
	if p.mark() == "" || p.spoken[e] == nil {
		return nil
	}
	return []TranslationView{{Lang: p.written, Language: languageName(p.written), Dir: direction(p.written), Name: e.Title(), Definition: e.Meaning().S}}
}
