package main

import (
	"fmt"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

var released = regexp.MustCompile(`^v\d+\.\d+\.\d+(-(alpha|beta|rc)\.?\d+)?$`)

// version is Concord's own version: the tag it was built from, or "devel". It
// stands in the footer of every page, so builds that differ only in their
// commit do not differ in it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || !released.MatchString(info.Main.Version) {
		return "devel"
	}
	return info.Main.Version
}

// toolVersion is the version for formats that want it to begin with a number.
func toolVersion() string {
	if v := version(); v != "devel" {
		return strings.TrimPrefix(v, "v")
	}
	return "0.0.0-devel"
}

// program tells one Concord from another for what is kept of its answers: a
// release or a committed revision. Other builds keep nothing, since two of them
// may answer differently under one name.
func program() string {
	if v := version(); v != "devel" {
		return v
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	if settings["vcs.modified"] != "false" {
		return ""
	}
	return settings["vcs.revision"]
}

func versionCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Say which Concord this is",
		Long:  "Say which Concord this is: its version, the revision that it was built from, and\nthe Go that built it.",
		Args:  atMost(0, "no argument"),
	}
	format := addChoice(cmd, "format", "how it is printed", "text", "json")
	cmd.RunE = func(*cobra.Command, []string) error {
		revision, modified := "", false
		if info, ok := debug.ReadBuildInfo(); ok {
			for _, s := range info.Settings {
				switch s.Key {
				case "vcs.revision":
					revision = s.Value
				case "vcs.modified":
					modified = s.Value == "true"
				}
			}
		}
		if format.word == "json" {
			return printJSON(m.stdout, struct {
				Version  string `json:"version"`
				Revision string `json:"revision"`
				Modified bool   `json:"modified"`
				Go       string `json:"go"`
				Platform string `json:"platform"`
			}{version(), revision, modified, runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH})
		}
		if revision != "" {
			revision = ", revision " + revision[:min(12, len(revision))]
		}
		_, err := fmt.Fprintf(m.stdout, "concord %s (%s, %s/%s%s)\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH, revision)
		return err
	}
	return cmd
}
