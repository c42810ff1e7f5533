package render_test

import (
	"bytes"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/site"
)

// What a visit may weigh, compressed as servers do it.
const (
	mostFirst   = 60 << 10  // a first page, with all that it loads at once
	mostPicture = 100 << 10 // the same with a picture of the lineage, or the map
	mostPage    = 150 << 10 // any page by itself
)

var loads = regexp.MustCompile(`<(?:script|img)[^>]* src="([^"]+)"|<link rel="(?:stylesheet|icon)"[^>]* href="([^"]+)"`)

// weight is what a browser fetches to show a page for the first time: the page,
// what it names, and the letters of Latin scripts.
func weight(t *testing.T, page output.File, files map[string]output.File) int {
	t.Helper()
	total := packed(page.Data) + len(files["assets/fonts/source-sans-3-latin.woff2"].Data)
	for _, m := range loads.FindAllSubmatch(page.Data, -1) {
		name := path.Join(path.Dir(page.Path), string(m[1])+string(m[2]))
		f, ok := files[name]
		if !ok {
			t.Errorf("%s loads %s, which does not exist", page.Path, name)
		}
		total += packed(f.Data)
	}
	return total
}

var part = regexp.MustCompile(`-[0-9]+\.html$`)

// The first page of a visit stays small, whichever it is.
func TestFirstLoad(t *testing.T) {
	for name, plan := range map[string]*site.Plan{"rich": rich(t), "sample": planOf(folder(t, "../../content"), nil)} {
		t.Run(name, func(t *testing.T) { checkFirstLoad(t, filesOf(t, renderer(t, nil), plan, drawn(t, plan))) })
	}
}

func checkFirstLoad(t *testing.T, list []output.File) {
	files := map[string]output.File{}
	for _, f := range list {
		files[f.Path] = f
	}
	heaviest, picture := "", ""
	most := map[bool]int{}
	for _, f := range list {
		if !strings.HasSuffix(f.Path, ".html") || f.Path == "404.html" {
			continue
		}
		w := weight(t, f, files)
		graph := bytes.Contains(f.Data, []byte("assets/lineage.js")) || bytes.Contains(f.Data, []byte("assets/atlas.js"))
		if limit := map[bool]int{false: mostFirst, true: mostPicture}[graph]; w > limit {
			t.Errorf("%s takes %d bytes at first, want at most %d", f.Path, w, limit)
		}
		if w > most[graph] {
			most[graph] = w
			if graph {
				picture = f.Path
			} else {
				heaviest = f.Path
			}
		}
	}
	t.Logf("at first: %s takes %d bytes, with a picture %s takes %d", heaviest, most[false], picture, most[true])
}

// No page is heavy in a large catalog. It is weighed at 1,000 and 2,000
// entries, and what a page grows by from the one to the other is taken to go on
// up to 10,000.
func TestPagesStayLight(t *testing.T) {
	small, large := weights(t, 1000), weights(t, 2000)
	if len(large) < 1500 {
		t.Fatalf("only %d pages are weighed", len(large))
	}
	heaviest, most := "", 0
	for page, w := range large {
		before, known := small[page]
		if !known || part.MatchString(page) {
			before = w // a further part of a list grows until it is as full as the first
		}
		grown := w + max(0, w-before)*8
		if grown > mostPage {
			t.Errorf("%s weighs %d bytes at 2,000 entries, %d at 1,000, so some %d at 10,000; want at most %d", page, w, before, grown, mostPage)
		}
		if grown > most {
			heaviest, most = page, grown
		}
	}
	t.Logf("the heaviest page at 10,000 entries would be %s with %d bytes", heaviest, most)
}

func weights(t *testing.T, entries int) map[string]int {
	t.Helper()
	plan := planOf(gen.Catalog(gen.Options{Entries: entries}), nil)
	list := map[string]int{}
	for _, f := range filesOf(t, renderer(t, nil), plan, nil) {
		switch {
		case !strings.HasSuffix(f.Path, ".html"):
		case len(f.Data) < mostPage/10:
			list[f.Path] = len(f.Data) / 3 // not worth compressing
		default:
			list[f.Path] = packed(f.Data)
		}
	}
	return list
}
