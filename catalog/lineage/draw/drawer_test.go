package draw

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// someFigures are figures of few shapes, none of them plain.
func someFigures(n int) []*Figure {
	var figures []*Figure
	for i := range n {
		figures = append(figures, shuffled(random(uint64(i)), web(random(uint64(i%9)), 8, 12, 1)))
	}
	return figures
}

// layoutAll opens a drawer for one batch.
func layoutAll(t *testing.T, opt Options, figures []*Figure) (*Set, Report) {
	t.Helper()
	d := NewDrawer(opt)
	set, report, err := d.Layout(t.Context(), figures)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	return set, report
}

// pictures is all figures as markup.
func pictures(set *Set, figures []*Figure) string {
	var b []byte
	for i, f := range figures {
		b = set.AppendSVG(b, fmt.Sprint("g", i), f)
	}
	return string(b)
}

func TestEachShapeIsPlacedOnce(t *testing.T) {
	figures := append(someFigures(40), figure("ab bc"), figure("xy yz"))
	_, r := layoutAll(t, Options{Command: fake("works")}, figures)
	want := Report{Figures: 42, Shapes: 10, Simple: 1, Placed: 9}
	if r != want {
		t.Errorf("got %+v, want %+v", r, want)
	}
}

func TestWithoutHelpers(t *testing.T) {
	figures := someFigures(5)
	set, r := layoutAll(t, Options{}, figures)
	if r.Simple != r.Shapes || r.Problem != "" {
		t.Errorf("%+v", r)
	}
	if n := strings.Count(pictures(set, figures), "</svg>"); n != 5 {
		t.Errorf("%d pictures", n)
	}
}

func TestTooLargeForGraphviz(t *testing.T) {
	_, r := layoutAll(t, Options{Command: fake("works")}, []*Figure{web(random(1), MaxNodes+1, 80, 0), web(random(2), 60, 2*MaxEdges, 0)})
	if r.Simple != 2 || r.Placed != 0 {
		t.Errorf("%+v", r)
	}
}

// Whatever helpers do, there is a picture, and the next one is not harmed.
func TestHelpersThatMisbehave(t *testing.T) {
	for behaviour, problem := range map[string]string{
		"exits at start":        "no engine here",
		"hangs at start":        "no answer in time",
		"is of another version": "another version",
		"says garbage at start": `says "hello`,
		"exits":                 "the helper ended",
		"hangs":                 "no answer in time",
		"says garbage":          `says "}{`,
		"breaks off":            "the helper ended",
		"talks for ever":        "more than a layout",
		"loses a node":          "7 of 8 nodes",
		"loses an edge":         "edges came back",
		"piles nodes up":        "lies on another",
		"goes too far":          "outside",
		"breaks a curve":        "has 2 points",
		"answers another job":   "answer 8 to job 1",
		"complains":             "out of bounds",
	} {
		t.Run(behaviour, func(t *testing.T) {
			t.Parallel()
			figures := someFigures(12)
			limits := Options{Command: fake(behaviour), Helpers: 2, startLimit: 10 * time.Second, jobLimit: 10 * time.Second}
			if strings.HasPrefix(behaviour, "hangs") {
				limits.startLimit, limits.jobLimit = 300*time.Millisecond, 300*time.Millisecond
			}
			set, r := layoutAll(t, limits, figures)
			if r.Failed != r.Shapes || r.Restarts == 0 || !strings.Contains(r.Problem, problem) {
				t.Errorf("report %+v", r)
			}
			if r.Restarts > mostFailures+limits.Helpers {
				t.Errorf("%d helpers were started in vain", r.Restarts)
			}
			own, _ := layoutAll(t, Options{}, figures)
			if pictures(set, figures) != pictures(own, figures) {
				t.Error("the pictures are not those of our own rules")
			}
		})
	}
}

func TestHelpersThatDieOnce(t *testing.T) {
	figures := someFigures(12)
	want, _ := layoutAll(t, Options{Command: fake("works")}, figures)
	set, r := layoutAll(t, Options{Command: fake("exits once"), Helpers: 2}, figures)
	if r.Failed != 0 || r.Restarts != 1 {
		t.Errorf("%+v", r)
	}
	if pictures(set, figures) != pictures(want, figures) {
		t.Error("a death changes the pictures")
	}
}

// What a helper only managed when asked for less is shown, and not kept.
func TestLateShapesAreAskedForLess(t *testing.T) {
	dir := t.TempDir()
	figures := someFigures(1)
	_, r := layoutAll(t, Options{Command: fake("hangs unless asked for less"), CacheDir: dir, jobLimit: time.Second}, figures)
	if r.Placed != 1 || r.Restarts != 1 {
		t.Errorf("%+v", r)
	}
	if _, r = layoutAll(t, Options{Command: fake("works"), CacheDir: dir}, figures); r.Kept != 0 {
		t.Errorf("kept: %+v", r)
	}
}

func TestDenseShapesAreAskedForLessAtOnce(t *testing.T) {
	_, r := layoutAll(t, Options{Command: fake("hangs unless asked for less"), jobLimit: 10 * time.Second}, []*Figure{web(random(3), 50, hardEdges+20, 0)})
	if r.Placed != 1 || r.Restarts != 0 {
		t.Errorf("%+v", r)
	}
}

func TestPicturesDoNotDependOnHowTheyAreMade(t *testing.T) {
	figures := someFigures(30)
	dir := t.TempDir()
	var first string
	for _, opt := range []Options{
		{Helpers: 1},
		{Helpers: 8},
		{Helpers: 2, CacheDir: dir},
		{Helpers: 2, CacheDir: dir},
	} {
		opt.Command = fake("works")
		set, _ := layoutAll(t, opt, figures)
		got := pictures(set, figures)
		if first == "" {
			first = got
		}
		if got != first {
			t.Errorf("with %d helpers and cache %q: other pictures", opt.Helpers, opt.CacheDir)
		}
	}
	backwards := slices.Clone(figures)
	slices.Reverse(backwards)
	set, _ := layoutAll(t, Options{Command: fake("works")}, backwards)
	if pictures(set, figures) != first {
		t.Error("the order of figures changes the pictures")
	}
}

func TestHelpersAreUsedAgain(t *testing.T) {
	d := NewDrawer(Options{Command: fake("works"), Helpers: 1})
	defer d.Close()
	figures := someFigures(9)
	if _, r, err := d.Layout(t.Context(), figures); err != nil || r.Placed != 9 {
		t.Fatal(r, err)
	}
	process := d.idle[0].cmd.Process.Pid
	if _, r, err := d.Layout(t.Context(), figures); err != nil || r.Kept != 9 {
		t.Fatal(r, err)
	}
	more := []*Figure{web(random(77), 9, 15, 0)}
	if _, r, err := d.Layout(t.Context(), more); err != nil || r.Placed != 1 {
		t.Fatal(r, err)
	}
	if d.idle[0].cmd.Process.Pid != process {
		t.Error("another helper was started")
	}
	d.idle[0].jobs = mostJobs
	if _, r, err := d.Layout(t.Context(), figures); err != nil || r.Placed != 9 || r.Restarts != 0 {
		t.Fatal(r, err)
	}
	if d.idle[0].cmd.Process.Pid == process {
		t.Error("the helper was not replaced after its last job")
	}
}

// A build that found no helper of use does not keep the next from trying.
func TestTheNextBuildTriesAgain(t *testing.T) {
	d := NewDrawer(Options{Command: fake("exits at start")})
	defer d.Close()
	figures := someFigures(3)
	if _, r, err := d.Layout(t.Context(), figures); err != nil || r.Failed != 3 {
		t.Fatal(r, err)
	}
	d.opt.Command = fake("works")
	if _, r, err := d.Layout(t.Context(), figures); err != nil || r.Placed != 3 {
		t.Fatal(r, err)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	d := NewDrawer(Options{Command: fake("hangs"), jobLimit: time.Minute})
	defer d.Close()
	time.AfterFunc(200*time.Millisecond, cancel)
	if _, _, err := d.Layout(ctx, someFigures(9)); err != context.Canceled {
		t.Errorf("error %v", err)
	}
}

func TestNothingIsLeftBehind(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	if os.TempDir() != os.Getenv("TMPDIR") {
		t.Skip("the temporary folder cannot be set on this system")
	}
	layoutAll(t, Options{Command: fake("works")}, someFigures(3))
	left, err := os.ReadDir(os.TempDir())
	if err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// A cache folder that cannot be had is no reason not to draw.
func TestNoCacheFolder(t *testing.T) {
	file := t.TempDir() + "/file"
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, r := layoutAll(t, Options{Command: fake("works"), CacheDir: file + "/cache"}, someFigures(3))
	if want := (Report{Figures: 3, Shapes: 3, Placed: 3}); !reflect.DeepEqual(r, want) {
		t.Errorf("%+v", r)
	}
}
