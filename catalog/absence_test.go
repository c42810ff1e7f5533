package catalog

import (
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// TestAbsence misspells what ties entries together: there is an error to be
// corrected, and nothing is said to be missing that is only misspelt.
func TestAbsence(t *testing.T) {
	files := map[string]string{
		"owners/ada.yaml":      "name: Ada\ntype: person\n",
		"domains/sales.yaml":   "name: Sales\n",
		"kpis/kept.yaml":       "name: Kept\ndefinition: share of promises that were kept\nowner: ada\ninputs: [promise]\nmeasures: [trust]\ninforms: [stock]\n",
		"objects/promise.yaml": "name: Promise\nowner: ada\nsystem_of_record: crm\nfields: [{name: no}]\n",
		"systems/crm.yaml":     "name: CRM\nowner: ada\n",
		"decisions/stock.yaml": "name: Stock\nowner: ada\nserves: [trust]\n",
		"outcomes/trust.yaml":  "name: Trust\nowner: ada\n",
	}
	if got := codes(files); len(got) > 0 {
		t.Fatalf("without mistakes: %v", got)
	}
	for _, x := range []struct{ file, right, wrong, want string }{ // what stands under a misspelt field is not read at all
		{"kpis/kept.yaml", "informs: [stock]", "informs: [stok]", "REF010"},
		{"kpis/kept.yaml", "informs:", "infroms:", "CON226 REF001"},
		{"kpis/kept.yaml", "measures: [trust]", "measures: [trusst]", "REF010"},
		{"kpis/kept.yaml", "owner: ada", "owner: adda", "REF010"},
		{"decisions/stock.yaml", "serves: [trust]", "serves: [truts]", "REF010"},
		{"objects/promise.yaml", "system_of_record: crm", "system_of_record: crn", "REF010"},
		{"kpis/kept.yaml", "inputs: [promise]", "inputs: [promiss]", "REF010"},
	} {
		broken := map[string]string{}
		for path, text := range files {
			broken[path] = text
		}
		broken[x.file] = strings.Replace(files[x.file], x.right, x.wrong, 1)
		if got := strings.Join(codes(broken), " "); got != x.want {
			t.Errorf("%s: %s, want %s alone", x.wrong, got, x.want)
		}
	}
}

// codes lists what is found, but for advice.
func codes(files map[string]string) []string {
	contents := map[string][]byte{}
	for path, text := range files {
		contents[path] = []byte(text)
	}
	var list []string
	for _, f := range Compile(source.NewSet(contents), nil, model.NewDate(2027, 3, 1)).Findings {
		if !strings.HasPrefix(f.Kind.Code, "ADV") {
			list = append(list, f.Kind.Code)
		}
	}
	return list
}
