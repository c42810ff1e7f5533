package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/schema"
)

// schemaFolder is where the schemas lie that editors are told of.
const schemaFolder = ".concord/schema"

func schemaCommand(m *machine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "schema [KIND]",
		Short: "Print JSON Schemas, for editors that complete and check as one types",
		Long: `Print the JSON Schema of a kind of entry, or of concord.toml under the name config.
With -o, schemas are written into a folder: all of them when no kind is named.

--vscode prints settings for VS Code that use the schemas in ` + schemaFolder + `: put
them into .vscode/settings.json. They need the extensions redhat.vscode-yaml and
tamasfe.even-better-toml.

Editors that know neither are told by the first line of a file, which
` + "`concord new`" + ` writes where it finds ` + schemaFolder + `:

  # yaml-language-server: $schema=../../.concord/schema/kpi.schema.json
  #:schema ../../.concord/schema/kpi.schema.json          (in TOML)

The schemas are made from what the compiler itself reads.`,
		Example: "  concord schema kpi\n  concord schema -o " + schemaFolder + "\n  concord schema --vscode > .vscode/settings.json",
		Args:    atMost(1, "one kind"),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			return append(kindNames(), "config"), cobra.ShellCompDirectiveNoFileComp
		},
	}
	out := cmd.Flags().StringP("out", "o", "", "write the schemas into the folder `DIR`")
	vscode := cmd.Flags().Bool("vscode", false, "print settings for VS Code")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		if *vscode {
			content, err := contentFolder(nil, 0)
			if err != nil {
				content = "content" // what there will be
			}
			return printJSON(m.stdout, vscodeSettings(filepath.ToSlash(content)))
		}
		schemas, err := schemasNamed(args)
		if err != nil {
			return err
		}
		switch {
		case *out != "":
			return m.writeSchemas(*out, schemas)
		case len(schemas) > 1:
			return usage([]string{"name one, as in `concord schema kpi`", "or a folder for all, as in `concord schema -o " + schemaFolder + "`"}, "there are %d schemas, and one can be printed", len(schemas))
		}
		_, err = m.stdout.Write(schemas[0].text)
		return err
	}
	return cmd
}

// namedSchema is a schema and its name, as its file has it.
type namedSchema struct {
	name string
	text []byte
}

func (s namedSchema) file() string { return s.name + ".schema.json" }

// schemasNamed is the schema of the kind that is named, or all.
func schemasNamed(args []string) ([]namedSchema, error) {
	if len(args) == 1 && (args[0] == "config" || args[0] == "concord.toml") {
		return []namedSchema{{"config", schema.Config()}}, nil
	}
	if len(args) == 1 {
		kind, err := parseKind(args[0])
		if wrong, ok := err.(*usageError); ok {
			wrong.help = append(wrong.help, "`concord schema config` is the schema of concord.toml")
		}
		if err != nil {
			return nil, err
		}
		return []namedSchema{{kind.String(), schema.Kind(kind)}}, nil
	}
	var all []namedSchema
	for _, kind := range model.Kinds() {
		all = append(all, namedSchema{kind.String(), schema.Kind(kind)})
	}
	return append(all, namedSchema{"config", schema.Config()}), nil
}

func (m *machine) writeSchemas(dir string, schemas []namedSchema) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return writeFailure(dir, err)
	}
	for _, s := range schemas {
		file := filepath.Join(dir, s.file())
		if err := os.WriteFile(file, s.text, 0o644); err != nil {
			return writeFailure(file, err)
		}
	}
	fmt.Fprintf(m.stderr, "Wrote %s into %s.\n", count(len(schemas), "schema", "schemas"), m.seen(dir))
	return nil
}

// vscodeSettings ties the schemas to the folders of their kinds.
func vscodeSettings(content string) any {
	yaml, toml := map[string][]string{}, map[string]string{}
	for _, kind := range model.Kinds() {
		file := path.Join(schemaFolder, namedSchema{name: kind.String()}.file())
		folder := path.Join(content, kind.Folder())
		yaml["./"+file] = []string{folder + "/**/*.yaml", folder + "/**/*.yml"}
		toml[".*/"+strings.TrimPrefix(folder, "./")+"/.*\\.toml"] = "file:///./" + file
	}
	toml[".*concord\\.toml"] = "file:///./" + path.Join(schemaFolder, "config.schema.json")
	return struct {
		YAML map[string][]string `json:"yaml.schemas"`
		TOML map[string]string   `json:"evenBetterToml.schema.associations"`
		On   bool                `json:"evenBetterToml.schema.enabled"`
	}{yaml, toml, true}
}
