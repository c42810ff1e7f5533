package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/concord-catalog/concord/catalog"
)

// isEmpty refuses a folder that holds anything: what is there was written by
// somebody.
func isEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return &failure{problem: fmt.Sprintf("cannot look into `%s`: %v", dir, cause(err))}
	case len(entries) > 0:
		return usage([]string{"name a new folder, look at what comes, and move over what you want"},
			"`%s` is not empty, and an import never writes over what is there", dir)
	}
	return nil
}

// writeNew makes a new folder of files, all of them or none.
func writeNew(dir string, files []catalog.File) (err error) {
	dir = filepath.Clean(dir)
	parent := filepath.Dir(dir)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return writeFailure(parent, err)
	}
	tmp, err := os.MkdirTemp(parent, "."+filepath.Base(dir)+".tmp-")
	if err != nil {
		return writeFailure(dir, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	for _, f := range files {
		if err := writeFile(filepath.Join(tmp, filepath.FromSlash(f.Path)), f.Data); err != nil {
			return writeFailure(filepath.Join(dir, f.Path), err)
		}
	}
	if err := errors.Join(os.Chmod(tmp, 0o755), ignoreMissing(os.Remove(dir))); err != nil {
		return writeFailure(dir, err)
	}
	if err := os.Rename(tmp, dir); err != nil {
		return writeFailure(dir, err)
	}
	return nil
}

// writeFile writes a file that must not exist yet.
func writeFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

func ignoreMissing(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

func writeFailure(path string, err error) error {
	return &failure{problem: fmt.Sprintf("cannot write `%s`: %v", path, cause(err))}
}
