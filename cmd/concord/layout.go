package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog/lineage/draw/engine"
)

// layoutHelperName is the hidden command by which concord starts itself as a
// layout helper.
const layoutHelperName = "layout-helper"

// layoutHelper is the command line of a layout helper, or nil where the binary
// cannot tell its own path; graphs are then laid out without one.
func layoutHelper() []string {
	self, err := os.Executable()
	if err != nil {
		return nil
	}
	return []string{self, layoutHelperName}
}

func layoutHelperCommand(m *machine) *cobra.Command {
	return &cobra.Command{
		Use:    layoutHelperName,
		Short:  "Lay out graphs for another concord",
		Hidden: true,
		Args:   atMost(0, "no argument"),
		RunE: func(*cobra.Command, []string) error {
			return engine.Serve(os.Stdin, m.stdout)
		},
	}
}
