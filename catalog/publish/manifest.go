package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A manifest lists what Concord wrote into a folder, so that the next publish
// can tell its own files from everybody else's. It is a text of lines: a head
// with a version, a line of hash, size and path for each file in path order,
// and a last line with the number of files and the hash of all lines above.
type manifest []manifestFile

type manifestFile struct {
	path string
	size int64
	sum  [sha256.Size]byte
}

const (
	manifestHead = "concord-manifest 1"
	maxManifest  = 256 << 20 // bytes; a site of 200,000 files has 30 MB
)

var (
	errManifestVersion = errors.New("was written by a newer Concord")
	errManifestDamaged = errors.New("is damaged")
)

// encode writes the manifest, whose files are in path order.
func (m manifest) encode() []byte {
	var b bytes.Buffer
	b.Grow(len(m) * 128)
	b.WriteString(manifestHead + "\n")
	for _, f := range m {
		fmt.Fprintf(&b, "%x %d %s\n", f.sum, f.size, f.path)
	}
	fmt.Fprintf(&b, "end %d %x\n", len(m), sha256.Sum256(b.Bytes()))
	return b.Bytes()
}

// decodeManifest reads a manifest and trusts none of it: the folder may have
// been unpacked from anywhere, and the paths decide what is deleted.
func decodeManifest(data []byte) (manifest, error) {
	head, _, _ := bytes.Cut(data, []byte("\n"))
	if string(head) != manifestHead {
		if bytes.HasPrefix(head, []byte("concord-manifest ")) {
			return nil, errManifestVersion
		}
		return nil, errManifestDamaged
	}
	end := bytes.LastIndex(data, []byte("\nend ")) + 1
	if end == 0 || end < len(head) {
		return nil, errManifestDamaged
	}
	body := data[:end]
	lines := strings.Split(strings.TrimSuffix(string(body[len(head)+1:]), "\n"), "\n")
	if end == len(head)+1 {
		lines = nil
	}
	if string(data[end:]) != fmt.Sprintf("end %d %x\n", len(lines), sha256.Sum256(body)) {
		return nil, errManifestDamaged
	}
	m := make(manifest, 0, len(lines))
	for _, line := range lines {
		f, ok := decodeLine(line)
		if !ok || len(m) > 0 && m[len(m)-1].path >= f.path {
			return nil, errManifestDamaged
		}
		m = append(m, f)
	}
	return m, nil
}

func decodeLine(line string) (f manifestFile, ok bool) {
	sum, rest, _ := strings.Cut(line, " ")
	size, path, _ := strings.Cut(rest, " ")
	raw, err := hex.DecodeString(sum)
	if err != nil || len(raw) != len(f.sum) || checkPath(path) != nil {
		return f, false
	}
	n, err := strconv.ParseInt(size, 10, 64)
	if err != nil || n < 0 {
		return f, false
	}
	return manifestFile{path: path, size: n, sum: [sha256.Size]byte(raw)}, true
}

// union lists the files of both manifests; where both have one, b's line.
func union(a, b manifest) manifest {
	all := slices.Concat(b, a)
	slices.SortStableFunc(all, func(x, y manifestFile) int { return strings.Compare(x.path, y.path) })
	return slices.CompactFunc(all, func(x, y manifestFile) bool { return x.path == y.path })
}
