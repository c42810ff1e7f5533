package timeline_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/source"
	"github.com/concord-catalog/concord/catalog/timeline"
)

func open(t testing.TB, r *repo) (*timeline.Past, string) {
	t.Helper()
	dir := filepath.Join(r.dir, "content")
	log, err := history.Read(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	past, err := timeline.Open(context.Background(), log, source.DefaultLimits(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return past, dir
}

// tell writes the history of one entry in a few lines.
func tell(t *testing.T, r *repo, key string) string {
	t.Helper()
	past, dir := open(t, r)
	e := load(t, dir, past).entries.Of(key)
	if e == nil {
		return "nothing\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "created %s %s, changed %s %s", e.Created.Date, e.Created.Author, e.Changed.Date, e.Changed.Author)
	if e.AtLeast {
		b.WriteString(", at least")
	}
	b.WriteByte('\n')
	for _, c := range e.Changes {
		fmt.Fprintf(&b, "%s %s %s: %q -> %q\n", c.Commit.Date, c.Commit.Author, c.Part, c.Before, c.After)
	}
	return b.String()
}

func expectStory(t *testing.T, r *repo, key, want string) {
	t.Helper()
	if got := tell(t, r, key); got != strings.TrimLeft(want, "\n") {
		t.Errorf("%s: got\n%swant\n%s", key, got, strings.TrimLeft(want, "\n"))
	}
}

const revenue = "name: Revenue\ndefinition: amount invoiced\nunit: EUR\nstatus: approved\n"

func TestEntries(t *testing.T) {
	r := newRepo(t)
	r.write("content/terms/revenue.yaml", revenue).commit("Define revenue")
	r.on("2026-02-01").by("Grace").write("content/terms/revenue.yaml", strings.Replace(revenue, "invoiced", "booked", 1)).commit("Book it")
	r.on("2026-03-01").by("Linus").write("content/terms/revenue.yaml", strings.Replace(revenue, "invoiced", "booked", 1)+"tags: [money]\n").commit("Tag it")
	r.on("2026-04-01").by("Ada").write("content/terms/revenue.yaml", strings.Replace(revenue, "EUR", "USD", 1)).commit("Back, in dollars")
	expectStory(t, r, "term:revenue", `
created 2026-01-01 Ada, changed 2026-04-01 Ada
2026-04-01 Ada definition: "amount booked" -> "amount invoiced"
2026-04-01 Ada unit: "EUR" -> "USD"
2026-02-01 Grace definition: "amount invoiced" -> "amount booked"
`)
	r.write("content/terms/cost.yaml", "name: Cost\n")
	expectStory(t, r, "term:cost", "nothing\n")
}

// Another spelling of the same entry changes the file and not what it means.
func TestSpelling(t *testing.T) {
	r := newRepo(t)
	r.write("content/terms/size.yaml", "name: Size\ndefinition: >\n  how large\n  it is\nvalues:\n  s: Small\n  l: {name: Large, definition: more than ten}\n").commit("Start")
	r.on("2026-02-01").write("content/terms/size.yaml", "")
	r.write("content/terms/size.toml", "name = \"Size\"\ndefinition = \"how large it is\"\n[[values]]\ncode = \"s\"\nname = \"Small\"\n[[values]]\ncode = \"l\"\nname = \"Large\"\ndefinition = \"more than ten\"\n").commit("Use TOML")
	expectStory(t, r, "term:size", "created 2026-01-01 Ada, changed 2026-02-01 Ada\n")
	r.on("2026-03-01").write("content/terms/size.toml", "name = \"Size\"\ndefinition = \"how large it is\"\nvalues = [\"s\"]\n").commit("Fewer")
	expectStory(t, r, "term:size", `
created 2026-01-01 Ada, changed 2026-03-01 Ada
2026-03-01 Ada values: "s: Small\nl: Large, more than ten" -> "s"
`)
}

func TestFields(t *testing.T) {
	r := newRepo(t)
	r.write("content/objects/order.yaml", "name: Order\ngrain: order\nkey: [id]\nfields:\n  - {name: id, type: string}\n  - {name: sum, type: number, unit: EUR}\n").commit("Start")
	r.on("2026-02-01").write("content/objects/order.yaml", "name: Order\ngrain: order line\nkey: [id]\nfields:\n  id: string\n  sum: {type: number, unit: USD}\n").commit("Change")
	expectStory(t, r, "object:order", `
created 2026-01-01 Ada, changed 2026-02-01 Ada
2026-02-01 Ada grain: "order" -> "order line"
2026-02-01 Ada fields: "id: string, key\nsum: number, in EUR" -> "id: string, key\nsum: number, in USD"
`)
}

func TestRenames(t *testing.T) {
	changed := strings.Replace(revenue, "invoiced", "booked", 1)
	tests := []struct {
		name string
		do   func(r *repo)
	}{
		{"seen by git", func(r *repo) {
			r.git("mv", "content/terms/revenue.yaml", "content/terms/net.yaml")
			r.commit("Rename")
		}},
		{"said by the entry", func(r *repo) {
			r.write("content/terms/revenue.yaml", "")
			r.write("content/terms/net.toml", "formerly = \"revenue\"\nname = \"Revenue\"\ndefinition = \"amount booked\"\nunit = \"EUR\"\n").commit("Rename")
		}},
		{"said later", func(r *repo) {
			r.write("content/terms/revenue.yaml", "").commit("Drop")
			r.write("content/terms/net.toml", "name = \"Revenue\"\ndefinition = \"amount booked\"\nunit = \"EUR\"\n").commit("Add")
			r.write("content/terms/net.toml", "formerly = [\"revenue\"]\nname = \"Revenue\"\ndefinition = \"amount booked\"\nunit = \"EUR\"\n").commit("Say so")
		}},
		{"into a list", func(r *repo) {
			r.write("content/terms/revenue.yaml", "")
			r.write("content/terms/all.yaml", "id: cost\nname: Cost\n---\nid: net\nformerly: [revenue]\nname: Revenue\ndefinition: amount booked\nunit: EUR\n").commit("Gather")
		}},
		{"there and back", func(r *repo) {
			r.git("mv", "content/terms/revenue.yaml", "content/terms/other.yaml")
			r.commit("Away")
			r.git("mv", "content/terms/other.yaml", "content/terms/net.yaml")
			r.commit("Back")
		}},
		{"not committed", func(r *repo) {
			r.git("mv", "content/terms/revenue.yaml", "content/terms/net.yaml")
			r.write("content/terms/net.yaml", changed+"formerly: revenue\n")
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newRepo(t)
			r.write("content/terms/revenue.yaml", revenue).commit("Start")
			r.on("2026-02-01").write("content/terms/revenue.yaml", changed).commit("Change")
			test.do(r.on("2026-03-01"))
			got := tell(t, r, "term:net")
			if !strings.HasPrefix(got, "created 2026-01-01 Ada") ||
				!strings.HasSuffix(got, "\n2026-02-01 Ada definition: \"amount invoiced\" -> \"amount booked\"\n") || strings.Count(got, "\n") != 2 {
				t.Errorf("got\n%s", got)
			}
		})
	}
}

// The name of an entry that moved away may be given to another.
func TestNameTakenAgain(t *testing.T) {
	r := newRepo(t)
	r.write("content/terms/revenue.yaml", revenue).commit("Start")
	r.on("2026-02-01").git("mv", "content/terms/revenue.yaml", "content/terms/net.yaml")
	r.commit("Rename")
	r.on("2026-03-01").write("content/terms/revenue.yaml", "name: Gross\ndefinition: all of it\n").commit("New one")
	r.on("2026-04-01").write("content/terms/revenue.yaml", "name: Gross\ndefinition: everything\n").commit("Reword")
	expectStory(t, r, "term:net", "created 2026-01-01 Ada, changed 2026-02-01 Ada\n")
	expectStory(t, r, "term:revenue", `
created 2026-03-01 Ada, changed 2026-04-01 Ada
2026-04-01 Ada definition: "all of it" -> "everything"
`)
}

// In a list, only the entry whose own text changed has changed.
func TestLists(t *testing.T) {
	r := newRepo(t)
	list := "[[entry]]\nid = \"a\"\nname = \"A\"\ndefinition = \"first\"\n\n[[entry]]\nid = \"b\"\nname = \"B\"\ndefinition = \"second\"\n"
	r.write("content/terms/all.toml", list).commit("Start")
	r.on("2026-02-01").write("content/terms/all.toml", strings.Replace(list, "second", "other", 1)).commit("Change b")
	r.on("2026-03-01").write("content/terms/all.toml", "# a comment\n"+strings.Replace(list, "second", "other", 1)).commit("Comment")
	expectStory(t, r, "term:a", "created 2026-01-01 Ada, changed 2026-01-01 Ada\n")
	expectStory(t, r, "term:b", `
created 2026-01-01 Ada, changed 2026-02-01 Ada
2026-02-01 Ada definition: "second" -> "other"
`)
}

// What was removed and came back kept its history; a file that could not be
// read for a while did not change at all.
func TestGoneAndBack(t *testing.T) {
	r := newRepo(t)
	r.write("content/terms/revenue.yaml", revenue).write("content/terms/cost.yaml", revenue).commit("Start")
	r.on("2026-02-01").write("content/terms/revenue.yaml", "").write("content/terms/cost.yaml", "name: [broken\n").commit("Drop one, break one")
	r.on("2026-03-01").by("Grace").write("content/terms/revenue.yaml", revenue).write("content/terms/cost.yaml", revenue).commit("Repair")
	expectStory(t, r, "term:revenue", "created 2026-01-01 Ada, changed 2026-03-01 Grace\n")
	expectStory(t, r, "term:cost", "created 2026-01-01 Ada, changed 2026-01-01 Ada\n")
}

func TestMergedChange(t *testing.T) {
	r := newRepo(t)
	r.write("content/terms/revenue.yaml", revenue).commit("Start")
	r.git("checkout", "-q", "-b", "work")
	r.on("2026-02-01").by("Grace").write("content/terms/revenue.yaml", strings.Replace(revenue, "invoiced", "booked", 1)).commit("Book it")
	r.git("checkout", "-q", "main")
	r.on("2026-03-01").by("Bot").git("merge", "-q", "--no-ff", "--no-edit", "work")
	expectStory(t, r, "term:revenue", `
created 2026-01-01 Ada, changed 2026-03-01 Grace
2026-03-01 Grace definition: "amount invoiced" -> "amount booked"
`)
}

func TestShallowEntries(t *testing.T) {
	r := newRepo(t)
	r.write("content/terms/revenue.yaml", revenue).commit("Start")
	r.on("2026-02-01").write("content/terms/revenue.yaml", strings.Replace(revenue, "invoiced", "booked", 1)).commit("Change")
	r.on("2026-03-01").write("content/terms/cost.yaml", "name: Cost\n").commit("Add")
	clone := &repo{t: t, dir: t.TempDir(), day: r.day, who: r.who}
	clone.git("clone", "-q", "--depth", "2", "file://"+r.dir, ".")
	expectStory(t, clone, "term:revenue", "created 2026-02-01 Ada, changed 2026-02-01 Ada, at least\n")
	expectStory(t, clone, "term:cost", "created 2026-03-01 Ada, changed 2026-03-01 Ada\n")
}

// Where there is too much old text, the oldest is left out.
func TestTooMuchText(t *testing.T) {
	r := newRepo(t)
	for i := range 10 {
		r.on(fmt.Sprintf("2026-01-%02d", i+1)).write("content/terms/a.yaml", fmt.Sprintf("name: A\ndefinition: number %d\n", i)).commit("Change")
	}
	dir := filepath.Join(r.dir, "content")
	log, err := history.Read(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	past, err := timeline.Open(context.Background(), log, source.DefaultLimits(), 100)
	if err != nil {
		t.Fatal(err)
	}
	e := load(t, dir, past).entries.Of("term:a")
	if !e.AtLeast || len(e.Changes) != 2 || e.Created.Date.String() != "2026-01-08" {
		t.Errorf("%+v", e)
	}
}
