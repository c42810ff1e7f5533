package model

import "testing"

func TestParseRhythm(t *testing.T) {
	for _, tt := range []struct {
		text  string
		hours float64
		ok    bool
	}{
		{"daily", 24, true},
		{"Täglich", 24, true},
		{"every working day", 24, true},
		{"bi-weekly", 336, true},
		{"monatlich", 730, true},
		{"per quarter", 2190, true},
		{"every 2 weeks", 336, true},
		{"15 minutes", 0.25, true},
		{"15min", 0.25, true},
		{"24h", 24, true},
		{"6 months", 4380, true},
		{"P6M", 4380, true},
		{"hour", 1, true},
		{"real-time", 0, true},
		{"sometimes", 0, false},
		{"12", 0, false},
		{"", 0, false},
		{"p", 0, false},
	} {
		got, ok := ParseRhythm(tt.text)
		if ok != tt.ok || got.Hours != tt.hours {
			t.Errorf("%q is %v hours, %v; want %v, %v", tt.text, got.Hours, ok, tt.hours, tt.ok)
		}
	}
}
