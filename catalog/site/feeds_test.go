package site

import (
	"encoding/xml"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/model"
)

// remembered is a catalog with a past.
func remembered(t *testing.T) Input {
	in := rich(t)
	in.Catalog.Config.BaseURL = model.Text{S: "https://words.example/catalog"}
	day, _ := model.ParseDate("2026-02-10")
	commit := history.Commit{Hash: "bb22", Author: "Ada <Quist>", Date: day, Subject: "Say what counts"}
	entries := map[string]*history.Entry{}
	for _, e := range in.Catalog.Entries {
		entries[e.Key()] = &history.Entry{Created: commit, Changed: commit, Changes: []history.Change{{Commit: commit, Part: "definition", Before: "a & b", After: "a \u0001< c"}}}
	}
	in.History = history.NewEntries(entries)
	in.Conflicts = &history.Conflicts{Lives: []history.Life{{ID: "c-00000000aa", Title: "one word", Subjects: []string{in.Catalog.Terms[0].Key()},
		Spells: []history.Spell{{Began: commit, Ended: commit, How: "gone"}}}}}
	return in
}

func TestFeeds(t *testing.T) {
	plan := New(remembered(t))
	feeds := map[string]atomFeed{}
	for _, f := range plan.Files {
		if !strings.HasPrefix(f.URL, "feeds/") {
			continue
		}
		var feed atomFeed
		if err := xml.Unmarshal(f.Data, &feed); err != nil {
			t.Fatalf("%s: %v", f.URL, err)
		}
		feeds[f.URL] = feed
		checkAtom(t, f.URL, feed)
	}
	if n := len(feeds["feeds/all.xml"].Entries); n != mostFed {
		t.Errorf("the feed of everything has %d entries, want the newest %d", n, mostFed)
	}
	own := feeds["feeds/domains/harbour.xml"]
	if len(own.Entries) == 0 {
		t.Fatal("the feed of a function is empty")
	}
	for _, e := range own.Entries {
		if strings.Contains(e.Link.Href, "/sales/") {
			t.Errorf("the feed of a function tells of %s", e.Link.Href)
		}
	}
	for i := range plan.Pages {
		if f := plan.Pages[i].Frame.Feed; f != "" {
			if _, ok := feeds[strings.TrimLeft(f, "./")]; !ok {
				t.Errorf("%s names the feed %s, which is not written", plan.Pages[i].URL, f)
			}
		}
	}
}

// checkAtom holds a feed to what RFC 4287 asks of it.
func checkAtom(t *testing.T, name string, f atomFeed) {
	t.Helper()
	absolute := func(what, address string) {
		if u, err := url.Parse(address); err != nil || !u.IsAbs() {
			t.Errorf("%s: %s is %q, which is no absolute address", name, what, address)
		}
	}
	moment := func(s string) {
		if _, err := time.Parse(time.RFC3339, s); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	absolute("the ID", f.ID)
	moment(f.Updated)
	if f.Title == "" || f.Author.Name == "" || len(f.Links) != 2 || f.Links[0].Rel != "self" || f.Links[0].Href != f.ID {
		t.Errorf("%s lacks what a feed must have: %+v", name, f)
	}
	seen := map[string]bool{}
	for _, e := range f.Entries {
		absolute("the ID of an entry", e.ID)
		absolute("a link", e.Link.Href)
		moment(e.Updated)
		if seen[e.ID] || e.Title == "" {
			t.Errorf("%s: the entry %q is there twice, or has no title", name, e.ID)
		}
		seen[e.ID] = true
	}
}

func TestNoFeedsWithoutAnAddress(t *testing.T) {
	in := remembered(t)
	in.Catalog.Config.BaseURL = model.Text{}
	plan := New(in)
	for _, f := range plan.Files {
		if strings.HasPrefix(f.URL, "feeds/") {
			t.Errorf("%s is written", f.URL)
		}
	}
	for i := range plan.Pages {
		if v, ok := plan.Pages[i].View.(*ChangesView); ok && v.Feed != "" {
			t.Error("the page of changes names a feed")
		}
	}
}
