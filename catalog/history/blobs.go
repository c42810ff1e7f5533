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
	limit int64

	mu     sync.Mutex
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	broken error
	kept   map[string][]byte
}

// OpenBlobs starts reading from the repository of a log. Contents of more than
// limit bytes are left out.
func OpenBlobs(ctx context.Context, log *Log, limit int64) (*Blobs, error) {
	cmd, err := command(ctx, log.Root, "cat-file", "--batch")
	if err != nil {
		return nil, err
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, failure(ctx, "cat-file", "", err)
	}
	return &Blobs{ctx: ctx, limit: limit, cmd: cmd, in: in, out: bufio.NewReaderSize(out, 64<<10), kept: map[string][]byte{}}, nil
}

// Read returns the contents of blobs by ID, in order. One that is missing, as
// in a clone without old contents, or above the limit is nil. The caller must
// not change the bytes.
func (b *Blobs) Read(ids []string) ([][]byte, error) {
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
	if err := b.fetch(want); err != nil {
		b.broken = err
		return nil, err
	}
	contents := make([][]byte, len(ids))
	for i, id := range ids {
		contents[i] = b.kept[id]
	}
	return contents, nil
}

// fetch asks for all of ids at once and reads the answers as they come.
func (b *Blobs) fetch(ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	sent := make(chan error, 1)
	go func() {
		_, err := io.WriteString(b.in, strings.Join(ids, "\n")+"\n")
		sent <- err
	}()
	for _, id := range ids {
		data, err := b.answer(id)
		if err != nil {
			_ = b.cmd.Process.Kill() // so that the sender ends too
			<-sent
			return failure(b.ctx, "cat-file", "", err)
		}
		b.kept[id] = data
	}
	return <-sent
}

// answer reads one answer: a line with ID, type and size, then the bytes.
func (b *Blobs) answer(id string) ([]byte, error) {
	line, err := b.out.ReadString('\n')
	if err != nil {
		return nil, err
	}
	f := strings.Fields(line)
	if len(f) == 2 && f[0] == id && f[1] == "missing" {
		return nil, nil
	}
	if len(f) != 3 || f[0] != id {
		return nil, fmt.Errorf("answered %q where the blob %s was expected", line, id)
	}
	size, err := strconv.ParseInt(f[2], 10, 64)
	if err != nil || size < 0 {
		return nil, fmt.Errorf("answered %q where a size was expected", line)
	}
	var data []byte
	if f[1] == "blob" && size <= b.limit {
		data = make([]byte, size)
		_, err = io.ReadFull(b.out, data)
	} else {
		_, err = io.CopyN(io.Discard, b.out, size)
	}
	if err != nil {
		return nil, err
	}
	if end, err := b.out.ReadByte(); err != nil || end != '\n' {
		return nil, errors.New("an answer of git had no end")
	}
	return data, nil
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
