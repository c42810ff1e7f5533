package rule

import "strings"

// The word lists by which definitions are compared, in English and German. They
// are folded: lower case, without accents.

// functionWord reports whether a word carries no meaning of its own in a
// definition.
func functionWord(folded string) bool { return functionWords[folded] }

var functionWords = wordSet(`
	a an the this that these those which who whom whose what it its they them their he she his her
	of to in on at by for from with as into onto upon towards via about among amongst
	and or both either also then thus such so there here any each every one some
	is are was were be been being has have had having do does did yet already all
	well used given certain particular specific respective respectively eg ie etc called known
	s t
	der die das des dem den ein eine einer eines einem einen dieser diese dieses diesem diesen
	welcher welche welches deren dessen sein seine ihr ihre es sie er
	von zu in im an am auf bei durch fur mit als aus uber um zur zum vom beim
	und oder sowie auch dann so jeder jede jedes jeden jedem
	ist sind war waren wird werden wurde wurden worden hat haben hatte alle aller allen
	bestimmte bestimmter bestimmtes bestimmten jeweils jeweilige jeweiligen zb bzw dh usw`)

// restricting words narrow what a definition takes in, or say which of several
// quantities it means: one more or less of them is another definition.
var restricting = wordSet(`
	not no non never none neither nor without except excluding exclude excludes excluded excl less minus
	including include includes included incl only solely exclusively alone
	before after until till since within during beyond above below over under between per
	first last next previous prior current former latest earliest
	can could will would may must should shall might optional mandatory required
	net gross total average mean median minimum maximum cumulative weighted relative absolute
	number count share ratio rate percentage proportion value amount cost price volume quantity
	actual planned forecast budgeted estimated expected requested promised confirmed booked ordered
	invoiced billed paid delivered shipped dispatched received returned refunded cancelled canceled
	open closed active inactive new existing late early overdue
	internal external domestic foreign inbound outbound incoming outgoing public private direct indirect
	hourly daily weekly monthly quarterly yearly annual annually fiscal calendar working hour day week month quarter year
	hours days weeks months quarters years
	two three four five six seven eight nine ten eleven twelve half double twice once
	nicht kein keine keinen keiner keines nie ohne ausser ausgenommen ausschliesslich nur abzuglich minus
	einschliesslich inklusive inkl exkl zuzuglich
	vor nach bis seit innerhalb wahrend zwischen unter je pro
	erste erster ersten letzte letzter letzten nachste nachster aktuelle aktueller vorherige
	kann konnen darf muss soll sollte optional verpflichtend
	netto brutto gesamt durchschnittlich durchschnittliche mittlere minimal maximal kumuliert
	anzahl anteil quote rate prozentsatz wert betrag kosten preis menge
	tatsachliche geplante erwartete zugesagte bestatigte gebuchte bestellte berechnete fakturierte bezahlte
	gelieferte versandte erhaltene zuruckgegebene erstattete stornierte
	offene geschlossene aktive inaktive neue bestehende
	interne externe inlandische auslandische offentliche private direkte indirekte
	stundlich taglich wochentlich monatlich vierteljahrlich jahrlich stunden tage wochen monate quartale jahre
	zwei drei vier funf sechs sieben acht neun zehn elf zwolf halb doppelt`)

// negating words change what stands behind them, so that they may not change
// places.
var negating = wordSet(`not no non never none neither nor without except excluding exclude excludes excluded only solely exclusively
	nicht kein keine keinen keiner keines nie ohne ausser ausgenommen nur ausschliesslich`)

// ordering words make the order of the words around them matter.
var ordering = wordSet(`less minus before after until since divided per between than against
	vor nach minus abzuglich geteilt je pro zwischen als gegen`)

// equalWords puts words that business prose uses for one another into numbered
// groups, in the singular. Words that differ in law or in bookkeeping, such as
// cost and expense, are not equal.
var equalWords = wordGroups(`
	customer client buyer
	product good goods item article merchandise
	supplier vendor
	employee worker
	company firm business enterprise organisation organization
	warehouse depot storehouse
	purchase buy
	contract agreement
	start begin commence
	end finish
	calculate compute
	period timespan interval
	whole entire
	allow permit
	obtain get
	make create
	need require
	place location site
	must shall
	kunde kaufer abnehmer
	ware artikel produkt
	lieferant zulieferer
	unternehmen firma betrieb
	lager depot
	vertrag vereinbarung
	zeitraum zeitspanne
	ort standort
	mitarbeiter beschaftigter angestellter`)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

func wordGroups(list string) map[string]int {
	groups := map[string]int{}
	for i, line := range strings.Split(list, "\n") {
		for _, w := range strings.Fields(line) {
			groups[w] = i
		}
	}
	return groups
}

// commonAbbreviations are those that readers in business know without help.
var commonAbbreviations = wordSet(`KPI ID IT HR PR QA OK TV PC UK US USA EU UN UAE
	EUR USD GBP CHF JPY CNY SEK NOK DKK PLN CZK HUF
	ISO IEC EN DIN VAT GDP GDPR IFRS GAAP HGB DSGVO
	CEO CFO COO CIO CTO B2B B2C ERP CRM SKU GPS PDF CSV XML JSON YAML HTML SQL API URL HTTP HTTPS XLS
	AM PM CET UTC GMT FAQ DIY LED CO RFID USB AG SE KG GMBH LLC PLC LTD INC
	PLZ EDV LKW PKW AGB UST MWST TÜV BIC IBAN SWIFT EAN GTIN PIN TODO`)
