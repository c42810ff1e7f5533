package draw

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWrap(t *testing.T) {
	const width = NodeWidth - (textLeft+textRight)*Unit
	for text, want := range map[string][]string{
		"":                                   nil,
		"   ":                                nil,
		"Revenue":                            {"Revenue"},
		"Customer  acquisition\n cost":       {"Customer acquisition", "cost"},
		"customer_master_record":             {"customer_master_", "record"},
		"order-to-cash-cycle-time":           {"order-to-cash-cycle-", "time"},
		"Donaudampfschifffahrtsgesellschaft": {"Donaudampfschifffa", "hrtsgesellschaft"},
		"The time from the receipt of an order to the receipt of the money": {"The time from the", "receipt of an order…"},
		"顧客獲得単価と解約率の定義について説明する文書":                                           {"顧客獲得単価と解約率", "の定義について説明…"},
	} {
		got := wrap(text, labelSize, width, 2)
		if !slices.Equal(got, want) {
			t.Errorf("%q:\ngot  %q\nwant %q", text, got, want)
		}
		for _, line := range got {
			if measure(line, labelSize) > width {
				t.Errorf("%q is too wide", line)
			}
		}
	}
}

// Accents and joiners stay with what they join.
func TestWrapKeepsCharactersWhole(t *testing.T) {
	text := strings.Repeat("e\u0301\u0323", 40)
	for _, line := range wrap(text, labelSize, 400, 2) {
		if strings.HasPrefix(line, "\u0301") || strings.HasPrefix(line, "\u0323") {
			t.Errorf("line %q starts with an accent", line)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("Customer acquisition cost (CAC)", 100)
	f.Add("\xff\xfe e\u0301 \u202e", 1)
	f.Fuzz(func(t *testing.T, text string, width int) {
		lines := wrap(text, labelSize, width%4000, 2)
		if len(lines) > 2 {
			t.Fatalf("%d lines", len(lines))
		}
		out := appendText(nil, strings.Join(lines, "|"))
		if !utf8.Valid(out) || strings.ContainsAny(string(out), "<>\"'\x00") {
			t.Fatalf("unsafe: %q", out)
		}
	})
}
