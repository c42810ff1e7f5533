package timeline_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/check/rule"
	"github.com/concord-catalog/concord/catalog/history"
	"github.com/concord-catalog/concord/catalog/internal/gen"
	"github.com/concord-catalog/concord/catalog/internal/testrepo"
	"github.com/concord-catalog/concord/catalog/source"
	"github.com/concord-catalog/concord/catalog/timeline"
)

// longHistory is a catalog and so many changes of it, one file each. One change
// in forty gives a term the label of another, or takes it away again.
func longHistory(t testing.TB, entries, commits int) *testrepo.Repo {
	files := gen.Catalog(gen.Options{Entries: entries, Seed: 1})
	var terms []string
	for _, path := range slices.Sorted(maps.Keys(files)) {
		if strings.HasPrefix(path, "terms/") {
			terms = append(terms, path)
		}
	}
	now := maps.Clone(files)
	var steps []map[string][]byte
	for i := range commits {
		path := terms[i*17%len(terms)]
		text := bytes.Replace(now[path], []byte("definition: "), fmt.Appendf(nil, "definition: w%d ", i), 1)
		if i%40 == 7 {
			text = bytes.Replace(text, []byte("status: "), fmt.Appendf(nil, "abbreviation: SAME%d\nstatus: ", i/80), 1)
		}
		now[path] = text
		steps = append(steps, map[string][]byte{path: text})
	}
	r := testrepo.New(t)
	r.FastImport(files, steps, 13*time.Hour)
	return r
}

// BenchmarkHistory follows 2,000 commits over 1,000 entries, with all rules.
func BenchmarkHistory(b *testing.B) {
	r := longHistory(b, 1000, 2000)
	dir, ctx := filepath.Join(r.Dir, "content"), context.Background()
	cache := b.TempDir()
	b.Run("log", func(b *testing.B) {
		for b.Loop() {
			if _, err := history.Read(ctx, dir); err != nil {
				b.Fatal(err)
			}
		}
	})
	log, err := history.Read(ctx, dir)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			if _, err := timeline.Open(ctx, log, source.DefaultLimits(), 0); err != nil {
				b.Fatal(err)
			}
		}
	})
	past, err := timeline.Open(ctx, log, source.DefaultLimits(), 0)
	if err != nil {
		b.Fatal(err)
	}
	opt := load(b, dir, past).options(cache)
	opt.Rules = rule.All()
	opt.Findings = check.Run(opt.Now, opt.Rules)
	for _, warm := range []bool{false, true} {
		b.Run(fmt.Sprintf("conflicts/warm=%v", warm), func(b *testing.B) {
			for b.Loop() {
				if !warm {
					if err := os.RemoveAll(cache); err != nil {
						b.Fatal(err)
					}
				}
				c, err := past.Conflicts(ctx, opt)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(c.Checked), "checked")
				b.ReportMetric(float64(len(c.Lives)), "conflicts")
			}
		})
	}
}
