package search

import "encoding/json"

// Where a word stands in an entry, best first. Each word of an entry counts
// where it stands best.
const (
	inShortLabel = iota // the preferred label, of one or two words
	inLongLabel         // a longer preferred label
	inOther             // an admitted label, an abbreviation, a translation
	inDeprecated        // a label that is no longer used
	inParts             // names of fields, codes, tags, the ID
	inContext           // its domain, owner or kind
	inText              // definition, notes, examples
)

// ranks are the numbers that order results. The scripts read them from the
// manifest, so that there is one set of them.
type ranks struct {
	Exact     int    `json:"exact"`     // the query is a label
	Form      int    `json:"form"`      // it is one but for the forms of its words
	Prefix    int    `json:"prefix"`    // a label begins with it
	Common    int    `json:"common"`    // the same, where so many do that only the first are listed
	Use       [4]int `json:"use"`       // off for a label that is preferred, admitted, short, deprecated
	More      int    `json:"more"`      // off for each further word of a label, at most five times
	Inside    int    `json:"inside"`    // off when the label goes on within the word
	Where     [7]int `json:"where"`     // for a word, by where it stands
	Begun     int    `json:"begun"`     // off when only the beginning of the word matches
	BegunMost int    `json:"begunMost"` // for the beginning of a word, where so many match that only the first are listed
	Typo      int    `json:"typo"`      // off for each error in a word
	Assumed   int    `json:"assumed"`   // for a word so frequent that not all entries with it are listed
	Own       int    `json:"own"`       // more for entries of the reader's own domain
}

var rank = ranks{
	Exact: 1000, Form: 960, Prefix: 800, Common: 750, Use: [4]int{0, 20, 10, 60}, More: 8, Inside: 3,
	Where: [7]int{600, 585, 560, 500, 300, 200, 150},
	Begun: 60, BegunMost: 520, Typo: 90, Assumed: 60, Own: 30,
}

func (r ranks) json() json.RawMessage {
	data, err := json.Marshal(r)
	if err != nil {
		panic("unreachable: ranks are numbers: " + err.Error())
	}
	return data
}

// errorsAllowed is how many typing errors a word may have: none in a short one,
// where any other short word would do.
func errorsAllowed(length int) int {
	switch {
	case length < 4:
		return 0
	case length < 8:
		return 1
	}
	return 2
}

// distance counts the typing errors that lead from one word to another: letters
// left out, added, changed, or two neighbours swapped. It is most+1 when there
// are more than most.
func distance(a, b []rune, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	two, one, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range one {
		one[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			change := one[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(one[j]+1, row[j-1]+1, change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], two[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
		two, one, row = one, row, two
	}
	return min(one[len(b)], most+1)
}
