package serve

import (
	"bytes"
	"html/template"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/diag/report"
)

// findingsPolicy is what a page of findings may do: be styled.
const findingsPolicy = "default-src 'none'; style-src 'self'; frame-ancestors 'self'"

var findingsTemplate = template.Must(template.ParseFS(assets, "assets/findings.tmpl"))

// noFindings is the page that answers when there is nothing to show.
var noFindings = renderFindings("Nothing is in the way", "The site shown is the one just built.\n")

// findingsPage shows why a build made no site. Only the errors are listed:
// they are what stands in the way.
func findingsPage(b *Build, err error) []byte {
	if err != nil {
		return renderFindings("The content could not be read", report.Visible(err.Error())+"\n")
	}
	var errors diag.List
	for _, f := range b.Findings {
		if f.Kind.Family == diag.Error && f.Settled == nil {
			errors = append(errors, f)
		}
	}
	var text strings.Builder
	report.Text(&text, b.Set, errors, report.Options{Max: 50}) // writes to memory cannot fail
	return renderFindings("The site cannot be built as it is written", text.String())
}

func renderFindings(title, text string) []byte {
	var page bytes.Buffer
	err := findingsTemplate.Execute(&page, struct{ Title, Text string }{title, text})
	if err != nil {
		panic(err) // the template is embedded, its data are two strings
	}
	return page.Bytes()
}
