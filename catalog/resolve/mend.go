package resolve

import (
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/internal/editdist"
	"github.com/concord-catalog/concord/catalog/source"
)

// mend gives the finding reported last the edit that puts a better word in the
// place of one, where the file writes the word as it is. An edit that is not
// sure may change what is meant.
func (b *binder) mend(at source.Span, word, better string, sure bool) {
	text := better
	switch at.Len() {
	case len(word):
	case len(word) + 2: // in quotes, of whichever sort
		text = strconv.Quote(better)
	default:
		return
	}
	f := &b.findings[len(b.findings)-1]
	f.Edits = append(f.Edits, diag.Edit{At: at, New: text, Unsafe: !sure})
}

// mendNear mends a word by the one of a list that it most likely stands for.
// Among words that are all there are, a single slip leaves no other choice.
func (b *binder) mendNear(at source.Span, word string, among []string, closed bool) {
	if near, ok := editdist.Closest(word, among); ok {
		_, sure := editdist.Sure(word, among)
		b.mend(at, word, near, closed && sure)
	}
}

// mendField mends the key of a field, unless the field it stands for is there
// already.
func (b *binder) mendField(f *source.Field, among []string, of *source.Value) {
	if near, ok := editdist.Closest(f.Key, among); ok && of.Get(near) == nil {
		b.mendNear(f.KeyAt, f.Key, among, true)
	}
}

// mendEmpty removes the line of a field with nothing in it, if there is nothing
// else on the line.
func (b *binder) mendEmpty(f *source.Field) {
	at, line := b.set.Line(f.KeyAt)
	switch rest, ok := strings.CutPrefix(strings.TrimSpace(line), f.Key); {
	case !ok:
	case strings.TrimSpace(rest) == ":", strings.Join(strings.Fields(rest), "") == ":~", strings.Join(strings.Fields(rest), "") == ":null":
		last := &b.findings[len(b.findings)-1]
		last.Edits = []diag.Edit{{At: at}}
	}
}
