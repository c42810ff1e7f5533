package timeline_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/internal/testrepo"
	"github.com/concord-catalog/concord/catalog/measure"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/timeline"
)

// follow is the conflicts of a repository over time.
func follow(t testing.TB, r *testrepo.Repo, cache string) *history.Conflicts {
	t.Helper()
	past, dir := open(t, r)
	c, err := past.Conflicts(context.Background(), load(t, dir, past).options(cache))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// lives writes what became of each conflict in a few lines.
func lives(c *history.Conflicts) string {
	var b strings.Builder
	for _, l := range c.Lives {
		fmt.Fprintf(&b, "%s %s\n", l.Rule, strings.Join(l.Subjects, " "))
		for _, s := range l.Spells {
			fmt.Fprintf(&b, "  %s %s %q", s.Began.Date, s.Began.Author, s.Began.Subject)
			if s.AtLeast {
				b.WriteString(" at least")
			}
			if s.Over() {
				fmt.Fprintf(&b, ", %s %s %q: %s %s", s.Ended.Date, s.Ended.Author, s.Ended.Subject, s.How, s.By)
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func expectLives(t *testing.T, c *history.Conflicts, want string) {
	t.Helper()
	if got := lives(c); got != strings.TrimLeft(want, "\n") {
		t.Errorf("got\n%swant\n%s", got, strings.TrimLeft(want, "\n"))
	}
}

const (
	cost      = "name: Cost\ndefinition: money spent\nowner: boss\n"
	otherCost = "name: Cost\ndefinition: effort made\nowner: boss\n"
	boss      = "name: The boss\ntype: person\n"
)

// resolution settles the one conflict there is between a and b.
const resolution = "settles:\n  - {rule: test-homonym, subjects: [term:a, term:b]}\noutcome: accept\nstatus: approved\nreason: they are two things\ndecided_by: boss\n"

func TestAppearsSettledReappears(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/terms/a.yaml", cost).Write("content/owners/boss.yaml", boss).Commit("Start")
	r.On("2026-01-10").By("Grace").Write("content/terms/b.yaml", otherCost).Commit("Add b")
	r.On("2026-02-20").By("Linus").Write("content/resolutions/r.yaml", resolution).Commit("Decide")
	r.On("2026-03-05").By("Ada").Write("content/resolutions/r.yaml", resolution+"review_by: 2026-03-10\n").Commit("Only for now")
	r.On("2026-04-01").Write("content/terms/c.yaml", "name: Else\n").Commit("Something else")
	r.On("2026-04-20").By("Grace").Write("content/terms/b.yaml", "").Commit("Drop b")
	r.On("2026-05-02").By("Linus").Git("revert", "--no-edit", "HEAD")
	c := follow(t, r, "")
	expectLives(t, c, `
test-homonym term:a term:b
  2026-01-10 Grace "Add b", 2026-02-20 Linus "Decide": accept resolution:r
  2026-04-01 Ada "Something else", 2026-04-20 Grace "Drop b": gone 
  2026-05-02 Linus "Revert \"Drop b\""
resolution-expired resolution:r term:a term:b
  2026-04-01 Ada "Something else"
`)
	if !c.Exact() || c.AtLeast || c.Revisions != 7 {
		t.Errorf("exact %v, at least %v, %d revisions", c.Exact(), c.AtLeast, c.Revisions)
	}
	var months strings.Builder
	for _, m := range c.Months {
		fmt.Fprintf(&months, "%s:", m.Day)
		for _, o := range m.Open {
			fmt.Fprintf(&months, " %s %s %d days", o.Severity, o.Rule, o.Age)
		}
		months.WriteByte('\n')
	}
	want := "2026-01-31: major test-homonym 21 days\n2026-02-28:\n2026-03-31:\n2026-04-30: minor resolution-expired 29 days\n" +
		"2026-05-02: major test-homonym 0 days minor resolution-expired 31 days\n"
	if months.String() != want {
		t.Errorf("months:\n%swant\n%s", months.String(), want)
	}
	l := c.Lives[0]
	if days, open := l.Spells[0].Days(c.Months[4].Day), l.Open(); days != 41 || open != &l.Spells[2] || c.Of(l.ID).ID != l.ID || c.Of("c-none") != nil {
		t.Errorf("the first spell lasted %d days, the open one is %+v", days, open)
	}
}

func TestVelocity(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/terms/a.yaml", cost).Write("content/owners/boss.yaml", boss).Commit("Start")
	r.On("2026-01-10").Write("content/terms/b.yaml", otherCost).Commit("Add b")
	r.On("2026-01-30").Write("content/resolutions/r.yaml", resolution).Commit("Decide")
	r.On("2026-02-01").Write("content/terms/c.yaml", "name: Else\n").Write("content/terms/d.yaml", "name: Else\n").Commit("Two more")
	past, dir := open(t, r)
	h := load(t, dir, past)
	c, err := past.Conflicts(context.Background(), h.options(""))
	if err != nil {
		t.Fatal(err)
	}
	v := measure.Take(measure.Input{Catalog: h.Catalog, Graph: h.Graph, Findings: h.findings, Lives: measure.Lives(c), Today: h.Today}).Velocity
	if !v.Known || v.Median != 20 || len(v.Ended) != 1 || !v.Ended[0].Settled || len(v.Open) != 1 || v.Open[0].Days != 0 {
		t.Errorf("%+v", v)
	}
}

// A conflict that is gone because its resolution was carried out was settled by
// it, whichever was committed first.
func TestCarriedOut(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/owners/boss.yaml", boss).Write("content/terms/a.yaml", cost).Write("content/terms/b.yaml", otherCost).Commit("Start")
	r.On("2026-02-01").By("Grace").Write("content/terms/b.yaml", otherCost+"status: deprecated\nreplaced_by: a\n").Commit("Deprecate b")
	r.On("2026-02-05").By("Linus").Write("content/resolutions/r.yaml", strings.Replace(resolution, "accept", "canonical\ncanonical: a", 1)).Commit("Write it down")
	expectLives(t, follow(t, r, ""), `
test-homonym term:a term:b
  2026-01-01 Ada "Start", 2026-02-01 Grace "Deprecate b": canonical resolution:r
`)
}

func TestDate(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/terms/a.yaml", cost).Commit("Start")
	hash := r.On("2026-01-10").By("Grace").Write("content/terms/b.yaml", otherCost).Commit("Add b")
	r.On("2026-02-01").Write("content/terms/c.yaml", "name: Else\n").Commit("Something else")
	r.Write("content/terms/d.yaml", "name: Else\n")
	past, dir := open(t, r)
	h := load(t, dir, past)
	c, err := past.Conflicts(context.Background(), h.options(""))
	if err != nil {
		t.Fatal(err)
	}
	list := timeline.Date(h.findings, c, h.Today)
	if len(list) != 2 || h.findings[0].Since != nil {
		t.Fatalf("%d findings", len(list))
	}
	if s := list[0].Since; s.Day != "2026-01-10" || s.Age != 22 || s.Revision != hash || s.Author != "Grace" || s.Subject != "Add b" || s.AtLeast {
		t.Errorf("%+v", s)
	}
	if s := list[1].Since; s.Day != "2026-02-01" || s.Age != 0 || s.Revision != "" || s.AtLeast {
		t.Errorf("what is not committed: %+v", s)
	}
	if without := timeline.Date(h.findings, nil, h.Today); without[0].Since != nil {
		t.Error("without history there is a day")
	}
}

func TestConflictByMerge(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/terms/x.yaml", "name: X\n").Commit("Start")
	r.Git("checkout", "-q", "-b", "work")
	r.On("2026-01-02").By("Grace").Write("content/terms/a.yaml", cost).Commit("Add a")
	r.Git("checkout", "-q", "main")
	r.On("2026-01-03").By("Linus").Write("content/terms/b.yaml", otherCost).Commit("Add b")
	r.On("2026-01-04").By("Bot").Git("merge", "-q", "--no-ff", "--no-edit", "work")
	expectLives(t, follow(t, r, ""), `
test-homonym term:a term:b
  2026-01-04 Grace "Add a"
`)
}

// A file that cannot be read for a while settles nothing, and a rename that is
// said does not make another conflict.
func TestSteady(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/terms/a.yaml", cost).Write("content/terms/b.yaml", otherCost).Commit("Start")
	r.On("2026-01-02").Write("content/terms/b.yaml", "name: [broken\n").Commit("Break")
	r.On("2026-01-03").Write("content/terms/b.yaml", otherCost).Commit("Repair")
	r.On("2026-01-04").Write("content/terms/b.yaml", "").Write("content/terms/bb.yaml", otherCost+"formerly: b\n").Commit("Rename")
	expectLives(t, follow(t, r, ""), `
test-homonym term:a term:bb
  2026-01-01 Ada "Start"
`)
}

func TestStale(t *testing.T) {
	r := testrepo.New(t)
	agreement := "name: I\nmoves: [o]\nagreement: {on: 2026-02-01}\n"
	r.Write("content/objects/o.yaml", "name: O\nfields: [a, b]\n").Commit("Start")
	r.On("2026-01-20").Write("content/objects/o.yaml", "name: O\nfields: [a]\n").Commit("Before it is agreed")
	r.On("2026-02-01").Write("content/integrations/i.yaml", agreement).Commit("Agree")
	r.On("2026-03-01").By("Grace").Write("content/objects/o.yaml", "name: O\nfields: [a, c]\n").Commit("Change")
	r.On("2026-04-01").By("Linus").Write("content/integrations/i.yaml", strings.Replace(agreement, "02", "04", 1)).Commit("Agree again")
	expectLives(t, follow(t, r, ""), `
test-stale integration:i object:o
  2026-03-01 Grace "Change", 2026-04-01 Linus "Agree again": gone 
`)
}

func TestShallowConflicts(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/terms/a.yaml", cost).Write("content/terms/b.yaml", otherCost).Commit("Start")
	r.On("2026-02-01").Write("content/terms/x.yaml", "name: X\n").Commit("Add x")
	r.On("2026-03-01").Write("content/terms/y.yaml", "name: X\n").Commit("Add y")
	clone := r.At(t.TempDir())
	clone.Git("clone", "-q", "--depth", "2", "file://"+r.Dir, ".")
	c := follow(t, clone, "")
	expectLives(t, c, `
test-homonym term:a term:b
  2026-02-01 Ada "Add x" at least
test-homonym term:x term:y
  2026-03-01 Ada "Add y"
`)
	if !c.AtLeast {
		t.Error("nothing says that older history is missing")
	}
}

// counted is the rules, with a count of how often they ran.
func counted(n *atomic.Int64) []*check.Rule {
	list := rules()
	first := *list[0]
	list[0] = &check.Rule{Kind: first.Kind, Run: func(p *check.Pass) { n.Add(1); first.Run(p) }}
	return list
}

func followCounted(t *testing.T, r *testrepo.Repo, cache, version string) (string, int) {
	t.Helper()
	past, dir := open(t, r)
	opt := load(t, dir, past).options(cache)
	var ran atomic.Int64
	opt.Rules, opt.Version = counted(&ran), version
	c, err := past.Conflicts(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(text), int(ran.Load())
}

func threeCommits(t *testing.T) *testrepo.Repo {
	r := testrepo.New(t)
	r.Write("content/terms/a.yaml", cost).Commit("Start")
	r.On("2026-01-10").Write("content/terms/b.yaml", otherCost).Commit("Add b")
	r.On("2026-01-20").Write("content/terms/c.yaml", "name: Else\n").Commit("Add c")
	return r
}

func TestCache(t *testing.T) {
	r, cache := threeCommits(t), filepath.Join(t.TempDir(), "cache")
	want, ran := followCounted(t, r, cache, "1")
	if ran != 3 {
		t.Fatalf("the rules ran %d times at first", ran)
	}
	check := func(what, version string, times int) {
		t.Helper()
		got, ran := followCounted(t, r, cache, version)
		if got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", what, got, want)
		}
		if ran != times {
			t.Errorf("%s: the rules ran %d times, want %d", what, ran, times)
		}
	}
	check("again", "1", 0)
	check("another version", "2", 3)
	check("no version", "", 3)
	names, err := filepath.Glob(filepath.Join(cache, "*"))
	if err != nil || len(names) != 6 {
		t.Fatalf("%d files in the cache: %v", len(names), err)
	}
	damage := []func(data []byte) []byte{
		func(data []byte) []byte { return nil },
		func(data []byte) []byte { return data[:len(data)-3] },
		func(data []byte) []byte { data[len(data)-5] ^= 1; return data },
		func(data []byte) []byte {
			return []byte(strings.Replace(string(data), "conflicts 1", "conflicts 9", 1))
		},
		func(data []byte) []byte { other, _ := os.ReadFile(names[0]); return other[:len(other)/2] },
		func(data []byte) []byte { return []byte("rubbish\nrubbish") },
	}
	for i, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, damage[i](data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	check("damaged", "1", 3)
	check("mended", "1", 0)
	// An entry under the name of another is not believed.
	if err := os.Rename(names[0], names[1]); err != nil {
		t.Fatal(err)
	}
	if got, _ := followCounted(t, r, cache, "1"); got != want {
		t.Errorf("exchanged: got\n%s\nwant\n%s", got, want)
	}
	cache = filepath.Join(r.Dir, "content", "terms", "a.yaml") // no folder
	check("no place", "1", 3)
}

// A rebase or a force push gives commits other hashes. Where the folder holds
// the same on the same days, nothing is worked out again, and the answer names
// the new commits.
func TestRewritten(t *testing.T) {
	r, cache := threeCommits(t), t.TempDir()
	followCounted(t, r, cache, "1")
	old := r.Git("rev-parse", "HEAD~1")
	again := threeCommits(t)
	again.Git("update-ref", "-d", "HEAD") // the same files once more, with other messages
	again.On("2026-01-01").Write("content/terms/b.yaml", "").Write("content/terms/c.yaml", "").Commit("Begin")
	again.On("2026-01-10").Write("content/terms/b.yaml", otherCost).Commit("Bring b")
	again.On("2026-01-20").Write("content/terms/c.yaml", "name: Else\n").Commit("Bring c")
	got, ran := followCounted(t, again, cache, "1")
	if ran != 0 {
		t.Errorf("the rules ran %d times", ran)
	}
	if !strings.Contains(got, "Bring b") || strings.Contains(got, old) {
		t.Errorf("got %s", got)
	}
	again.Git("reset", "-q", "--hard", "HEAD~1")
	again.On("2026-01-25").Write("content/terms/b.yaml", "name: Price\n").Commit("Call it a price")
	past, dir := open(t, again)
	c, err := past.Conflicts(context.Background(), load(t, dir, past).options(cache))
	if err != nil {
		t.Fatal(err)
	}
	expectLives(t, c, `
test-homonym term:a term:b
  2026-01-10 Ada "Bring b", 2026-01-25 Ada "Call it a price": gone 
`)
}

// Sampling finds the same commits as looking at every one, where no conflict
// comes and goes between two samples.
func TestSampling(t *testing.T) {
	r := longHistory(t, 100, 300)
	past, dir := open(t, r)
	h := load(t, dir, past)
	opt := h.options("")
	opt.Budget = -1
	exact, err := past.Conflicts(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	opt.Budget = 60 * len(h.Catalog.Entries)
	sampled, err := past.Conflicts(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	if !exact.Exact() || sampled.Exact() || sampled.Checked > 60 {
		t.Fatalf("%d and %d of %d revisions were looked at", exact.Checked, sampled.Checked, exact.Revisions)
	}
	if len(exact.Lives) < 3 || lives(exact) != lives(sampled) {
		t.Errorf("all:\n%ssampled:\n%s", lives(exact), lives(sampled))
	}
	opt.Budget = 14 * len(h.Catalog.Entries)
	rough, err := past.Conflicts(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	unsure := 0
	for _, l := range rough.Lives {
		for _, s := range l.Spells {
			if s.BeganWithin > 0 {
				unsure++
			}
		}
	}
	if unsure == 0 {
		t.Error("a rough sample is sure of every commit")
	}
	for _, f := range timeline.Date(h.findings, rough, h.Today) {
		s := f.Since
		if (s.Revision == "") != s.AtLeast {
			t.Errorf("a commit is named though it is not certain: %+v", s)
		}
	}
}

func TestCancelled(t *testing.T) {
	past, dir := open(t, threeCommits(t))
	h := load(t, dir, past)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := past.Conflicts(ctx, h.options("")); err != context.Canceled {
		t.Errorf("got %v", err)
	}
}

// Time alone can bring a conflict: it shows at the next commit, or today.
func TestByDate(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/terms/a.yaml", "name: A\nsince: 2026-01-15\n").Commit("Start")
	r.On("2026-02-01").Write("content/terms/b.yaml", "name: B\nsince: 2026-03-01\n").Commit("Add b")
	past, dir := open(t, r)
	h := load(t, dir, past)
	h.Today, _ = model.ParseDate("2026-04-15")
	opt := h.options("")
	opt.Findings = append(opt.Findings, late.At(h.Catalog.Terms[1].At, "late"))
	opt.Findings[1].ID, opt.Findings[1].Subjects = "c-zz", []string{"term:b"}
	c, err := past.Conflicts(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	expectLives(t, c, `
test-late term:a
  2026-02-01 Ada "Add b"
test-late term:b
  2026-04-15  ""
`)
	if n := len(c.Months); n != 4 || c.Months[2].Day.String() != "2026-03-31" || c.Months[2].Open[0].Age != 58 {
		t.Errorf("%+v", c.Months)
	}
}

// What a snapshot says of today is what measuring today says.
func TestMeasured(t *testing.T) {
	r := testrepo.New(t)
	r.Write("content/domains/sales.yaml", "name: Sales\nowner: boss\n").Write("content/owners/boss.yaml", boss)
	r.Write("content/objects/sale.yaml", "name: Sale\nfields: [amount, fax]\n")
	r.Write("content/outcomes/growth.yaml", "name: Growth\nweight: 4\n")
	r.Write("content/kpis/sales/cost.yaml", cost+"domain: sales\nformula: sum(sale, .amount)\nmeasures: [growth]\n").Commit("Start")
	r.On("2026-02-01").Write("content/terms/cost.yaml", otherCost+"domain: sales\n").Commit("Say it again")
	r.On("2026-08-15").Write("content/concord.toml", "[weights]\nmajor = 7\n").Commit("Weigh")
	past, dir := open(t, r)
	h := load(t, dir, past)
	c, err := past.Conflicts(context.Background(), h.options(""))
	if err != nil {
		t.Fatal(err)
	}
	in := measure.Input{Catalog: h.Catalog, Graph: h.Graph, History: h.History, Today: h.Today, Findings: timeline.Date(h.findings, c, h.Today)}
	now, last := measure.Take(in).Summary(), measure.Past(c.Months[len(c.Months)-1])
	if !reflect.DeepEqual(now, last) || now.Debt == 0 || now.Coverage[1] != [2]int{1, 2} || len(now.Domains) != 1 || len(now.Outcomes) != 1 {
		t.Errorf("today is\n%+v\nand the snapshot\n%+v", now, last)
	}
	var debts []float64
	for _, m := range c.Months {
		debts = append(debts, measure.Past(m).Debt)
	}
	if len(debts) != 8 || debts[0] != 0 || debts[1] == 0 || debts[2] <= debts[1] || debts[7] <= 7*debts[6]/5 {
		t.Errorf("the debts are %v", debts)
	}
}
