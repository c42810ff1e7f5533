package draw

import (
	"fmt"
	"testing"
)

func BenchmarkShape(b *testing.B) {
	for _, size := range []struct{ nodes, edges int }{{12, 14}, {24, 40}, {60, 120}} {
		b.Run(fmt.Sprintf("%d-%d", size.nodes, size.edges), func(b *testing.B) {
			f := web(random(1), size.nodes, size.edges, 1)
			b.ReportAllocs()
			for b.Loop() {
				ShapeOf(f)
			}
		})
	}
	b.Run("star", func(b *testing.B) {
		f := figure("ah bh ch dh eh fh gh hi hj hk hl hm hn ho hp")
		b.ReportAllocs()
		for b.Loop() {
			ShapeOf(f)
		}
	})
}

func BenchmarkOwnLayout(b *testing.B) {
	for _, size := range []struct{ nodes, edges int }{{12, 14}, {60, 120}} {
		b.Run(fmt.Sprintf("%d-%d", size.nodes, size.edges), func(b *testing.B) {
			s := ShapeOf(web(random(1), size.nodes, size.edges, 1))
			for b.Loop() {
				layered(s)
			}
		})
	}
}

func BenchmarkSVG(b *testing.B) {
	f := web(random(1), 12, 14, 1)
	d := NewDrawer(Options{})
	defer d.Close()
	set, _, err := d.Layout(b.Context(), []*Figure{f})
	if err != nil {
		b.Fatal(err)
	}
	var out []byte
	b.ReportAllocs()
	for b.Loop() {
		out = set.AppendSVG(out[:0], "g1", f)
	}
	b.SetBytes(int64(len(out)))
}
