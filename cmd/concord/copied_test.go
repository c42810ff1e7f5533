package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// The files that users copy, under .github and beside it, are run by tests as
// far as that goes without their hosts. Here is what those tests share.

// needTool finds a program by its name, or at the places where it lies outside
// the PATH of users. A machine without it skips the test, and CI must have it.
func needTool(t *testing.T, name string, places ...string) string {
	t.Helper()
	for _, place := range append([]string{name}, places...) {
		if path, err := exec.LookPath(place); err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("no %s was found, and CI must test with it", name)
	}
	t.Skipf("no %s was found: the file that needs it is not tested", name)
	return ""
}

// commands runs command lines of concord in a folder, each in a process of its
// own. TestMain has put a concord into PATH, which is this test's binary.
func commands(t *testing.T, dir string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		words := strings.Fields(line)
		cmd := exec.Command(words[0], words[1:]...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("$ %s\n%s%v", line, out, err)
		}
	}
}

// parseYAML reads a file of the repository, by its path from the top.
func parseYAML(t *testing.T, path string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(read(t, "../../"+path)), into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// git runs a git command in a folder, with settings and a clock of its own.
func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	needTool(t, "git")
	cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
	for _, who := range []string{"AUTHOR", "COMMITTER"} {
		cmd.Env = append(cmd.Env, "GIT_"+who+"_NAME=Anna Berg", "GIT_"+who+"_EMAIL=anna@example.org", "GIT_"+who+"_DATE=2027-03-01T10:00:00Z")
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// checkout makes a clone as CI has it: of a repository with a catalog, with its
// branch main as origin/main, and a change on top of it, which adds a term. The
// term "conflict" brings a conflict, "error" an error, "clean" nothing; that
// Batch means two things was so before.
func checkout(t *testing.T, change string) string {
	t.Helper()
	origin := t.TempDir()
	write := func(path, text string) {
		t.Helper()
		if err := writeFile(filepath.Join(origin, "content", path), []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	write("concord.toml", "title = \"Kestrel\"\n")
	write("owners/people.toml", "[[entry]]\nid = \"ada\"\nname = \"Ada Moss\"\n\n[[entry]]\nid = \"ben\"\nname = \"Ben Oduya\"\n")
	write("domains/finance.yaml", "name: Finance\nowner: ada\n")
	write("domains/sales.yaml", "name: Sales\nowner: ben\n")
	write("terms/finance/batch.yaml", "name: Batch\ndefinition: Group of invoices that are posted together.\nstatus: approved\n")
	write("terms/sales/batch.yaml", "name: Batch\ndefinition: Number of pieces of one product made in one run.\nstatus: approved\n")
	write("terms/finance/order.yaml", "name: Order\ndefinition: Letter of a bank that asks for a payment.\nstatus: approved\n")
	git(t, origin, "init", "-q", "-b", "main")
	git(t, origin, "add", "-A")
	git(t, origin, "commit", "-q", "-m", "Begin")
	git(t, origin, "switch", "-q", "-c", "change")
	write("terms/sales/"+map[string]string{
		"conflict": "order.yaml", "clean": "offer.yaml", "error": "offer.yaml",
	}[change], map[string]string{
		"conflict": "name: Order\ndefinition: Contract with a customer about the delivery of goods.\nstatus: approved\n",
		"clean":    "name: Offer\ndefinition: Prices that we promise a customer until a day.\nstatus: approved\n",
		"error":    "name: Offer\ndefiniton: Prices that we promise a customer until a day.\nstatus: approved\n",
	}[change])
	git(t, origin, "add", "-A")
	git(t, origin, "commit", "-q", "-m", "Change")
	clone := filepath.Join(t.TempDir(), "clone")
	git(t, origin, "clone", "-q", origin, clone)
	git(t, clone, "checkout", "-q", "--detach", "origin/change") // as both hosts do
	return clone
}

// A script is a piece of shell as CI runs it.
type script struct {
	text string
	dir  string
	env  map[string]string // beside the test's own
	bin  string            // a folder that comes first in PATH, if any
}

// run runs a script and returns what it prints and its exit code.
func (s script) run(t *testing.T) (stdout, stderr string, code int) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "script.sh")
	if err := os.WriteFile(file, []byte(s.text), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", file)
	cmd.Dir = s.dir
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "PATH=") })
	path := slices.DeleteFunc(filepath.SplitList(os.Getenv("PATH")), func(dir string) bool {
		_, err := os.Stat(filepath.Join(dir, "concord")) // scripts must find it where it was installed
		return err == nil
	})
	if s.bin != "" {
		path = append([]string{s.bin}, path...)
	}
	cmd.Env = append(cmd.Env, "PATH="+strings.Join(path, string(filepath.ListSeparator)))
	for name, value := range s.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	var out, err strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &err
	if e := cmd.Run(); e != nil && cmd.ProcessState == nil {
		t.Fatal(e)
	}
	return out.String(), err.String(), cmd.ProcessState.ExitCode()
}

// goPath makes a GOPATH whose bin has concord, as `go install` leaves it. Its
// name has a blank, since such names exist.
func goPath(t *testing.T) string {
	t.Helper()
	concord, err := exec.LookPath("concord")
	if err != nil {
		t.Fatal(err)
	}
	gopath := filepath.Join(t.TempDir(), "go path")
	if err := os.MkdirAll(filepath.Join(gopath, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(concord, filepath.Join(gopath, "bin", "concord")); err != nil {
		t.Fatal(err)
	}
	return gopath
}

// shim makes a program NAME that notes its arguments in a file and prints the
// variable GOPATH, and returns the folder that it lies in and that file.
func shim(t *testing.T, name string) (bin, log string) {
	t.Helper()
	dir := t.TempDir()
	log = filepath.Join(dir, "log")
	text := "#!/bin/sh\nprintf '%s\\n' \"$*\" >>'" + log + "'\nprintf '%s\\n' \"$GOPATH\"\n"
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir, log
}

// TestPreCommitHooks runs the hooks' command lines on a clean change and on one
// with an error. Pre-commit itself takes minutes, to build concord once more.
func TestPreCommitHooks(t *testing.T) {
	var hooks []struct {
		ID, Entry, Language string
		AlwaysRun           bool  `yaml:"always_run"`
		PassFilenames       *bool `yaml:"pass_filenames"`
	}
	parseYAML(t, ".pre-commit-hooks.yaml", &hooks)
	entries := map[string]string{}
	for _, h := range hooks {
		entries[h.ID] = h.Entry
		if h.Language != "golang" || h.PassFilenames == nil || *h.PassFilenames {
			t.Errorf("hook %s: concord is built by Go, and takes a folder rather than names of files", h.ID)
		}
		if h.ID == "concord-check" && !h.AlwaysRun {
			t.Error("a commit that only deletes entries is not checked")
		}
	}
	gopath := goPath(t)
	hook := func(dir, id string) int {
		t.Helper()
		_, _, code := script{text: entries[id], dir: dir, bin: filepath.Join(gopath, "bin")}.run(t)
		return code
	}
	clean, wrong := checkout(t, "clean"), checkout(t, "error")
	if code := hook(clean, "concord-check"); code != 0 {
		t.Errorf("concord-check ends with %d on a clean change", code)
	}
	if code := hook(wrong, "concord-check"); code != 1 {
		t.Errorf("concord-check ends with %d on an error", code)
	}
	offer := filepath.Join(clean, "content/terms/sales/offer.yaml")
	tidy := read(t, offer)
	if err := os.WriteFile(offer, []byte("status: approved\nname: Offer\ndefinition: Prices that we promise a customer until a day.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if code := hook(clean, "concord-fmt"); code != 0 || read(t, offer) != tidy {
		t.Errorf("concord-fmt ends with %d, and the entry is\n%s", code, read(t, offer))
	}
}

// TestReleasesKnowTheirVersion asks for what a released binary knows itself by:
// the tag that Go finds in git, in a folder where git sees no change. Releases
// are built into dist while they are built, which git therefore must not see.
func TestReleasesKnowTheirVersion(t *testing.T) {
	if !strings.Contains(read(t, "../../.gitignore"), "\n/dist/\n") {
		t.Error("git sees what a release writes, and its binaries call themselves devel")
	}
	var release struct {
		Builds []struct{ Flags []string }
	}
	parseYAML(t, ".goreleaser.yaml", &release)
	for _, b := range release.Builds {
		if !slices.Contains(b.Flags, "-buildvcs=true") {
			t.Error("where git cannot be asked, binaries call themselves devel and the release goes on")
		}
	}
}
