package formula

import "fmt"

// ParseForTest reads a formula and checks that every part lies inside it.
func ParseForTest(text string) {
	root, err := parse(text)
	if err != nil {
		if err.from < 0 || err.to > len(text) || err.from > err.to {
			panic(fmt.Sprintf("%q: the mistake is placed at %d to %d", text, err.from, err.to))
		}
		return
	}
	root.Walk(func(n *Node) {
		if n.From < 0 || n.To > len(text) || n.From > n.To {
			panic(fmt.Sprintf("%q: a part is placed at %d to %d", text, n.From, n.To))
		}
	})
}
