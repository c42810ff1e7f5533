// Package gen writes catalogs of any size for benchmarks and tests: entries of
// every kind, in all three spellings, tied together as an organisation's would
// be. The same size and seed give the same bytes.
package gen

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Options says what to write.
type Options struct {
	Entries int    // how many entries in all, at least 100
	Seed    uint64 // another seed gives other words and ties
}

// Catalog writes a content folder: file contents by path. Every entry is
// approved, owned and tied to an outcome, so that rules have nothing to say but
// what chance makes of the words.
func Catalog(opt Options) map[string][]byte {
	g := &generator{files: map[string][]byte{}, rnd: rand.New(rand.NewPCG(opt.Seed, 11))}
	g.size(max(opt.Entries, 100))
	g.put("concord.toml", "title = \"Generated\"\nbase_url = \"https://example.org/\"\n")
	g.people()
	g.outcomes()
	g.decisions()
	g.objects()
	g.kpis()
	g.integrations()
	g.terms()
	return g.files
}

type generator struct {
	files map[string][]byte
	rnd   *rand.Rand

	domains, owners, systems                               int
	terms_, objects_, kpis_, decisions_, outcomes_, integs int
}

func (g *generator) size(n int) {
	g.domains, g.owners, g.systems = 20, 120, 40
	if n < 1000 {
		g.domains, g.owners, g.systems = 4, 8, 4
	}
	rest := n - g.domains - g.owners - g.systems
	part := func(percent int) int { return max(1, rest*percent/100) }
	g.objects_, g.kpis_, g.decisions_, g.outcomes_, g.integs = part(20), part(9), part(5), part(2), part(4)
	g.terms_ = rest - g.objects_ - g.kpis_ - g.decisions_ - g.outcomes_ - g.integs
}

func (g *generator) put(path, format string, args ...any) {
	g.files[path] = fmt.Appendf(nil, format, args...)
}

func (g *generator) words(n int) string {
	const vocabulary = "order stock transit shipment customer invoice line hub plant batch forecast margin contract payment " +
		"claim carrier route service asset ledger account budget price rebate supplier receipt pallet slot shift open net gross " +
		"booked confirmed late planned local regional active average blocked shared final initial seasonal internal external " +
		"counted stated measured named described covered limited grouped split ready valid recent common useful plain whole early"
	all := strings.Fields(vocabulary)
	out := make([]string, n)
	for i := range out {
		out[i] = all[g.rnd.IntN(len(all))]
	}
	return strings.Join(out, " ")
}

// sentence is a definition that no other entry has: it names a number.
func (g *generator) sentence(n, i int) string {
	return fmt.Sprintf("%s of series %d", g.words(n), i)
}

func (g *generator) people() {
	var domains, owners, systems strings.Builder
	for i := range g.domains {
		fmt.Fprintf(&domains, "[[entry]]\nid = \"d%d\"\nname = \"Domain %d\"\ndescription = \"Function %d\"\nowner = \"o%d\"\n\n", i, i, i, i%g.owners)
	}
	for i := range g.owners {
		fmt.Fprintf(&owners, "[[entry]]\nid = \"o%d\"\nname = \"Person %d\"\ntype = \"person\"\ndomain = \"d%d\"\nreports_to = \"o0\"\ncross_functional = %t\n\n", i, i, i%g.domains, i == 0)
	}
	for i := range g.systems {
		fmt.Fprintf(&systems, "[[entry]]\nid = \"s%d\"\nname = \"System %d\"\ndescription = \"Platform %d\"\nowner = \"o%d\"\n\n", i, i, i, i%g.owners)
	}
	owned := strings.Replace(owners.String(), "reports_to = \"o0\"\n", "", 1)
	g.put("domains/domains.toml", "%s", domains.String())
	g.put("owners/owners.toml", "%s", owned)
	g.put("systems/systems.toml", "%s", systems.String())
}

func (g *generator) outcomes() {
	for i := range g.outcomes_ {
		g.put(fmt.Sprintf("outcomes/u%d.yaml", i), "name: Outcome %d\ndescription: %s\ndomain: d%d\nowner: o%d\nstatus: approved\nweight: %d\ntarget: reached\n",
			i, g.sentence(14, i), i%g.domains, i%g.owners, 1+i%5)
	}
}

func (g *generator) decisions() {
	for i := range g.decisions_ {
		var uses []string
		for j := i; j < g.objects_; j += g.decisions_ {
			uses = append(uses, fmt.Sprintf("b%d", j))
		}
		g.put(fmt.Sprintf("decisions/c%d.yaml", i), "name: Decision %d\nquestion: %s?\ndomain: d%d\nowner: o%d\ndecided_by: o%d\ncadence: monthly\nstatus: approved\nuses: [%s]\nserves: [u%d]\n",
			i, g.words(12), i%g.domains, i%g.owners, i%g.owners, strings.Join(uses, ", "), i%g.outcomes_)
	}
}

func (g *generator) objects() {
	for i := range g.objects_ {
		var fields strings.Builder
		for j := range 5 {
			fmt.Fprintf(&fields, "  - {name: f%d, type: number, unit: EUR, description: %s}\n", j, g.words(8))
		}
		g.put(fmt.Sprintf("objects/b%d.yaml", i), "name: Object %d\ndescription: %s\ndomain: d%d\nowner: o%d\nstatus: approved\nsystem_of_record: s%d\nkey: [id]\ngrain: row\nfreshness: daily\nfields:\n  - {name: id, type: string, key: true, description: Identifier}\n%s",
			i, g.sentence(22, i), i%g.domains, i%g.owners, i%g.systems, fields.String())
	}
}

func (g *generator) kpis() {
	for i := range g.kpis_ {
		a, b := i*3%g.objects_, (i*5+1)%g.objects_
		g.put(fmt.Sprintf("kpis/k%d.yaml", i), "name: Indicator %d\ndefinition: %s\ndomain: d%d\nowner: o%d\nstatus: approved\nformula: sum(b%d, .f%d) - sum(b%d, .f%d)\nunit: EUR\ndirection: higher\ntarget: %d\ncadence: monthly\ninforms: [c%d]\nmeasures: [u%d]\n",
			i, g.sentence(24, i), i%g.domains, i%g.owners, a, i%5, b, (i+1)%5, i, i%g.decisions_, i%g.outcomes_)
	}
}

func (g *generator) integrations() {
	for i := range g.integs {
		g.put(fmt.Sprintf("integrations/i%d.toml", i), "name = \"Integration %d\"\ndescription = \"%s\"\ndomain = \"d%d\"\nowner = \"o%d\"\nstatus = \"approved\"\nfrom = \"s%d\"\nto = \"s%d\"\nmoves = [\"b%d\", \"b%d\"]\nagreement = { by = [\"o%d\", \"o%d\"], on = 2025-01-01 }\n\n[[milestones]]\nname = \"live\"\ndue = 2027-01-01\nkpi = \"k%d\"\n",
			i, g.sentence(18, i), i%g.domains, i%g.owners, i%g.systems, (i+7)%g.systems, i*3%g.objects_, i*11%g.objects_,
			i%g.systems%g.owners, (i+7)%g.systems%g.owners, i%g.kpis_)
	}
}

func (g *generator) terms() {
	const labelWords = "order stock transit shipment customer invoice line hub plant batch"
	names := strings.Fields(labelWords)
	label := func(i int) string { return fmt.Sprintf("%s %s %d", names[i%10], names[i/10%10], i) }
	id := func(i int) string { return fmt.Sprintf("d%d/t%d", i%g.domains, i) }
	for i := range g.terms_ {
		other := i * 13 % g.terms_
		g.put("terms/"+id(i)+".md", "---\npreferred: %s\nadmitted: [%s figure]\ndefinition: %s\nowner: o%d\nstatus: approved\nrelated: [%s]\n---\n\n%s. It is used with %s. %s.\n\n- %s\n- %s\n\n**Note.** %s.\n",
			label(i), label(i), g.sentence(26, i), i%g.owners, id(other), g.words(60), label(other), g.words(40), g.words(9), g.words(9), g.words(30))
	}
}
