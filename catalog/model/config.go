package model

import (
	"path"
	"slices"
	"strings"
)

// Config is concord.toml: what the whole catalog shares.
type Config struct {
	Title       Text          `field:"title" doc:"The site's name."`
	Description Text          `field:"description" doc:"What the catalog covers, in a sentence."`
	BaseURL     Text          `field:"base_url" doc:"Where the site will be served, for feeds and machine-readable IRIs."`
	Repository  Text          `field:"repository" doc:"The repository's address, for links to files and changes."`
	EditURL     Text          `field:"edit_url" doc:"Pattern of an edit link, with {path}, {line} and {branch}."`
	Forge       Text          `field:"forge" enum:"github,gitlab" doc:"What the repository is kept in, for links that propose changes. Default: by its address."`
	Branch      Text          `field:"branch" doc:"The branch that is published. Default: main."`
	Theme       Text          `field:"theme" doc:"The theme's name. Default: concord."`
	Languages   []Text        `field:"languages" doc:"Languages of the site (BCP 47), the main one first. Default: en."`
	LinkTerms   Flag          `field:"link_terms" doc:"Whether words of the catalog become links where texts use them. Default: true."`
	Audiences   []Text        `field:"audiences" doc:"Groups of readers that audience may name."`
	Rules       []RuleSetting `field:"rules" doc:"Severity by rule: off, info, minor, major, critical."`
	RulesFor    []RulesFor    `field:"rules_for" doc:"Severity by rule for a part of the content: path and rules."`
	Thresholds  []Setting     `field:"thresholds" doc:"Numbers that rules compare with, by name."`
	Weights     []Setting     `field:"weights" doc:"Severity weights of semantic debt, by severity."`
	Fields      []CustomField `field:"custom" doc:"The organisation's own fields, by key: title, type, values, kinds."`
	Packs       []Pack        `field:"packs" doc:"Onboarding packs by role."`
	Federated   []Federated   `field:"federated" doc:"Other catalogs whose entries may be referred to."`
}

// RuleSetting sets the severity of one rule.
type RuleSetting struct {
	Rule     Text
	Severity Text
}

// RulesFor sets severities for a part of the content.
type RulesFor struct {
	Paths []Text        `field:"path" doc:"Files, from the content folder: * is any part of a name, ** any folders."`
	Rules []RuleSetting `field:"rules" doc:"Severity by rule: off, info, minor, major, critical."`
}

// Takes reports whether a file of the content folder is of that part.
func (r *RulesFor) Takes(file string) bool {
	return slices.ContainsFunc(r.Paths, func(p Text) bool { return MatchPath(p.S, file) })
}

// MatchPath reports whether a file's path fits a pattern, in which * stands for
// any part of a name, ? for one character and ** for any folders. A folder's own
// path stands for everything in it.
func MatchPath(pattern, file string) bool {
	return matchNames(strings.Split(strings.Trim(pattern, "/"), "/"), strings.Split(file, "/"))
}

// matchNames takes each ** for as few folders as will do, and for one more
// where what comes after it does not fit: the work is bounded by the product of
// both lengths, however many ** there are.
func matchNames(pattern, names []string) bool {
	p, n := 0, 0
	after, from := -1, 0 // what follows the last **, and where it is being tried
	for p < len(pattern) {
		switch {
		case pattern[p] == "**":
			p++
			after, from = p, n
		case n < len(names) && matchName(pattern[p], names[n]):
			p++
			n++
		case after >= 0 && from < len(names):
			from++
			p, n = after, from
		default:
			return false
		}
	}
	return true // what is left lies in the folder
}

func matchName(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return ok && err == nil
}

// Setting is a named number.
type Setting struct {
	Name  Text
	Value Number
}

// CustomField declares one field of the organisation's own.
type CustomField struct {
	Key    Text   `field:"-"`
	Title  Text   `field:"title" doc:"What readers see."`
	Type   Text   `field:"type" enum:"string,number,boolean,date,url,list" doc:"What it holds."`
	Values []Text `field:"values" doc:"The words allowed."`
	Kinds  []Text `field:"kinds" doc:"The kinds of entry that may have it. Default: all."`
	Show   Flag   `field:"show" doc:"Whether pages show it. Default: true."`
}

// Pack says what one role reads first.
type Pack struct {
	ID       Text   `field:"id" doc:"The pack's short name."`
	Title    Text   `field:"title" doc:"The pack's name."`
	Audience Text   `field:"audience" doc:"Whom it is for."`
	Domains  []Ref  `field:"domains" ref:"domain" doc:"Domains whose entries it takes."`
	Kinds    []Text `field:"kinds" doc:"Kinds of entry it takes. Default: terms."`
	Pages    []Ref  `field:"pages" ref:"page" doc:"Guide pages to read first."`
	Order    Text   `field:"order" enum:"alphabetical,path" doc:"How its terms are ordered."`
	Terms    []Ref  `field:"terms" ref:"term" doc:"Terms in reading order, for order = path."`
}

// Federated is another catalog.
type Federated struct {
	Name Text `field:"name" doc:"The prefix under which its entries are known."`
	Path Text `field:"path" doc:"Its content folder, relative to this one."`
	URL  Text `field:"url" doc:"Where its site is."`
}

// Language is the main language of the site, "en" when none is set.
func (c Config) Language() string {
	if len(c.Languages) > 0 {
		return c.Languages[0].S
	}
	return "en"
}
