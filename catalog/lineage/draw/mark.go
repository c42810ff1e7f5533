package draw

import "strings"

// A kind of entry has a mark beside its colour, because not everybody tells
// colours apart. Marks are lines within 16 by 16 pixels.
var marks = map[string]string{
	"n-domain":      "M8 1.5 13.7 4.7v6.6L8 14.5 2.3 11.3V4.7z",
	"n-owner":       "M8 7.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM2.5 14c.4-2.8 2.6-4.2 5.5-4.2s5.1 1.4 5.5 4.2",
	"n-term":        "M2 2.5h12v8.5H7.5L4.5 14v-3H2zM5 5.6h6M5 8h4",
	"n-system":      "M2.5 2.5h11V7h-11zM2.5 9h11v4.5h-11zM5 4.75h1M5 11.25h1",
	"n-object":      "M2 3h12v10H2zM2 6.4h12M6.5 6.4V13",
	"n-kpi":         "M2.5 13.5h11M4.5 11V8M8 11V3M11.5 11V5.5",
	"n-decision":    "M8 1.5 14.5 8 8 14.5 1.5 8z",
	"n-outcome":     "M3.5 14.5V2M3.5 2.5h9.5l-2.4 3.3L13 9H3.5",
	"n-integration": "M2.5 5h11M11 2.5 13.5 5 11 7.5M13.5 11h-11M5 8.5 2.5 11 5 13.5",
	"n-scenario":    "M6 2h4M6.7 2v4L3 13.5h10L9.3 6V2",
	"n-report":      "M3.5 1.5H10l3 3v10H3.5zM6 8h4.5M6 11h4.5",
	"n-resolution":  "M2.5 8.5 6.5 12.5 13.5 4",
	"n-more":        "M3.5 8h.01M8 8h.01M12.5 8h.01",
}

// anyMark stands for what has no mark of its own.
const anyMark = "M8 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z"

// markOf is the mark of the first of a node's classes that has one.
func markOf(class string) string {
	for name := range strings.FieldsSeq(class) {
		if m, ok := marks[name]; ok {
			return m
		}
	}
	return anyMark
}

// hasClass reports whether a list of classes holds one.
func hasClass(classes, name string) bool {
	for c := range strings.FieldsSeq(classes) {
		if c == name {
			return true
		}
	}
	return false
}
