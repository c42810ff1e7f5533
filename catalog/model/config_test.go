package model

import (
	"strings"
	"testing"
)

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

// A pattern of many ** is as quick to judge as any: tried in every way, this
// one would take longer than anybody could wait.
func TestMatchPathEnds(t *testing.T) {
	pattern := strings.Repeat("**/", 40) + "z"
	file := strings.Repeat("a/", 30) + "x.yaml"
	if MatchPath(pattern, file) {
		t.Errorf("MatchPath(%q, %q) = true", pattern, file)
	}
}
