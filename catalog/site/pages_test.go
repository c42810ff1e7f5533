package site

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/source"
)

// Free pages follow each other as nav says, not as their IDs do.
func TestGuideFollowsNav(t *testing.T) {
	files := map[string][]byte{}
	for id, nav := range map[string]string{"c-first": "nav: 1\n", "a-second": "nav: 2\n", "b-third": "nav: 3\n", "d-last": ""} {
		files["pages/"+id+".md"] = fmt.Appendf(nil, "---\nname: %s\n%s---\nText.\n", id, nav)
	}
	next := map[string]string{}
	for _, p := range New(compile(t, source.NewSet(files))).Pages {
		if v, ok := p.View.(*GuideView); ok {
			next[v.ID] = ""
			if v.Next != nil {
				next[v.ID] = v.Next.Label
			}
		}
	}
	var way []string
	for at := "c-first"; at != "" && !slices.Contains(way, at); at = next[at] {
		way = append(way, at)
	}
	if got := strings.Join(way, " "); got != "c-first a-second b-third d-last" {
		t.Errorf("the pages follow each other as %s", got)
	}
}
