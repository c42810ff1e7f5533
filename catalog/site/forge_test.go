package site

import (
	"net/url"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/model"
)

func TestForge(t *testing.T) {
	for _, c := range []struct{ repository, forge, issue, file string }{
		{"https://github.com/kestrel/catalog", "", "https://github.com/kestrel/catalog/issues/new?body=why%3F&title=A+%26+B", "https://github.com/kestrel/catalog/new/main/content/resolutions?filename=x.yaml&value=name%3A+x%0A"},
		{"https://gitlab.com/kestrel/catalog.git/", "", "https://gitlab.com/kestrel/catalog/-/issues/new?issue%5Bdescription%5D=why%3F&issue%5Btitle%5D=A+%26+B", "https://gitlab.com/kestrel/catalog/-/new/main/content/resolutions?file_name=x.yaml"},
		{"https://code.kestrel.example/c", "gitlab", "https://code.kestrel.example/c/-/issues/new?issue%5Bdescription%5D=why%3F&issue%5Btitle%5D=A+%26+B", "https://code.kestrel.example/c/-/new/main/content/resolutions?file_name=x.yaml"},
		{"https://code.kestrel.example/c", "", "", ""},
		{"javascript:alert(1)", "github", "", ""},
		{"https://user:secret@github.com/x", "", "", ""},
	} {
		p := &planner{in: Input{Catalog: &model.Catalog{Config: model.Config{Repository: model.Text{S: c.repository}, Forge: model.Text{S: c.forge}}}}}
		f, ok := p.forgeOf()
		if ok != (c.issue != "") {
			t.Errorf("%s %s: known is %t", c.repository, c.forge, ok)
			continue
		}
		if !ok {
			continue
		}
		if got := f.issue("A & B", "why?"); got != c.issue {
			t.Errorf("an issue is written at %s, want %s", got, c.issue)
		}
		if got := f.file("content/resolutions/x.yaml", "name: x\n"); got != c.file {
			t.Errorf("a file is written at %s, want %s", got, c.file)
		}
	}
}

func TestHostileTitlesInAsks(t *testing.T) {
	in := rich(t)
	in.Catalog.Config.Repository = model.Text{S: "https://github.com/x/y"}
	b := &pageBuilder{planner: newPlanner(in, newLinker(in.Catalog)), url: "terms/x.html"}
	links := b.asks("\"><script>&title=evil#", "terms/x.md:1")
	if len(links) != 2 {
		t.Fatalf("there are %d links", len(links))
	}
	for _, l := range links {
		u, err := url.Parse(l.Href)
		if err != nil || u.Host != "github.com" || u.Fragment != "" || len(u.Query()["title"]) != 1 || !strings.HasSuffix(u.Query().Get("title"), "evil#") {
			t.Errorf("the link is %s", l.Href)
		}
	}
}
