package site

import (
	"net/url"
	"path"
	"strings"
)

// forge is where the repository is kept, as far as it is known how that place
// is asked for a new issue or a new file.
type forge struct {
	repository string // its address without a slash at the end
	branch     string
	gitlab     bool
}

// forgeOf says where a catalog's repository is kept, or false when it cannot
// be told. A house with a name of its own is named by `forge` in concord.toml.
func (p *planner) forgeOf() (forge, bool) {
	c := p.in.Catalog.Config
	href, ok := External(c.Repository.S)
	if !ok {
		return forge{}, false
	}
	f := forge{repository: strings.TrimSuffix(strings.TrimSuffix(href, "/"), ".git"), branch: c.Branch.S}
	if f.branch == "" {
		f.branch = "main"
	}
	kind := strings.ToLower(c.Forge.S)
	if u, err := url.Parse(href); kind == "" && err == nil {
		switch host := u.Hostname(); {
		case host == "github.com" || strings.HasPrefix(host, "github."):
			kind = "github"
		case host == "gitlab.com" || strings.HasPrefix(host, "gitlab."):
			kind = "gitlab"
		}
	}
	f.gitlab = kind == "gitlab"
	return f, kind == "github" || kind == "gitlab"
}

// issue is where a new issue is written, with its title and text filled in.
func (f forge) issue(title, text string) string {
	q := url.Values{}
	if f.gitlab {
		q.Set("issue[title]", title)
		q.Set("issue[description]", text)
		return f.repository + "/-/issues/new?" + q.Encode()
	}
	q.Set("title", title)
	q.Set("body", text)
	return f.repository + "/issues/new?" + q.Encode()
}

// file is where a new file of the repository is written, with its name, and
// where the forge takes it its text, filled in.
func (f forge) file(name, text string) string {
	q := url.Values{}
	dir := (&url.URL{Path: path.Dir(name)}).EscapedPath()
	if f.gitlab {
		q.Set("file_name", path.Base(name))
		return f.repository + "/-/new/" + url.PathEscape(f.branch) + "/" + dir + "?" + q.Encode()
	}
	q.Set("filename", path.Base(name))
	q.Set("value", text)
	return f.repository + "/new/" + url.PathEscape(f.branch) + "/" + dir + "?" + q.Encode()
}

// most bytes of a text that is handed over in an address.
const mostHanded = 2000

// inRepository is a content file's path within its repository.
func (p *planner) inRepository(file string) string {
	if dir := strings.Trim(p.in.Options.ContentPath, "/"); dir != "" && dir != "." {
		return dir + "/" + file
	}
	return file
}

// asks are the links by which a reader proposes a change of an entry, or
// reports that it contradicts another. There are none where the repository's
// house is not known.
func (b *pageBuilder) asks(title, file string) []Link {
	f, ok := b.forgeOf()
	if !ok {
		return nil
	}
	about := file
	if base := b.baseURL(); base != "" {
		about = base + b.url + "\n" + file
	}
	ask := func(key string) []Link {
		href, ok := External(f.issue(b.words.F(key+".title", "name", title), about+"\n\n"+b.t(key+".text")+"\n"))
		if !ok {
			return nil
		}
		return []Link{{Href: href, Label: b.t(key), Out: true}}
	}
	return append(ask("ask.change"), ask("ask.conflict")...)
}

// draftHref is where the draft of a resolution can be written down at once, or
// "".
func (p *planner) draftHref(file, text string) string {
	f, ok := p.forgeOf()
	if !ok || len(text) > mostHanded {
		return ""
	}
	href, ok := External(f.file(p.inRepository(file), text))
	if !ok {
		return ""
	}
	return href
}
