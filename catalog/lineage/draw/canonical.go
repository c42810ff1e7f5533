package draw

import (
	"cmp"
	"slices"
)

// canonical numbers the nodes so that the same graph, listed in another order,
// gets the same edges.
//
// Nodes get colours, first by their column and how many edges they have, then
// again and again by the colours around them, until that tells no more of them
// apart. Nodes that still share a colour are mostly interchangeable, such as
// the leaves of a star: one of them is set apart, together with its twins, and
// the colours are refined again. The columns come first in the order of
// colours, so numbers run from left to right; within a cycle those come first
// from which more leads away.
func (g *graph) canonical() []int {
	c := &colouring{graph: g, colour: make([]int, g.n), order: make([]int, g.n), words: make([][]int, g.n)}
	for i := range c.order {
		c.order[i] = i
		c.words[i] = []int{g.level[i], len(g.in[i]) - len(g.out[i]), len(g.in[i])}
	}
	count := c.rank()
	for {
		count = c.refine(count)
		if count == g.n {
			return c.colour
		}
		count += c.setApart()
	}
}

// colouring is a colour for each node: the number of nodes whose colour comes
// before. Once all differ, colours are a numbering.
type colouring struct {
	*graph
	colour []int
	order  []int   // nodes by colour, those of one colour in the figure's order
	words  [][]int // what tells a node apart in the present round
}

// refine looks around each node until that splits no colour any more, and
// returns how many colours there are.
func (c *colouring) refine(count int) int {
	for count < c.n {
		for i := range c.words {
			w := append(c.words[i][:0], c.colour[i])
			w = c.around(w, c.out[i])
			c.words[i] = c.around(append(w, -1), c.in[i])
		}
		next := c.rank()
		if next == count {
			break
		}
		count = next
	}
	return count
}

// around appends the colours of some nodes, sorted.
func (c *colouring) around(w []int, nodes []int) []int {
	start := len(w)
	for _, n := range nodes {
		w = append(w, c.colour[n])
	}
	slices.Sort(w[start:])
	return w
}

// rank gives nodes with equal words one colour, in the order of the words, and
// returns how many colours there are.
func (c *colouring) rank() int {
	slices.SortFunc(c.order, func(a, b int) int {
		return cmp.Or(slices.Compare(c.words[a], c.words[b]), cmp.Compare(a, b))
	})
	count := 0
	for at, node := range c.order {
		if at > 0 && slices.Equal(c.words[node], c.words[c.order[at-1]]) {
			c.colour[node] = c.colour[c.order[at-1]]
			continue
		}
		c.colour[node] = at
		count++
	}
	return count
}

// setApart takes the first colour that several nodes share and gives its first
// node, and all that have exactly the same neighbours, colours of their own. It
// returns how many colours that adds.
func (c *colouring) setApart() int {
	start := 0
	for start+1 < c.n && c.colour[c.order[start]] != c.colour[c.order[start+1]] {
		start++
	}
	first := c.order[start]
	var twins, rest []int
	for _, node := range c.order[start:] {
		switch {
		case c.colour[node] != start:
		case slices.Equal(c.out[node], c.out[first]) && slices.Equal(c.in[node], c.in[first]):
			twins = append(twins, node)
		default:
			rest = append(rest, node)
		}
	}
	copy(c.order[start:], twins)
	copy(c.order[start+len(twins):], rest)
	for i, node := range twins {
		c.colour[node] = start + i
	}
	for _, node := range rest {
		c.colour[node] = start + len(twins)
	}
	if len(rest) == 0 {
		return len(twins) - 1
	}
	return len(twins)
}

// levels finds the column of each node: the length of the longest way that
// leads to it, where a cycle counts as one node.
func levels(out [][]int) []int {
	component, count := components(out)
	longest := make([]int, count)
	// Components are numbered from the right: those an edge leads to come first.
	members := make([][]int, count)
	for node, c := range component {
		members[c] = append(members[c], node)
	}
	for c := count - 1; c >= 0; c-- {
		for _, node := range members[c] {
			for _, to := range out[node] {
				if d := component[to]; d != c {
					longest[d] = max(longest[d], longest[c]+1)
				}
			}
		}
	}
	level := make([]int, len(out))
	for node, c := range component {
		level[node] = longest[c]
	}
	return level
}

// components finds which nodes lie on a cycle together (Tarjan). Where an edge
// leads from one component to another, the other has the smaller number.
func components(out [][]int) (component []int, count int) {
	n := len(out)
	component = make([]int, n)
	index, low := make([]int, n), make([]int, n)
	for i := range component {
		component[i] = -1
	}
	var stack []int
	next := 1
	var visit func(int)
	visit = func(v int) {
		index[v], low[v] = next, next
		next++
		stack = append(stack, v)
		for _, w := range out[v] {
			switch {
			case index[w] == 0:
				visit(w)
				low[v] = min(low[v], low[w])
			case component[w] < 0:
				low[v] = min(low[v], index[w])
			}
		}
		if low[v] != index[v] {
			return
		}
		for {
			w := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			component[w] = count
			if w == v {
				break
			}
		}
		count++
	}
	for v := range out {
		if index[v] == 0 {
			visit(v)
		}
	}
	return component, count
}
