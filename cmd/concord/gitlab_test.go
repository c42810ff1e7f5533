package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// pipeline is what the example has of a GitLab pipeline.
type pipeline struct {
	Default struct {
		BeforeScript []string `yaml:"before_script"`
	}
	Variables map[string]string
	Check     gitlabJob
	Pages     gitlabJob
}

type gitlabJob struct {
	Script    []string
	Artifacts struct {
		When    string
		Paths   []string
		Reports map[string]string
	}
}

// runGitLab runs a job's scripts in a clone, as a runner's shell does: what
// stands before the script and the script itself are one shell. A go that
// installs nothing stands in for the real one, and concord lies ready.
func runGitLab(t *testing.T, p pipeline, job gitlabJob, dir string) (output string, code int) {
	t.Helper()
	needTool(t, "bash")
	gopath := goPath(t)
	bin, calls := shim(t, "go")
	s := script{
		text: strings.Join(append(p.Default.BeforeScript, job.Script...), "\n") + "\n",
		dir:  dir,
		bin:  bin,
		env:  map[string]string{"CI": "true", "GITLAB_CI": "true", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "GOPATH": gopath},
	}
	for name, value := range p.Variables {
		s.env[name] = value
	}
	stdout, stderr, code := s.run(t)
	if got := read(t, calls); !strings.HasPrefix(got, "install github.com/concord-catalog/concord/cmd/concord@") {
		t.Errorf("go is called with\n%s", got)
	}
	for _, path := range job.Artifacts.Paths {
		if _, err := os.Stat(filepath.Join(dir, path)); err != nil {
			t.Errorf("an artifact is missing: %v\n%s", err, stderr)
		}
	}
	for _, path := range job.Artifacts.Reports {
		if _, err := os.Stat(filepath.Join(dir, path)); err != nil {
			t.Errorf("a report is missing: %v\n%s", err, stderr)
		}
	}
	return stdout + stderr, code
}

// TestGitLabExample runs the jobs of the pipeline that users copy.
func TestGitLabExample(t *testing.T) {
	var p pipeline
	parseYAML(t, ".github/examples/gitlab-ci.yml", &p)
	if p.Variables["GIT_DEPTH"] != "0" {
		t.Error("without the whole history there is no branch to compare with")
	}
	if p.Check.Artifacts.When != "always" {
		t.Error("where the check fails, its reports are needed most")
	}
	quality := func(dir string) []string {
		var issues []struct {
			CheckName   string `json:"check_name"`
			Fingerprint string
			Location    struct{ Path string }
		}
		if err := json.Unmarshal([]byte(read(t, filepath.Join(dir, p.Check.Artifacts.Reports["codequality"]))), &issues); err != nil {
			t.Fatal(err)
		}
		list := []string{}
		for _, i := range issues {
			if i.Fingerprint == "" {
				t.Errorf("an issue of %s has no fingerprint", i.CheckName)
			}
			list = append(list, i.CheckName+" "+i.Location.Path)
		}
		return list
	}

	for change, want := range map[string]struct {
		code, issues int
		says         string
	}{
		"conflict": {1, 1, "`Order` means different things in Finance and Sales"},
		"error":    {1, 1, "a term has no field `definiton`"},
		"clean":    {0, 0, "no new findings"},
	} {
		t.Run(change, func(t *testing.T) {
			dir := checkout(t, change)
			output, code := runGitLab(t, p, p.Check, dir)
			if code != want.code || !strings.Contains(output, want.says) {
				t.Errorf("the check ends with %d, want %d, and says\n%s", code, want.code, output)
			}
			if issues := quality(dir); len(issues) != want.issues {
				t.Errorf("the report has %q", issues)
			}
			if junit := read(t, filepath.Join(dir, p.Check.Artifacts.Reports["junit"])); !strings.Contains(junit, "<testsuite ") {
				t.Errorf("the scenarios are told of by %q", junit)
			}
			if comment := read(t, filepath.Join(dir, "concord-diff.md")); !strings.Contains(comment, "### Concord") {
				t.Errorf("what changes is told by\n%s", comment)
			}
		})
	}
	t.Run("pages", func(t *testing.T) {
		dir := checkout(t, "clean")
		if output, code := runGitLab(t, p, p.Pages, dir); code != 0 {
			t.Errorf("the site is not built: %d\n%s", code, output)
		}
		if _, err := os.Stat(filepath.Join(dir, "public/terms/sales/offer.html")); err != nil {
			t.Error(err)
		}
	})
}
