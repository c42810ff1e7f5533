package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// Fingerprints gives each finding a name that stays while lines move and
// nothing of the finding itself changes: the conflict ID, or a hash of what was
// found about whom. Findings that cannot be told apart so are numbered in order.
func Fingerprints(set *source.Set, list diag.List) []string {
	seen := map[string]int{}
	prints := make([]string, len(list))
	for i := range list {
		f := &list[i]
		base := f.ID
		if base == "" {
			parts := append([]string{f.Kind.Code, set.Place(f.At).Path, f.Message}, f.Subjects...)
			sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
			base = hex.EncodeToString(sum[:16])
		}
		seen[base]++
		prints[i] = base
		if n := seen[base]; n > 1 {
			prints[i] = fmt.Sprintf("%s-%d", base, n)
		}
	}
	return prints
}

// withHelp is the message and what to do about it on one line, for tools that
// show nothing else.
func withHelp(f *diag.Finding) string {
	parts := append([]string{f.Message}, f.Help...)
	for i := range parts {
		parts[i] = Visible(parts[i])
	}
	return strings.Join(parts, "; ")
}
