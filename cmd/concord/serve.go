package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog"
	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/serve"
)

func serveCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve [CONTENT]",
		Short: "Show the site on this machine and rebuild it on every change",
		Long: `Show the site on this machine and rebuild it on every change. Open pages reload
by themselves. An edit with errors keeps the last good site, with the errors on
top. Only this machine can reach it. Ctrl-C ends it.`,
		Example: "  concord serve\n  concord serve --port 8080",
		Args:    atMost(1, "one content folder"),
	}
	var port int
	var poll time.Duration
	var templates, theme string
	flags := cmd.Flags()
	flags.IntVarP(&port, "port", "p", serve.DefaultPort, "listen on `PORT`; 0 takes any free one")
	flags.DurationVar(&poll, "poll", 0, "look for changes every `TIME`, as in 2s, where the file system does not tell of them")
	flags.StringVar(&theme, "theme", "", "take the theme from `DIR` instead of the one that concord.toml names")
	flags.StringVar(&templates, "templates", "", "take page templates from `DIR` before the built-in ones")
	today := addToday(flags)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		content, err := contentFolder(args, 0)
		if err != nil {
			return err
		}
		if port < 0 || port > 65535 {
			return usage([]string{"ports run from 1 to 65535; 0 takes any free one"}, "--port: there is no port %d", port)
		}
		opt := m.options(content, today.Date)
		opt.Templates, opt.Theme = templates, theme
		opt.Warn = once(m.note)
		opt.Memory = &catalog.Memory{}
		opt.Ages = opt.Program != "" // else every build would follow all conflicts anew
		return m.serve(cmd.Context(), opt, port, !cmd.Flags().Changed("port"), poll)
	}
	return cmd
}

func (m *machine) serve(ctx context.Context, opt catalog.Options, port int, search bool, poll time.Duration) error {
	err := serve.Run(ctx, serve.Options{
		Folders: watched(opt), Port: port, Search: search, Poll: poll, Warn: m.note,
		Build: func(ctx context.Context) (*serve.Build, error) {
			opt.Now = m.now()
			c, files, err := catalog.Files(ctx, opt)
			if err != nil {
				return nil, err
			}
			return &serve.Build{Files: files, Set: c.Set, Findings: c.Findings}, nil
		},
		Ready: func(url string) { fmt.Fprintf(m.stderr, "Serving %s at %s (Ctrl-C ends it)\n", opt.Content, url) },
		Built: func(e serve.Event) { m.built(e, opt.Content) },
	})
	if err != nil {
		return &failure{problem: fmt.Sprintf("cannot serve on port %d: %v", port, err),
			help: []string{"name another port with `--port`, or leave the flag out to take the next free one"}}
	}
	return nil
}

// watched lists the folders whose changes mean a new build.
func watched(opt catalog.Options) []string {
	folders := []string{opt.Content}
	for _, dir := range []string{opt.Theme, opt.Templates} {
		if dir != "" {
			folders = append(folders, dir)
		}
	}
	return folders
}

// built tells of one build in a line, and prints what is in the way.
func (m *machine) built(e serve.Event, content string) {
	switch {
	case e.Err != nil:
		m.complain(e.Err.Error(), "the last good site is still shown")
		return
	case !e.Good:
		var errors diag.List
		for _, f := range e.Build.Findings {
			if f.Kind.Family == diag.Error {
				errors = append(errors, f)
			}
		}
		m.printFindings(&catalog.Compiled{Set: e.Build.Set, Findings: errors}, content, "text", m.stderr) // to a terminal
		fmt.Fprintln(m.stderr, "The last good site is still shown.")
		return
	}
	what := "Built"
	if !e.First {
		what = fmt.Sprintf("%s rebuilt, %s changed,", m.now().Format(time.TimeOnly), count(e.Changed, "file", "files"))
	}
	fmt.Fprintf(m.stderr, "%s in %s: %s\n", what, seconds(e.Took), families(e.Build.Findings))
}

// once lets each message through the first time: a build every few seconds
// need not repeat itself.
func once(note func(string)) func(string) {
	said := map[string]bool{}
	return func(message string) {
		if !said[message] {
			said[message] = true
			note(message)
		}
	}
}
