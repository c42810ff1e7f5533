package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// TestManualsListEveryCommand asks that the package comment, which is the
// manual, and the table of the README name every command that help names.
func TestManualsListEveryCommand(t *testing.T) {
	manual, readme := read(t, "doc.go"), read(t, "../../README.md")
	for _, cmd := range newRoot(thisMachine()).Commands() {
		if !cmd.IsAvailableCommand() || cmd.Name() == "help" {
			continue
		}
		usage := strings.SplitN(strings.TrimPrefix(cmd.UseLine(), "concord "), " [flags]", 2)[0]
		if !strings.Contains(manual, "\n//\tconcord "+usage) {
			t.Errorf("doc.go has no line for `concord %s`", usage)
		}
		if !regexp.MustCompile("(?m)^\\|.*`" + cmd.Name() + "[ `]").MatchString(readme) {
			t.Errorf("the table of README.md has no `%s`", cmd.Name())
		}
		if cmd.Long == "" && !cmd.HasParent() {
			t.Errorf("`concord %s --help` says no more than the list of commands", cmd.Name())
		}
		checkFlags(t, cmd)
	}
}

// checkFlags asks that a flag's value has a name, and that the same letter
// means the same flag everywhere.
func checkFlags(t *testing.T, cmd *cobra.Command) {
	t.Helper()
	help := cmd.Flags().FlagUsages()
	if strings.Contains(help, " string ") || strings.Contains(help, " int ") {
		t.Errorf("`concord %s --help` has a flag whose value has no name:\n%s", cmd.Name(), help)
	}
	if o := cmd.Flags().ShorthandLookup("o"); o != nil && o.Name != "out" {
		t.Errorf("`concord %s -o` is --%s, and --out elsewhere", cmd.Name(), o.Name)
	}
}

// TestReadme runs what the README shows, and asks for what it shows. The sample
// is what stands behind its tour, numbers that change with the day left out.
func TestReadme(t *testing.T) {
	shown := consoleBlocks(read(t, "../../README.md"))
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{
		"concord compare sales/stock-in-transit supply-chain/stock-in-transit",
		"concord compare finance/gross-margin sales/gross-margin",
		"concord why sales/order-line.quantity",
	} {
		if got := concord(t, root, command); !begins(got, shown[command]) {
			t.Errorf("$ %s\n%s\nand README.md shows\n%s", command, got, shown[command])
		}
	}
	house := filepath.Join(t.TempDir(), "handbook")
	if err := os.Mkdir(house, 0o755); err != nil {
		t.Fatal(err)
	}
	if got, want := concord(t, house, "concord init"), shown["mkdir handbook && cd handbook && concord init"]; got != want {
		t.Errorf("$ concord init\n%s\nand README.md shows\n%s", got, want)
	}
	customer := filepath.Join(house, "content/terms/sales/customer.md")
	wrong := strings.Replace(read(t, customer), "\ndefinition:", "\ndefiniton:", 1)
	if err := os.WriteFile(customer, []byte(wrong), 0o644); err != nil {
		t.Fatal(err)
	}
	if got, want := concord(t, house, "concord check"), shown["concord check"]; !begins(got, want) {
		t.Errorf("$ concord check\n%s\nand README.md shows\n%s", got, want)
	}
}

// begins reports whether output begins with what is shown of it.
func begins(got, shown string) bool {
	return shown != "" && strings.HasPrefix(got, strings.TrimRight(shown, "\n"))
}

// concord runs a command line in a folder and returns all that it prints.
func concord(t *testing.T, dir, command string) string {
	t.Helper()
	t.Chdir(dir)
	var out bytes.Buffer
	m := thisMachine()
	m.stdout, m.stderr = &out, &out
	m.colour = func(w io.Writer) bool { return false }
	m.now = func() time.Time { return time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC) }
	run(strings.Fields(command)[1:], m)
	return noGit.ReplaceAllString(out.String(), "")
}

// noGit is what Concord remarks where there is no git history, as in a test's
// folder or in an archive of the sources.
var noGit = regexp.MustCompile(`(?m)^note: there is no git history here.*\n`)

// consoleBlocks is the output that a document shows, by command.
func consoleBlocks(text string) map[string]string {
	shown := map[string]string{}
	for _, block := range regexp.MustCompile("(?s)```console\n(.*?)```").FindAllStringSubmatch(text, -1) {
		for _, part := range strings.Split("\n"+block[1], "\n$ ")[1:] {
			command, output, _ := strings.Cut(part, "\n")
			shown[command] = output
		}
	}
	return shown
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
