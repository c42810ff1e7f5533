package timeline_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/internal/testrepo"
	"github.com/concord-catalog/concord/catalog/source"
	"github.com/concord-catalog/concord/catalog/timeline"
)

func open(t testing.TB, r *testrepo.Repo) (*timeline.Past, string) {
	t.Helper()
	dir := filepath.Join(r.Dir, "content")
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
func tell(t *testing.T, r *testrepo.Repo, key string) string {
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

func expectStory(t *testing.T, r *testrepo.Repo, key, want string) {
	t.Helper()
	if got := tell(t, r, key); got != strings.TrimLeft(want, "\n") {
		t.Errorf("%s: got\n%swant\n%s", key, got, strings.TrimLeft(want, "\n"))
	}
}

const revenue = "name: Revenue\ndefinition: amount invoiced\nunit: EUR\nstatus: approved\n"

func TestEntries(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/terms/revenue.yaml", revenue).Commit("Define revenue")
	r.On("2026-02-01").By("Grace").Write("content/terms/revenue.yaml", strings.Replace(revenue, "invoiced", "booked", 1)).Commit("Book it")
	r.On("2026-03-01").By("Linus").Write("content/terms/revenue.yaml", strings.Replace(revenue, "invoiced", "booked", 1)+"tags: [money]\n").Commit("Tag it")
	r.On("2026-04-01").By("Ada").Write("content/terms/revenue.yaml", strings.Replace(revenue, "EUR", "USD", 1)).Commit("Back, in dollars")
	expectStory(t, r, "term:revenue", `
created 2026-01-01 Ada, changed 2026-04-01 Ada
2026-04-01 Ada definition: "amount booked" -> "amount invoiced"
2026-04-01 Ada unit: "EUR" -> "USD"
2026-02-01 Grace definition: "amount invoiced" -> "amount booked"
`)
	r.Write("content/terms/cost.yaml", "name: Cost\n")
	expectStory(t, r, "term:cost", "nothing\n")
}

// Another spelling of the same entry changes the file and not what it means.
func TestSpelling(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/terms/size.yaml", "name: Size\ndefinition: >\n  how large\n  it is\nvalues:\n  s: Small\n  l: {name: Large, definition: more than ten}\n").Commit("Start")
	r.On("2026-02-01").Write("content/terms/size.yaml", "")
	r.Write("content/terms/size.toml", "name = \"Size\"\ndefinition = \"how large it is\"\n[[values]]\ncode = \"s\"\nname = \"Small\"\n[[values]]\ncode = \"l\"\nname = \"Large\"\ndefinition = \"more than ten\"\n").Commit("Use TOML")
	expectStory(t, r, "term:size", "created 2026-01-01 Ada, changed 2026-02-01 Ada\n")
	r.On("2026-03-01").Write("content/terms/size.toml", "name = \"Size\"\ndefinition = \"how large it is\"\nvalues = [\"s\"]\n").Commit("Fewer")
	expectStory(t, r, "term:size", `
created 2026-01-01 Ada, changed 2026-03-01 Ada
2026-03-01 Ada values: "s: Small\nl: Large, more than ten" -> "s"
`)
}

func TestFields(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/objects/order.yaml", "name: Order\ngrain: order\nkey: [id]\nfields:\n  - {name: id, type: string}\n  - {name: sum, type: number, unit: EUR}\n").Commit("Start")
	r.On("2026-02-01").Write("content/objects/order.yaml", "name: Order\ngrain: order line\nkey: [id]\nfields:\n  id: string\n  sum: {type: number, unit: USD}\n").Commit("Change")
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
		do   func(r *testrepo.Repo)
	}{
		{"seen by git", func(r *testrepo.Repo) {
			r.Git("mv", "content/terms/revenue.yaml", "content/terms/net.yaml")
			r.Commit("Rename")
		}},
		{"said by the entry", func(r *testrepo.Repo) {
			r.Write("content/terms/revenue.yaml", "")
			r.Write("content/terms/net.toml", "formerly = \"revenue\"\nname = \"Revenue\"\ndefinition = \"amount booked\"\nunit = \"EUR\"\n").Commit("Rename")
		}},
		{"said later", func(r *testrepo.Repo) {
			r.Write("content/terms/revenue.yaml", "").Commit("Drop")
			r.Write("content/terms/net.toml", "name = \"Revenue\"\ndefinition = \"amount booked\"\nunit = \"EUR\"\n").Commit("Add")
			r.Write("content/terms/net.toml", "formerly = [\"revenue\"]\nname = \"Revenue\"\ndefinition = \"amount booked\"\nunit = \"EUR\"\n").Commit("Say so")
		}},
		{"into a list", func(r *testrepo.Repo) {
			r.Write("content/terms/revenue.yaml", "")
			r.Write("content/terms/all.yaml", "id: cost\nname: Cost\n---\nid: net\nformerly: [revenue]\nname: Revenue\ndefinition: amount booked\nunit: EUR\n").Commit("Gather")
		}},
		{"there and back", func(r *testrepo.Repo) {
			r.Git("mv", "content/terms/revenue.yaml", "content/terms/other.yaml")
			r.Commit("Away")
			r.Git("mv", "content/terms/other.yaml", "content/terms/net.yaml")
			r.Commit("Back")
		}},
		{"not committed", func(r *testrepo.Repo) {
			r.Git("mv", "content/terms/revenue.yaml", "content/terms/net.yaml")
			r.Write("content/terms/net.yaml", changed+"formerly: revenue\n")
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := testrepo.New(t)
			r.Write("content/terms/revenue.yaml", revenue).Commit("Start")
			r.On("2026-02-01").Write("content/terms/revenue.yaml", changed).Commit("Change")
			test.do(r.On("2026-03-01"))
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
	r := testrepo.New(t)
	r.Write("content/terms/revenue.yaml", revenue).Commit("Start")
	r.On("2026-02-01").Git("mv", "content/terms/revenue.yaml", "content/terms/net.yaml")
	r.Commit("Rename")
	r.On("2026-03-01").Write("content/terms/revenue.yaml", "name: Gross\ndefinition: all of it\n").Commit("New one")
	r.On("2026-04-01").Write("content/terms/revenue.yaml", "name: Gross\ndefinition: everything\n").Commit("Reword")
	expectStory(t, r, "term:net", "created 2026-01-01 Ada, changed 2026-02-01 Ada\n")
	expectStory(t, r, "term:revenue", `
created 2026-03-01 Ada, changed 2026-04-01 Ada
2026-04-01 Ada definition: "all of it" -> "everything"
`)
}

// In a list, only the entry whose own text changed has changed.
func TestLists(t *testing.T) {
	r := testrepo.New(t)
	list := "[[entry]]\nid = \"a\"\nname = \"A\"\ndefinition = \"first\"\n\n[[entry]]\nid = \"b\"\nname = \"B\"\ndefinition = \"second\"\n"
	r.Write("content/terms/all.toml", list).Commit("Start")
	r.On("2026-02-01").Write("content/terms/all.toml", strings.Replace(list, "second", "other", 1)).Commit("Change b")
	r.On("2026-03-01").Write("content/terms/all.toml", "# a comment\n"+strings.Replace(list, "second", "other", 1)).Commit("Comment")
	expectStory(t, r, "term:a", "created 2026-01-01 Ada, changed 2026-01-01 Ada\n")
	expectStory(t, r, "term:b", `
created 2026-01-01 Ada, changed 2026-02-01 Ada
2026-02-01 Ada definition: "second" -> "other"
`)
}

// What was removed and came back kept its history; a file that could not be
// read for a while did not change at all.
func TestGoneAndBack(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/terms/revenue.yaml", revenue).Write("content/terms/cost.yaml", revenue).Commit("Start")
	r.On("2026-02-01").Write("content/terms/revenue.yaml", "").Write("content/terms/cost.yaml", "name: [broken\n").Commit("Drop one, break one")
	r.On("2026-03-01").By("Grace").Write("content/terms/revenue.yaml", revenue).Write("content/terms/cost.yaml", revenue).Commit("Repair")
	expectStory(t, r, "term:revenue", "created 2026-01-01 Ada, changed 2026-03-01 Grace\n")
	expectStory(t, r, "term:cost", "created 2026-01-01 Ada, changed 2026-01-01 Ada\n")
}

func TestMergedChange(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/terms/revenue.yaml", revenue).Commit("Start")
	r.Git("checkout", "-q", "-b", "work")
	r.On("2026-02-01").By("Grace").Write("content/terms/revenue.yaml", strings.Replace(revenue, "invoiced", "booked", 1)).Commit("Book it")
	r.Git("checkout", "-q", "main")
	r.On("2026-03-01").By("Bot").Git("merge", "-q", "--no-ff", "--no-edit", "work")
	expectStory(t, r, "term:revenue", `
created 2026-01-01 Ada, changed 2026-03-01 Grace
2026-03-01 Grace definition: "amount invoiced" -> "amount booked"
`)
}

func TestShallowEntries(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/terms/revenue.yaml", revenue).Commit("Start")
	r.On("2026-02-01").Write("content/terms/revenue.yaml", strings.Replace(revenue, "invoiced", "booked", 1)).Commit("Change")
	r.On("2026-03-01").Write("content/terms/cost.yaml", "name: Cost\n").Commit("Add")
	clone := r.At(t.TempDir())
	clone.Git("clone", "-q", "--depth", "2", "file://"+r.Dir, ".")
	expectStory(t, clone, "term:revenue", "created 2026-02-01 Ada, changed 2026-02-01 Ada, at least\n")
	expectStory(t, clone, "term:cost", "created 2026-03-01 Ada, changed 2026-03-01 Ada\n")
}

// Where there is too much old text, the oldest is left out.
func TestTooMuchText(t *testing.T) {
	r := testrepo.New(t)
	for i := range 10 {
		r.On(fmt.Sprintf("2026-01-%02d", i+1)).Write("content/terms/a.yaml", fmt.Sprintf("name: A\ndefinition: number %d\n", i)).Commit("Change")
	}
	dir := filepath.Join(r.Dir, "content")
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
