// Package engine places shapes by Graphviz. It is the only importer of
// go-graphviz, and what a layout helper runs: [Serve] reads jobs and writes
// answers until its input ends.
//
// Graphviz is compiled to WebAssembly. It can only be used by one goroutine,
// cannot be interrupted, and keeps some memory of every layout. That is why it
// lives in processes of its own, which can be ended. No word of a catalog
// reaches it: nodes are called n0, n1 and so on.
package engine

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/goccy/go-graphviz"

	"github.com/concord-catalog/concord/catalog/lineage/draw"
	"github.com/concord-catalog/concord/catalog/lineage/draw/engine/private"
)

// By the time this package is initialised go-graphviz has been: TMPDIR may say
// again what it said.
var _ = private.Restore()

// abandoned is how long a job may take before the helper gives up by itself.
// The parent process ends it much earlier, unless the parent was killed.
const abandoned = 30 * time.Second

// Serve answers jobs, one line of JSON each, with one line each, in order. It
// first writes a line that says which engine is ready. It returns when the
// input ends, and with an error when Graphviz may be in a bad state; a helper
// should then end.
func Serve(in io.Reader, out io.Writer) error {
	// Graphviz can be made to open files; it has no business with any.
	graphviz.SetFileSystem(noFiles{})
	gv, err := graphviz.New(context.Background())
	if err != nil {
		return fmt.Errorf("starting graphviz: %w", err)
	}
	defer gv.Close()
	answers := json.NewEncoder(out)
	if err := answers.Encode(draw.Answer{Engine: draw.Engine}); err != nil {
		return err
	}
	jobs := json.NewDecoder(bufio.NewReader(in))
	for {
		var job draw.Job
		if err := jobs.Decode(&job); err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("reading a job: %w", err)
		}
		answer, err := inTime(gv, job)
		if err != nil {
			answer = draw.Answer{ID: job.ID, Error: err.Error()}
		}
		if err := answers.Encode(answer); err != nil {
			return err
		}
		if err != nil {
			return err
		}
	}
}

// inTime runs a job, and stops waiting for one that takes too long.
func inTime(gv *graphviz.Graphviz, job draw.Job) (draw.Answer, error) {
	type result struct {
		answer draw.Answer
		err    error
	}
	done := make(chan result, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- result{err: fmt.Errorf("graphviz failed: %v", p)}
			}
		}()
		answer, err := run(gv, job)
		done <- result{answer, err}
	}()
	select {
	case r := <-done:
		return r.answer, r.err
	case <-time.After(abandoned):
		return draw.Answer{}, fmt.Errorf("no layout after %s", abandoned)
	}
}

func run(gv *graphviz.Graphviz, job draw.Job) (answer draw.Answer, err error) {
	graph, err := graphviz.ParseBytes(dot(job))
	if err != nil {
		return answer, fmt.Errorf("parsing: %w", err)
	}
	defer func() {
		if closed := graph.Close(); err == nil {
			err = closed
		}
	}()
	var text bytes.Buffer
	if err := gv.Render(context.Background(), graph, "plain", &text); err != nil {
		return answer, fmt.Errorf("placing: %w", err)
	}
	return parsePlain(job, text.String())
}

type noFiles struct{}

func (noFiles) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
}
