package report

import (
	"bytes"
	"io"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

// JSONL prints each finding, settled ones too, as the object that [JSON] has
// for it, one a line.
func JSONL(w io.Writer, set *source.Set, list diag.List, _ Options) error {
	var b bytes.Buffer
	for i := range list {
		b.Write(FindingJSON(set, &list[i]))
		b.WriteByte('\n')
	}
	_, err := w.Write(b.Bytes())
	return err
}
