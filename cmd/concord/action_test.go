package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// step is a step of a GitHub workflow or action.
type step struct {
	Name, ID, If, Uses, Run, Shell string
	Env                            map[string]string
	With                           map[string]any
}

// action is a composite GitHub action.
type action struct {
	Inputs  map[string]struct{ Default string }
	Outputs map[string]struct{ Value string }
	Runs    struct{ Steps []step }
}

// workflow is a GitHub workflow.
type workflow struct {
	Jobs map[string]struct{ Steps []step }
}

// ran is what became of an action.
type ran struct {
	dir, summary string
	out          map[string]string // what each step printed, by its name
	failed       string            // the step that failed, after which none ran
	outputs      map[string]string
}

const actionFile = ".github/actions/concord/action.yml"

// runAction runs the action's steps as a runner does, but for the one that
// installs concord: that step is asked for, and the tested concord lies ready.
func runAction(t *testing.T, dir string, with map[string]string) ran {
	t.Helper()
	needTool(t, "bash")
	needTool(t, "go")
	var a action
	parseYAML(t, actionFile, &a)
	temp := t.TempDir()
	got := ran{dir: dir, out: map[string]string{}, outputs: map[string]string{}}
	values := map[string]string{}
	for name, input := range a.Inputs {
		value, given := with[name]
		if !given {
			value = input.Default
		}
		if strings.Contains(value, "${{") {
			t.Fatalf("the test must say what ${{ inputs.%s }} is", name)
		}
		values["inputs."+name] = value
	}
	gopath, installed := goPath(t), false
	for i, s := range a.Runs.Steps {
		if s.Shell != "bash" {
			t.Errorf("step %q runs in %q, and a step of an action must name its shell", s.Name, s.Shell)
		}
		if s.If != "" {
			t.Fatalf("step %q has a condition, which this test cannot judge", s.Name)
		}
		if strings.Contains(s.Run, "${{") {
			t.Errorf("step %q has an expression in its script, where its value would be run as shell", s.Name)
		}
		if strings.HasPrefix(s.Run, "go install ") {
			installed = true
			continue
		}
		output := filepath.Join(temp, "output")
		env := map[string]string{
			"GOPATH": gopath, "RUNNER_TEMP": temp, "GITHUB_OUTPUT": output, "GITHUB_STEP_SUMMARY": filepath.Join(temp, "summary"), "CI": "true", "GITHUB_ACTIONS": "true",
		}
		for name, value := range s.Env {
			env[name] = fill(t, value, values)
		}
		if err := os.WriteFile(output, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		stdout, stderr, code := script{text: s.Run, dir: dir, env: env}.run(t)
		got.out[s.Name] = stdout
		for line := range strings.Lines(read(t, output)) {
			name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
			values["steps."+s.ID+".outputs."+name] = value
		}
		if code != 0 {
			got.failed = s.Name
			if code != 1 {
				t.Errorf("step %d %q ends with %d\n%s", i, s.Name, code, stderr)
			}
			break
		}
	}
	if !installed {
		t.Error("no step installs concord")
	}
	for name, o := range a.Outputs {
		got.outputs[name] = fill(t, o.Value, values)
	}
	if data, err := os.ReadFile(filepath.Join(temp, "summary")); err == nil {
		got.summary = string(data)
	}
	return got
}

var expression = regexp.MustCompile(`\$\{\{ *([^}]*?) *\}\}`)

// fill puts values in the place of expressions.
func fill(t *testing.T, text string, values map[string]string) string {
	t.Helper()
	return expression.ReplaceAllStringFunc(text, func(e string) string {
		name := expression.FindStringSubmatch(e)[1]
		value, ok := values[name]
		if !ok {
			t.Errorf("nothing is known of %s", e)
		}
		return value
	})
}

// sarifRules lists the rules of a SARIF file's results.
func sarifRules(t *testing.T, path string) []string {
	t.Helper()
	var log struct {
		Runs []struct{ Results []struct{ RuleID string } }
	}
	if err := json.Unmarshal([]byte(read(t, path)), &log); err != nil {
		t.Fatal(err)
	}
	if len(log.Runs) != 1 {
		t.Fatalf("%s has %d runs", path, len(log.Runs))
	}
	rules := []string{}
	for _, r := range log.Runs[0].Results {
		rules = append(rules, r.RuleID)
	}
	return rules
}

func TestGitHubAction(t *testing.T) {
	base := map[string]string{"base": "origin/main"}

	t.Run("a conflict fails the check", func(t *testing.T) {
		got := runAction(t, checkout(t, "conflict"), base)
		if got.failed != "Check" {
			t.Errorf("the step that fails is %q", got.failed)
		}
		annotation := got.out["Check"]
		if strings.Count(annotation, "::warning file=content/terms/") != 1 || !strings.Contains(annotation, "content/terms/sales/order.yaml:2: Sales says") {
			t.Errorf("want one annotation, which names the new term:\n%s", annotation)
		}
		if strings.Contains(annotation, "Batch") {
			t.Errorf("the old conflict is annotated:\n%s", annotation)
		}
		if rules := sarifRules(t, filepath.Join(got.dir, "concord.sarif")); len(rules) != 1 {
			t.Errorf("the SARIF file has results of %q, want the one conflict", rules)
		}
		comment := read(t, got.outputs["comment"])
		if !strings.Contains(comment, "Conflicts") || !strings.Contains(comment, "Order") {
			t.Errorf("the comment does not tell of the conflict:\n%s", comment)
		}
		if got.summary != comment {
			t.Errorf("the summary is not the comment:\n%s", got.summary)
		}
		// Scenarios are told of even where the check fails.
		if xml := read(t, got.outputs["scenarios"]); !strings.Contains(xml, "<testsuite ") {
			t.Errorf("the scenarios are told of by %q", xml)
		}
	})

	t.Run("a clean change passes", func(t *testing.T) {
		got := runAction(t, checkout(t, "clean"), base)
		if got.failed != "" || strings.Contains(got.out["Check"], "::") {
			t.Errorf("step %q fails, and Check says %q", got.failed, got.out["Check"])
		}
		if rules := sarifRules(t, filepath.Join(got.dir, "concord.sarif")); len(rules) != 0 {
			t.Errorf("the SARIF file has results of %q", rules)
		}
		if comment := read(t, got.outputs["comment"]); !strings.Contains(comment, "1 entry added") {
			t.Errorf("the comment is\n%s", comment)
		}
	})

	t.Run("an error fails the check", func(t *testing.T) {
		got := runAction(t, checkout(t, "error"), base)
		if got.failed != "Check" || !strings.Contains(got.out["Check"], "::error file=content/terms/sales/offer.yaml,line=2") {
			t.Errorf("step %q fails, and Check says\n%s", got.failed, got.out["Check"])
		}
		if rules := sarifRules(t, filepath.Join(got.dir, "concord.sarif")); len(rules) == 0 {
			t.Error("the SARIF file has no results")
		}
	})

	t.Run("without a base all is checked", func(t *testing.T) {
		got := runAction(t, checkout(t, "clean"), map[string]string{"base": "", "fail-on": "conflict", "sarif": ""})
		if got.failed != "Check" || !strings.Contains(got.out["Check"], "Batch") {
			t.Errorf("step %q fails, and Check says\n%s", got.failed, got.out["Check"])
		}
		if _, err := os.Stat(filepath.Join(got.dir, "concord.sarif")); err == nil {
			t.Error("a SARIF file is written that nobody asked for")
		}
		if got.summary != "" {
			t.Errorf("there is nothing to compare with, and the summary is\n%s", got.summary)
		}
	})
}

// TestGitHubWorkflowExample runs what the example workflow has of shell: the
// comment on the pull request, with a gh that notes how it is called, and the
// build of the site.
func TestGitHubWorkflowExample(t *testing.T) {
	needTool(t, "bash")
	needTool(t, "go")
	var w workflow
	parseYAML(t, ".github/examples/catalog.yml", &w)
	dir, temp := checkout(t, "clean"), t.TempDir()
	comment := filepath.Join(temp, "comment.md")
	bin, calls := shim(t, "gh")
	values := map[string]string{
		"github.token": "secret", "github.event.pull_request.number": "7", "steps.concord.outputs.comment": comment,
	}
	gopath := goPath(t)
	for _, job := range []string{"check", "publish"} {
		for _, s := range w.Jobs[job].Steps {
			if s.Run == "" || strings.HasPrefix(s.Run, "go install ") {
				continue
			}
			if strings.Contains(s.Run, "${{") {
				t.Errorf("job %s has an expression in a script: %s", job, s.Run)
			}
			env := map[string]string{"GOPATH": gopath, "GITHUB_REPOSITORY": "kestrel/catalog"}
			for name, value := range s.Env {
				env[name] = fill(t, value, values)
			}
			sh := script{text: s.Run, dir: dir, env: env, bin: bin}
			if _, stderr, code := sh.run(t); code != 0 {
				t.Errorf("job %s: %s\nends with %d\n%s", job, s.Run, code, stderr)
			}
			if job == "check" { // once without a comment, once with one
				if _, err := os.Stat(calls); err == nil {
					t.Error("gh is called where there is no comment")
				}
				if err := os.WriteFile(comment, []byte("### Concord\n"), 0o644); err != nil {
					t.Fatal(err)
				}
				sh.run(t)
			}
		}
	}
	if got, want := read(t, calls), "pr comment 7 --repo kestrel/catalog --body-file "+comment+" --edit-last --create-if-none\n"; got != want {
		t.Errorf("gh is called with\n%swant\n%s", got, want)
	}
	for _, page := range []string{"index.html", "terms/sales/offer.html"} {
		if _, err := os.Stat(filepath.Join(dir, "public", page)); err != nil {
			t.Error(err)
		}
	}
	if pdfs, _ := filepath.Glob(filepath.Join(dir, "public", "*.pdf")); len(pdfs) == 0 {
		t.Error("the site has no PDF")
	}
}

// TestActionsArePinned asks that what others wrote runs by a commit, which
// nobody can move, with the version beside it, by which Dependabot renews both.
func TestActionsArePinned(t *testing.T) {
	uses := regexp.MustCompile(`(?m)^[ -]*uses: *(.*)$`)
	pinned := regexp.MustCompile(`^([\w.-]+/[\w./-]+)@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	found := map[string]string{}
	for _, pattern := range []string{"workflows/*", "examples/*.yml", "actions/*/action.yml"} {
		files, _ := filepath.Glob("../../.github/" + pattern)
		for _, file := range files {
			for _, m := range uses.FindAllStringSubmatch(read(t, file), -1) {
				if strings.HasPrefix(m[1], "./") || strings.HasPrefix(m[1], "concord-catalog/") {
					continue
				}
				pin := pinned.FindStringSubmatch(m[1])
				if pin == nil {
					t.Errorf("%s: %q is not pinned to a commit, with its version as a comment", filepath.Base(file), m[1])
					continue
				}
				if other := found[pin[1]]; other != "" && other != m[1] {
					t.Errorf("%s: %s is %q elsewhere", filepath.Base(file), m[1], other)
				}
				found[pin[1]] = m[1]
			}
		}
	}
	if len(found) == 0 {
		t.Error("no workflow uses anything")
	}
}
