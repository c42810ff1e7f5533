package model

import "testing"

func TestMatchPath(t *testing.T) {
	for _, tt := range []struct {
		pattern, file string
		want          bool
	}{
		{"terms/legacy/**", "terms/legacy/order.yaml", true},
		{"terms/legacy/**", "terms/legacy/old/order.yaml", true},
		{"terms/legacy/**", "terms/order.yaml", false},
		{"terms/legacy", "terms/legacy/order.yaml", true},
		{"terms/legacy/", "terms/legacy/order.yaml", true},
		{"terms/legacy", "terms/legacy-two/order.yaml", false},
		{"**/legacy/*.yaml", "terms/sales/legacy/order.yaml", true},
		{"**/legacy/*.yaml", "terms/sales/legacy/order.toml", false},
		{"**", "concord.toml", true},
		{"terms/*/order.yaml", "terms/sales/order.yaml", true},
		{"terms/*/order.yaml", "terms/order.yaml", false},
		{"terms/[", "terms/[", false},
		{"terms/order.yaml", "terms/order.yaml", true},
	} {
		if got := MatchPath(tt.pattern, tt.file); got != tt.want {
			t.Errorf("MatchPath(%q, %q) = %t", tt.pattern, tt.file, got)
		}
	}
}
