package press

import (
	"fmt"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// context is a place of a page, by the escapers that html/template puts there.
type context int

const (
	inText      context = iota // between tags
	inTitle                    // within an element whose text has no tags
	inAttribute                // within the quotes of an attribute
	inURL                      // the same, at the beginning of an address
	inPath                     // the same, further on in it
	inQuery                    // the same, behind a ? or a #
	inRefresh                  // within the content of a meta element that leads elsewhere
)

// contexts names each context by its escapers. They belong to html/template,
// which keeps them under these names in its trees.
var contexts = map[string]context{
	"htmlescaper":                         inText,
	"rcdataescaper":                       inTitle,
	"attrescaper":                         inAttribute,
	"urlfilter urlnormalizer attrescaper": inURL,
	"urlnormalizer attrescaper":           inPath,
	"urlescaper attrescaper":              inQuery,
	"urlfilter attrescaper":               inRefresh,
}

// contextOf recognises a chain of escapers.
func contextOf(chain []*parse.CommandNode) (context, error) {
	var names []string
	for _, c := range chain {
		name, ours := strings.CutPrefix(c.String(), "_html_template_")
		if !ours {
			return 0, fmt.Errorf("unknown command %s", c)
		}
		names = append(names, name)
	}
	into, ok := contexts[strings.Join(names, " ")]
	if !ok {
		return 0, fmt.Errorf("a place with the escapers %q", names)
	}
	return into, nil
}

var (
	stringType = reflect.TypeFor[string]()
	intType    = reflect.TypeFor[int]()
	htmlType   = reflect.TypeFor[template.HTML]()
)

// append prints a value as it has to stand in a place.
func (c context) append(dst []byte, v reflect.Value) []byte {
	v = content(v)
	if !v.IsValid() {
		return dst
	}
	switch t := v.Type(); {
	case t == stringType:
		return c.appendString(dst, v.String())
	case t == intType:
		return strconv.AppendInt(dst, v.Int(), 10) // no place changes digits or a minus
	case t == htmlType && c == inText:
		return append(dst, v.String()...)
	case t.PkgPath() == "html/template" || v.Kind() == reflect.Pointer:
		panic(giveUp{})
	}
	return c.appendString(dst, fmt.Sprint(v.Interface()))
}

// appendString prints text as it has to stand in a place.
func (c context) appendString(dst []byte, s string) []byte {
	switch c {
	case inURL:
		if !isSafe(s) {
			panic(giveUp{})
		}
		return replace(dst, s, &inAddress)
	case inPath:
		return replace(dst, s, &inAddress)
	case inQuery:
		return replace(dst, s, &inArgument)
	case inRefresh:
		if !isSafe(s) {
			panic(giveUp{})
		}
	}
	return replace(dst, s, &inHTML)
}

// isSafe reports whether an address is relative or of a scheme that runs
// nothing.
func isSafe(s string) bool {
	scheme, _, ok := strings.Cut(s, ":")
	return !ok || strings.Contains(scheme, "/") ||
		strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "mailto")
}

// replacements is what stands for each byte, "" for itself.
type replacements [256]string

// escapeMark stands for a percent sign that begins an escape or does not.
const escapeMark = "%?"

var inHTML = replacements{0: "\ufffd", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;"}

var inAddress, inArgument = address("!#$&*+,/:;=?@[]", escapeMark), address("", "%25")

// address makes the replacements of an address within an attribute, where the
// reserved bytes of kept stay.
func address(kept, percent string) (table replacements) {
	for i := range table {
		switch c := byte(i); {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~", c) >= 0:
		case strings.IndexByte(kept, c) >= 0:
			table[i] = inHTML[i]
		default:
			table[i] = fmt.Sprintf("%%%02x", c)
		}
	}
	table['%'] = percent
	return table
}

func replace(dst []byte, s string, table *replacements) []byte {
	done := 0
	for i := 0; i < len(s); i++ {
		instead := table[s[i]]
		if instead == "" {
			continue
		}
		if instead == escapeMark {
			if i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
				continue
			}
			instead = "%25"
		}
		dst = append(append(dst, s[done:i]...), instead...)
		done = i + 1
	}
	return append(dst, s[done:]...)
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
