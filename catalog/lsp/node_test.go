package lsp

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/concord-catalog/concord/catalog/model"
)

// asServer makes the test's own binary a server, for a client that starts one.
const asServer = "CONCORD_TEST_AS_LANGUAGE_SERVER"

func TestMain(m *testing.M) {
	if os.Getenv(asServer) == "" {
		os.Exit(m.Run())
	}
	err := Serve(context.Background(), os.Stdin, os.Stdout, Options{Today: model.NewDate(2027, 3, 1), Now: time.Now})
	if errors.Is(err, ErrNoShutdown) {
		os.Exit(1)
	}
}

// TestRealClient has the client library of VS Code talk to the server.
func TestRealClient(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	modules := os.Getenv("NODE_PATH")
	if modules == "" {
		modules, _ = filepath.Abs("testdata")
	}
	find := exec.Command(node, "-e", `require("module").createRequire(process.argv[1] + "/client.cjs").resolve("vscode-languageserver-protocol/node")`, modules)
	if find.Run() != nil {
		t.Skip("the client library is not installed: npm install --prefix FOLDER vscode-languageserver-protocol, and set NODE_PATH to FOLDER/node_modules")
	}
	root := t.TempDir()
	for path, text := range content(t, "testdata/world.txtar") {
		file := filepath.Join(root, "content", filepath.FromSlash(path))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(node, "testdata/client.mjs", root, os.Args[0])
	cmd.Env = append(os.Environ(), asServer+"=1", "NODE_PATH="+modules)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	want := strings.TrimSpace(`
{
 "sync": 2,
 "clean": 0,
 "wrong": [
  "REF001"
 ],
 "action": "Replace ` + "`definiion` by `definition`" + `",
 "hover": "**Ada Lind** · owner ` + "`ada-lind`" + `",
 "owners": [
  "ada-lind",
  "ben-ruiz",
  "eva-boss"
 ],
 "definition": "people.toml",
 "rename": [
  "edit",
  "rename"
 ],
 "exit": 0
}`)
	if got := strings.TrimSpace(string(out)); got != want {
		t.Errorf("the client was told\n%s", got)
	}
}
