package check

import "strings"

// uninflected makes one form of the inflected forms of an English word: order
// and orders, book, booked and booking. The form is a key, not a word. Words of
// one root that are different words stay different: delivery and delivered,
// operator and operation.
func uninflected(w string) string {
	w = withoutPlural(w)
	for _, ending := range []string{"ing", "ed"} {
		if rest, ok := strings.CutSuffix(w, ending); ok && len(rest) > 2 && strings.ContainsAny(rest, "aeiouy") {
			return withoutE(single(rest))
		}
	}
	return withoutE(w)
}

func withoutPlural(w string) string {
	switch {
	case len(w) > 4 && strings.HasSuffix(w, "ies"):
		return w[:len(w)-3] + "y"
	case len(w) > 4 && (strings.HasSuffix(w, "sses") || strings.HasSuffix(w, "xes") || strings.HasSuffix(w, "ches") || strings.HasSuffix(w, "shes")):
		return w[:len(w)-2]
	case len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is"):
		return w[:len(w)-1]
	}
	return w
}

// single undoes the doubling before an ending: shipp of shipped is ship. Words
// that end in a double letter by themselves, such as bill, lose it as well in
// every form.
func single(w string) string {
	if n := len(w); n > 3 && w[n-1] == w[n-2] && !strings.ContainsRune("aeiou", rune(w[n-1])) {
		return w[:n-1]
	}
	return w
}

func withoutE(w string) string {
	if len(w) > 3 {
		w = strings.TrimSuffix(w, "e")
	}
	return single(w)
}
