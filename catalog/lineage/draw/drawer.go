package draw

import (
	"cmp"
	"context"
	"errors"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Options says how a [Drawer] works.
type Options struct {
	Command  []string // starts a layout helper; nil places all shapes by our own rules
	CacheDir string   // where layouts and compiled code are kept between builds; "" keeps none
	Helpers  int      // most helpers at a time; 0 for one a processor

	startLimit, jobLimit time.Duration // other limits, for tests
}

// Report says how the shapes of some figures got their layouts.
type Report struct {
	Figures  int
	Shapes   int    // distinct ones; the sum of the next four
	Kept     int    // known from before
	Simple   int    // placed by our own rules, as they should be
	Placed   int    // placed by Graphviz
	Failed   int    // placed by our own rules because Graphviz gave no answer
	Restarts int    // helpers that had to be ended
	Problem  string // what happened to the first of them
}

// Drawer places figures. It keeps its helpers and what they found out from one
// build to the next. Its methods must not be called at the same time.
type Drawer struct {
	opt    Options
	dir    string // the helpers' private folder; "" until one is needed
	remove bool   // the folder is to be removed in the end
	cache  *cache
	known  map[Key]*Layout // what the last figures needed

	mu       sync.Mutex
	idle     []*helper
	report   Report
	failures int // helpers in a row that were of no use
}

// mostFailures is after how many useless helpers in a row no more are started:
// then it is not the shapes that are at fault.
const mostFailures = 6

// NewDrawer makes a drawer. It must be closed. Nothing is started or read
// before there is something to place.
func NewDrawer(opt Options) *Drawer {
	opt.Helpers = cmp.Or(max(opt.Helpers, 0), runtime.GOMAXPROCS(0))
	opt.startLimit = cmp.Or(opt.startLimit, startLimit)
	opt.jobLimit = cmp.Or(opt.jobLimit, jobLimit)
	return &Drawer{opt: opt}
}

// Close ends the helpers and removes what only they needed.
func (d *Drawer) Close() error {
	for _, h := range d.idle {
		h.in.Close() // all at once: ending takes a moment
	}
	for _, h := range d.idle {
		h.end()
	}
	d.idle = nil
	if !d.remove {
		return nil
	}
	dir := d.dir
	d.dir, d.remove = "", false
	return os.RemoveAll(dir)
}

// Set is the layouts of some figures.
type Set struct {
	plans map[*Figure]plan
}

type plan struct {
	shape  *Shape
	layout *Layout
}

// Layout places figures: every distinct shape once, several at a time. What it
// gives depends on the figures alone, as long as helpers work. It fails only
// when ctx ends.
func (d *Drawer) Layout(ctx context.Context, figures []*Figure) (*Set, Report, error) {
	shapes := make([]*Shape, len(figures))
	inParallel(runtime.GOMAXPROCS(0), len(figures), func(i int) { shapes[i] = ShapeOf(figures[i]) })
	distinct := make(map[Key]*Shape, len(figures)/8)
	var todo []*Shape
	for _, s := range shapes {
		if distinct[s.Key] == nil {
			distinct[s.Key] = s
			todo = append(todo, s)
		}
	}
	d.report, d.failures = Report{Figures: len(figures), Shapes: len(todo)}, 0
	known := d.place(ctx, todo)
	if err := ctx.Err(); err != nil {
		return nil, d.report, err
	}
	inParallel(runtime.GOMAXPROCS(0), len(figures), func(i int) { shapes[i].sortTwins(known[shapes[i].Key]) })
	set := &Set{plans: make(map[*Figure]plan, len(figures))}
	for i, f := range figures {
		set.plans[f] = plan{shapes[i], known[shapes[i].Key]}
	}
	return set, d.report, nil
}

// place finds the layouts of distinct shapes: from the last build, from the
// disk, by our own rules, and the rest from the helpers.
func (d *Drawer) place(ctx context.Context, shapes []*Shape) map[Key]*Layout {
	found := make([]*Layout, len(shapes))
	lasting := make([]bool, len(shapes)) // good for other builds too
	var hard []int
	for i, s := range shapes {
		if l := d.ownRules(s); l != nil {
			found[i] = l
			d.report.Simple++
		} else if l := d.kept(s); l != nil {
			found[i], lasting[i] = l, true
			d.report.Kept++
		} else {
			hard = append(hard, i)
		}
	}
	if len(hard) > 0 {
		d.readyFolder()
		d.warm(ctx)
	}
	// The hardest first, so that no helper is left alone with them in the end.
	slices.SortStableFunc(hard, func(a, b int) int { return cmp.Compare(len(shapes[b].Edges), len(shapes[a].Edges)) })
	inParallel(min(d.opt.Helpers, 1+len(hard)/8), len(hard), func(k int) {
		i := hard[k]
		found[i], lasting[i] = d.ask(ctx, shapes[i])
	})
	result := make(map[Key]*Layout, len(shapes))
	d.known = make(map[Key]*Layout, len(shapes))
	for i, s := range shapes {
		result[s.Key] = found[i]
		if lasting[i] {
			d.known[s.Key] = found[i]
		}
	}
	if ctx.Err() == nil && d.cache != nil {
		d.cache.save(d.known)
	}
	return result
}

// ownRules places the shapes that Graphviz is not asked for.
func (d *Drawer) ownRules(s *Shape) *Layout {
	l := plain(s)
	if l == nil && (len(d.opt.Command) == 0 || s.Nodes > MaxNodes || len(s.Edges) > MaxEdges) {
		l = layered(s)
	}
	return l
}

// kept returns the layout of a shape from the last build or from the disk.
func (d *Drawer) kept(s *Shape) *Layout {
	if l := d.known[s.Key]; l != nil {
		return l
	}
	if d.cache == nil && d.opt.CacheDir != "" {
		d.cache = openCache(d.opt.CacheDir)
	}
	if d.cache == nil {
		return nil
	}
	return d.cache.layout(s)
}

// hardEdges is the number of arrows above which Graphviz is asked to settle for
// less from the start. The deadline must not decide that: a picture that
// depended on how busy a machine is would differ from build to build. With
// these settings the largest shapes take a tenth of the deadline.
const hardEdges = 100

// ask has a shape placed by a helper. A helper that dies is replaced and asked
// again, one that takes too long is replaced and asked for less, and after that
// our own rules must do. Only what came without such trouble lasts.
func (d *Drawer) ask(ctx context.Context, s *Shape) (l *Layout, lasting bool) {
	cheap := len(s.Edges) > hardEdges
	for attempt := range 3 {
		h := d.take(ctx)
		if h == nil {
			break
		}
		asked := cheap && len(s.Edges) <= hardEdges
		l, err := h.place(ctx, s, cheap, d.opt.jobLimit)
		if err == nil {
			d.placed(h)
			return l, !asked
		}
		d.failed(err)
		late := errors.Is(err, errDeadline)
		if late && cheap {
			break
		}
		cheap = cheap || late || attempt == 1
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.report.Failed++
	return layered(s), false
}

// place asks a helper for a layout and checks it. After an error the helper is
// gone.
func (h *helper) place(ctx context.Context, s *Shape, cheap bool, limit time.Duration) (*Layout, error) {
	edges, of := s.forward()
	answer, err := h.ask(ctx, Job{ID: h.jobs + 1, Nodes: s.Nodes, Edges: edges, Gap: s.Gap(), Cheap: cheap}, limit)
	if err != nil {
		return nil, err
	}
	l := &Layout{Nodes: answer.Nodes, Edges: answer.Edges}
	if err := l.check(s.Nodes, len(edges)); err != nil {
		return nil, h.fail(err)
	}
	return tidy(s, l, of), nil
}

// warm starts the first helper before others are: it compiles Graphviz for all
// of them.
func (d *Drawer) warm(ctx context.Context) {
	if h := d.take(ctx); h != nil {
		d.give(h)
	}
}

// take returns a helper that is ready, or nil when there is no use in starting
// one.
func (d *Drawer) take(ctx context.Context) *helper {
	d.mu.Lock()
	defer d.mu.Unlock()
	for len(d.idle) > 0 {
		h := d.idle[len(d.idle)-1]
		d.idle = d.idle[:len(d.idle)-1]
		if h.jobs < mostJobs {
			return h
		}
		h.end()
	}
	for try := 0; try < 2 && d.failures < mostFailures && ctx.Err() == nil; try++ {
		d.mu.Unlock()
		h, err := startHelper(ctx, d.opt.Command, d.dir, d.opt.startLimit)
		d.mu.Lock()
		if err == nil {
			return h
		}
		d.note(err)
		if d.failures += mostFailures / 2; errors.Is(err, errDeadline) {
			d.failures = mostFailures
		}
	}
	return nil
}

// give returns a helper.
func (d *Drawer) give(h *helper) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.idle = append(d.idle, h)
}

// placed returns a helper that has done its work.
func (d *Drawer) placed(h *helper) {
	d.give(h)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.report.Placed++
	d.failures = 0
}

func (d *Drawer) failed(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.failures++
	d.note(err)
}

func (d *Drawer) note(err error) {
	d.report.Restarts++
	d.report.Problem = cmp.Or(d.report.Problem, err.Error())
}

// inParallel calls do for 0 to n-1, several at a time.
func inParallel(workers, n int, do func(int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(workers, n) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	group.Wait()
}
