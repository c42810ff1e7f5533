package draw

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// How a helper is treated. Starting takes a second the first time, when Graphviz
// is compiled to machine code, and 50 ms after that; a job takes a few
// milliseconds, and 200 at the worst. What exceeds these limits is broken.
const (
	startLimit  = time.Minute
	jobLimit    = 2 * time.Second
	mostJobs    = 500     // Graphviz keeps some memory of each; then a new helper is started
	mostAnswer  = 4 << 20 // bytes
	mostComment = 500     // bytes of what a helper says on standard error
)

// errDeadline is that a helper did not answer in time.
var errDeadline = errors.New("no answer in time")

// helper is a process that places shapes.
type helper struct {
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *bufio.Reader
	notes *head
	jobs  int // answered so far
}

// startHelper starts a process and waits until it says that it is ready. The
// process sees nothing of the environment but where its private folder is.
func startHelper(ctx context.Context, command []string, dir string, limit time.Duration) (*helper, error) {
	h := &helper{cmd: exec.Command(command[0], command[1:]...), notes: &head{}}
	h.cmd.Env = helperEnv(dir)
	h.cmd.Dir = dir
	h.cmd.Stderr = h.notes
	h.cmd.WaitDelay = time.Second
	in, err := h.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := h.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	h.in, h.out = in, bufio.NewReader(out)
	if err := h.cmd.Start(); err != nil {
		return nil, err
	}
	ready, err := h.read(ctx, limit)
	if err == nil && ready.Engine != Engine {
		err = fmt.Errorf("the helper is of another version: %.60q", ready.Engine)
	}
	if err != nil {
		return nil, h.fail(err)
	}
	return h, nil
}

// helperEnv is the environment of a helper. Its temporary folder is its own,
// because go-graphviz runs the machine code that it finds in there; package
// private does the same for the process that has no parent to do it.
func helperEnv(dir string) []string {
	env := []string{"CONCORD_LAYOUT_DIR=" + dir, "TMPDIR=" + dir, "TMP=" + dir, "TEMP=" + dir, "GOMAXPROCS=1"}
	if root, ok := os.LookupEnv("SYSTEMROOT"); ok { // Windows cannot start a process without
		env = append(env, "SYSTEMROOT="+root)
	}
	return env
}

// ask has a job done. After an error the helper is gone.
func (h *helper) ask(ctx context.Context, job Job, limit time.Duration) (Answer, error) {
	line, err := json.Marshal(job)
	if err != nil {
		return Answer{}, err
	}
	if _, err := h.in.Write(append(line, '\n')); err != nil {
		return Answer{}, h.fail(err)
	}
	answer, err := h.read(ctx, limit)
	switch {
	case err != nil:
	case answer.Error != "":
		err = fmt.Errorf("the helper says: %.200q", answer.Error)
	case answer.ID != job.ID:
		err = fmt.Errorf("answer %d to job %d", answer.ID, job.ID)
	}
	if err != nil {
		return Answer{}, h.fail(err)
	}
	h.jobs++
	return answer, nil
}

// read waits for one line. What is late is killed, which ends the reading.
func (h *helper) read(ctx context.Context, limit time.Duration) (Answer, error) {
	late := time.AfterFunc(limit, h.kill)
	stop := context.AfterFunc(ctx, h.kill)
	line, err := h.line()
	stop()
	if inTime := late.Stop(); !inTime {
		return Answer{}, errDeadline
	}
	if err != nil {
		return Answer{}, fmt.Errorf("the helper ended: %w", err)
	}
	var answer Answer
	if err := json.Unmarshal(line, &answer); err != nil {
		return Answer{}, fmt.Errorf("the helper says %.60q", line)
	}
	return answer, nil
}

func (h *helper) line() ([]byte, error) {
	var line []byte
	for {
		part, err := h.out.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			return line, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		case len(line) > mostAnswer:
			return nil, errors.New("it says more than a layout can be")
		}
	}
}

func (h *helper) kill() { h.cmd.Process.Kill() }

// fail ends the helper and returns err with what the helper has said about it.
func (h *helper) fail(err error) error {
	h.kill()
	h.cmd.Wait()
	if note := strings.TrimSpace(h.notes.String()); note != "" {
		return fmt.Errorf("%w (%q)", err, note)
	}
	return err
}

// end lets the helper finish, which it does when its input ends.
func (h *helper) end() {
	h.in.Close()
	late := time.AfterFunc(time.Second, h.kill)
	h.cmd.Wait()
	late.Stop()
}

// head keeps the beginning of what is written to it.
type head struct{ strings.Builder }

func (h *head) Write(p []byte) (int, error) {
	h.Builder.Write(p[:min(len(p), mostComment-h.Len())])
	return len(p), nil
}
