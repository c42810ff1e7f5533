package draw

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test binary start itself as a layout helper that behaves as
// its second argument says.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "fake-helper" {
		fakeHelper(os.Args[2])
		return
	}
	os.Exit(m.Run())
}

// fake is the command of a helper that behaves in some way.
func fake(behaviour string) []string { return []string{os.Args[0], "fake-helper", behaviour} }

func fakeHelper(behaviour string) {
	out := json.NewEncoder(os.Stdout)
	switch behaviour {
	case "exits at start":
		fmt.Fprintln(os.Stderr, "no engine here")
		os.Exit(3)
	case "hangs at start":
		time.Sleep(time.Hour)
	case "is of another version":
		out.Encode(Answer{Engine: "something else"})
		time.Sleep(time.Hour)
	case "says garbage at start":
		fmt.Println("hello")
		time.Sleep(time.Hour)
	}
	out.Encode(Answer{Engine: Engine})
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		var job Job
		if err := json.Unmarshal(in.Bytes(), &job); err != nil {
			os.Exit(4)
		}
		answer := answerOf(job)
		misbehave(behaviour, job, &answer)
		out.Encode(answer)
	}
}

// misbehave changes an answer, or never comes back.
func misbehave(behaviour string, job Job, a *Answer) {
	switch behaviour {
	case "exits":
		os.Exit(3)
	case "hangs":
		time.Sleep(time.Hour)
	case "hangs unless asked for less":
		if !job.Cheap {
			time.Sleep(time.Hour)
		}
	case "exits once", "hangs once":
		f, err := os.OpenFile("was-here", os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return
		}
		f.Close()
		misbehave(strings.TrimSuffix(behaviour, " once"), job, a)
	case "says garbage":
		fmt.Println("}{")
	case "breaks off":
		fmt.Print(`{"id":1,"nodes":[{"X":1`)
		os.Exit(0)
	case "talks for ever":
		for {
			fmt.Print(strings.Repeat("x", 1<<16))
		}
	case "loses a node":
		a.Nodes = a.Nodes[1:]
	case "loses an edge":
		a.Edges = a.Edges[1:]
	case "piles nodes up":
		clear(a.Nodes)
	case "goes too far":
		a.Nodes[0].X = 1 << 50
	case "breaks a curve":
		a.Edges[0] = a.Edges[0][:2]
	case "answers another job":
		a.ID += 7
	case "complains":
		*a = Answer{ID: job.ID, Error: "out of bounds"}
	}
}

// answerOf places a job by our own rules, a little apart, so that tests see who
// did it.
func answerOf(job Job) Answer {
	s := &Shape{Nodes: job.Nodes, Edges: job.Edges}
	l := layered(s)
	for i := range l.Nodes {
		l.Nodes[i].X += i % 2 * Unit
	}
	return Answer{ID: job.ID, Nodes: l.Nodes, Edges: l.Edges}
}

// figure makes a figure of edges given as pairs of letters: "ab bc".
func figure(edges string) *Figure {
	f := &Figure{Title: "A title", Desc: "A description"}
	at := map[byte]int{}
	node := func(name byte) int {
		i, ok := at[name]
		if !ok {
			i = len(f.Nodes)
			at[name] = i
			f.Nodes = append(f.Nodes, Node{Key: string(name), Label: strings.ToUpper(string(name)), Class: "n-term", Href: string(name) + ".html"})
		}
		return i
	}
	for pair := range strings.FieldsSeq(edges) {
		from := node(pair[0])
		if len(pair) > 1 {
			f.Edges = append(f.Edges, Edge{From: from, To: node(pair[1])})
		}
	}
	return f
}

// web makes a figure as catalogs have them: columns of nodes, most edges from
// one column to the next, some over several, and some back.
func web(r *rand.Rand, nodes, edges, back int) *Figure {
	f := &Figure{Title: "A web", Desc: "As catalogs have them"}
	for i := range nodes {
		f.Nodes = append(f.Nodes, Node{Key: fmt.Sprint(i), Label: fmt.Sprintf("Node %d", i), Sub: "Term", Class: "n-term", Href: "x.html"})
	}
	columns := 2 + r.IntN(5)
	column := func(i int) int { return i * columns / nodes }
	for tries := 0; len(f.Edges) < edges && tries < 100*edges; tries++ {
		a, b := r.IntN(nodes), r.IntN(nodes)
		if d := column(b) - column(a); d == 1 || d > 1 && r.IntN(6) == 0 {
			f.Edges = append(f.Edges, Edge{From: a, To: b})
		}
	}
	for range back {
		e := f.Edges[r.IntN(len(f.Edges))]
		f.Edges = append(f.Edges, Edge{From: e.To, To: e.From})
	}
	return f
}

// shuffled is the same figure with its nodes and edges in another order.
func shuffled(r *rand.Rand, f *Figure) *Figure {
	g := &Figure{Title: f.Title, Desc: f.Desc, Nodes: make([]Node, len(f.Nodes)), Edges: make([]Edge, len(f.Edges))}
	to := r.Perm(len(f.Nodes))
	for i, n := range f.Nodes {
		g.Nodes[to[i]] = n
	}
	for i, k := range r.Perm(len(f.Edges)) {
		e := f.Edges[i]
		g.Edges[k] = Edge{From: to[e.From], To: to[e.To], Class: e.Class}
	}
	return g
}

func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 7)) }
