package rule

import "testing"

func TestQuantity(t *testing.T) {
	for _, c := range []struct {
		text, declared string
		bound          bound
		value          float64
		unit           string
		ok             bool
	}{
		{"98.5", "%", exactly, 98.5, "%", true},
		{"98,5 %", "", exactly, 98.5, "%", true},
		{">= 95 %", "", atLeast, 95, "%", true},
		{"At most 48 hours", "days", atMost, 48, "hours", true},
		{"14,000,000", "EUR", exactly, 14e6, "EUR", true},
		{"5 EUR m", "", exactly, 5, "EUR m", true},
		{"-3", "", exactly, -3, "unknown", true},
		{"höchstens 2 days", "", atMost, 2, "days", true},
		{"reached", "", exactly, 0, "", false},
		{"all plants by the end of next year", "", exactly, 0, "", false},
		{"overall", "", exactly, 0, "", false},
		{"95 % in every one of the hubs", "", exactly, 0, "", false},
		{"", "", exactly, 0, "", false},
	} {
		q, ok := quantityOf(c.text, c.declared)
		if ok != c.ok || ok && (q.bound != c.bound || !near(q.value, c.value) || q.unit.String() != c.unit) {
			t.Errorf("%q: %+v %v, want %+v", c.text, q, ok, c)
		}
	}
}

func TestSpaceless(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"sum( line , .amount )", "sum(line,.amount)", true},
		{"a and  b", "a and b", true},
		{"a and b", "aandb", false},
		{"x\n\t/ y", "x/y", true},
		{`.s == "on water"`, `.s=="on water"`, true},
		{`.s == "on water"`, `.s == "onwater"`, false},
		{`.s == "a" and .t`, `.s == "a"and .t`, false},
	} {
		if got := spaceless(c.a) == spaceless(c.b); got != c.same {
			t.Errorf("%q and %q: %q and %q", c.a, c.b, spaceless(c.a), spaceless(c.b))
		}
	}
}

func TestSentences(t *testing.T) {
	for text, want := range map[string]int{
		"stock in a hub":                                       1,
		"Stock in a hub. It is counted daily.":                 2,
		"stock, e.g. Pumps, i.e. Goods of No. 3 in St. Gallen": 1,
		"Ware, z. B. Pumpen bzw. Teile gem. Nr. 3":             1,
		"What is late? Whatever comes after the day!":          2,
		"length of 3. Then more":                               1,
		"value at J. Smith Ltd. Accounts count twice":          1,
		"ends with a stop.":                                    1,
		"eins. Über alles.\n\nUnd noch etwas.":                 3,
		"":                                                     1,
	} {
		if got := len(sentences(text)); got != want {
			t.Errorf("%q has %d sentences, want %d", text, got, want)
		}
	}
}
