package history

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
)

// Blobs reads what files once held, from one git process that stays open. What
// has been read is kept. It is safe for concurrent use; [Blobs.Close] ends it.
type Blobs struct {
	ctx   context.Context
	root  string
	limit int64

	mu     sync.Mutex
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	deaths int // how often git gave up
	broken error
	kept   map[string]Blob
}

// Blob is what a file held. Data is nil when that is above the limit. Missing is
// set when the clone does not have it.
type Blob struct {
	Data    []byte
	Missing bool
}

// OpenBlobs starts reading from the repository of a log. Contents of more than
// limit bytes are left out.
func OpenBlobs(ctx context.Context, log *Log, limit int64) (*Blobs, error) {
	b := &Blobs{ctx: ctx, root: log.Root, limit: limit, kept: map[string]Blob{}}
	if err := b.start(); err != nil {
		return nil, err
	}
	return b, nil
}

func (b *Blobs) start() error {
	cmd, err := command(b.ctx, b.root, "cat-file", "--batch")
	if err != nil {
		return err
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return failure(b.ctx, "cat-file", "", err)
	}
	b.cmd, b.in, b.out = cmd, in, bufio.NewReaderSize(out, 64<<10)
	return nil
}

// Read returns the contents of blobs by ID, in order. The caller must not change
// the bytes.
func (b *Blobs) Read(ids []string) ([]Blob, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.broken != nil {
		return nil, b.broken
	}
	var want []string
	asked := map[string]bool{}
	for _, id := range ids {
		if _, ok := b.kept[id]; !ok && !asked[id] && isHash(id) {
			asked[id] = true
			want = append(want, id)
		}
	}
	if err := b.fetchAll(want); err != nil {
		b.broken = err
		return nil, err
	}
	contents := make([]Blob, len(ids))
	for i, id := range ids {
		if blob, ok := b.kept[id]; ok {
			contents[i] = blob
		} else {
			contents[i].Missing = true
		}
	}
	return contents, nil
}

// mostDeaths is how often git may give up before what it has not told counts as
// missing. In a clone without old contents it tries to fetch them, which it is
// not allowed to, and ends.
const mostDeaths = 3

// fetchAll fetches blobs, starting git again where it gave up on one.
func (b *Blobs) fetchAll(ids []string) error {
	for len(ids) > 0 && b.deaths < mostDeaths {
		n, err := b.fetch(ids)
		if err == nil {
			return nil
		}
		if b.ctx.Err() != nil {
			return b.ctx.Err()
		}
		_ = b.in.Close()
		_ = b.cmd.Wait()
		b.deaths++
		b.kept[ids[n]] = Blob{Missing: true}
		ids = ids[n+1:]
		if err := b.start(); err != nil {
			return err
		}
	}
	return nil
}

// fetch asks for all of ids at once and reads the answers as they come. It
// returns how many there were.
func (b *Blobs) fetch(ids []string) (int, error) {
	sent := make(chan error, 1)
	go func() {
		_, err := io.WriteString(b.in, strings.Join(ids, "\n")+"\n")
		sent <- err
	}()
	for n, id := range ids {
		blob, err := b.answer(id)
		if err != nil {
			_ = b.cmd.Process.Kill() // so that the sender ends too
			<-sent
			return n, err
		}
		b.kept[id] = blob
	}
	if err := <-sent; err != nil {
		return len(ids) - 1, err
	}
	return len(ids), nil
}

// answer reads one answer: a line with ID, type and size, then the bytes.
func (b *Blobs) answer(id string) (Blob, error) {
	line, err := b.out.ReadString('\n')
	if err != nil {
		return Blob{}, err
	}
	f := strings.Fields(line)
	if len(f) == 2 && f[0] == id && f[1] == "missing" {
		return Blob{Missing: true}, nil
	}
	if len(f) != 3 || f[0] != id {
		return Blob{}, fmt.Errorf("answered %q where the blob %s was expected", line, id)
	}
	size, err := strconv.ParseInt(f[2], 10, 64)
	if err != nil || size < 0 {
		return Blob{}, fmt.Errorf("answered %q where a size was expected", line)
	}
	var data []byte
	if f[1] == "blob" && size <= b.limit {
		data = make([]byte, size)
		_, err = io.ReadFull(b.out, data)
	} else {
		_, err = io.CopyN(io.Discard, b.out, size)
	}
	if err != nil {
		return Blob{}, err
	}
	if end, err := b.out.ReadByte(); err != nil || end != '\n' {
		return Blob{}, errors.New("an answer of git had no end")
	}
	return Blob{Data: data}, nil
}

// Close ends the process and forgets what was read.
func (b *Blobs) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.kept, b.broken = nil, errors.New("the reader of old contents is closed")
	_ = b.in.Close()
	if err := b.cmd.Wait(); err != nil && b.ctx.Err() == nil {
		return failure(b.ctx, "cat-file", "", err)
	}
	return b.ctx.Err()
}
