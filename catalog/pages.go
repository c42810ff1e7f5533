package catalog

import (
	"context"
	"iter"

	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/site"
)

// pages renders a plan.
func pages(_ context.Context, plan *site.Plan, _ Options) iter.Seq2[output.File, error] {
	return func(yield func(output.File, error) bool) {
		for _, f := range plan.Files {
			if !yield(output.File{Path: f.URL, Data: f.Data}, nil) {
				return
			}
		}
	}
}
