package decode

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/internal/editdist"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// oneLine is a text as a message can hold it.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// An ID is the name of a page, of a file on any system, and of a rule in
// CODEOWNERS: hence the narrow grammar.
const (
	maxIDBytes    = 100
	maxIDSegments = 6
)

// kindOf finds an entry's kind from its kind: value, else from its folder. It
// is NoKind after a finding.
func (r *reader) kindOf(written *source.Value, head source.Span) model.Kind {
	if written == nil {
		k, _ := model.ParseKind(topFolder(r.file.Path))
		if isKindFolder(topFolder(r.file.Path)) {
			return k
		}
		r.reportNoKind(head)
		return model.NoKind
	}
	if k, ok := model.ParseKind(written.Text); ok && written.Kind == source.String {
		return k
	}
	f := unknownKind.At(written.At, fmt.Sprintf("`%s` is no kind of entry", written.Text))
	if written.Kind != source.String {
		f.Message = fmt.Sprintf("`kind` is %s", written.Kind)
	}
	if near, ok := editdist.Closest(written.Text, kindNames()); ok {
		f = f.WithHelp(fmt.Sprintf("did you mean `%s`?", near))
		if written.At.Len() == len(written.Text) {
			_, sure := editdist.Sure(written.Text, kindNames())
			f.Edits = []diag.Edit{{At: written.At, New: near, Unsafe: !sure}}
		}
	}
	r.report(f.WithHelp("the kinds are " + quotedList(kindNames())))
	return model.NoKind
}

func (r *reader) reportNoKind(head source.Span) {
	folder := topFolder(r.file.Path)
	f := noKind.At(head, "nothing says what kind of entry this is")
	near := nearestKind(r.file.Path)
	switch {
	case folder == "":
	case near != model.NoKind:
		f = f.WithHelp(fmt.Sprintf("did you mean the folder `%s/`, instead of `%s/`?", near.Folder(), folder))
	default:
		f.Message = fmt.Sprintf("the folder `%s/` does not say what kind of entry this is", folder)
	}
	var folders []string
	for _, k := range model.Kinds() {
		folders = append(folders, k.Folder()+"/")
	}
	r.report(f.WithHelp("move the file into one of the folders "+quotedList(folders), "or add a field `kind`"))
}

func kindNames() []string {
	var names []string
	for _, k := range model.Kinds() {
		names = append(names, k.String())
	}
	return names
}

func quotedList(words []string) string { return "`" + strings.Join(words, "`, `") + "`" }

// topFolder is the first folder of a path, "" for a file outside any.
func topFolder(p string) string {
	folder, _, ok := strings.Cut(p, "/")
	if !ok {
		return ""
	}
	return folder
}

func isKindFolder(folder string) bool {
	k, ok := model.ParseKind(folder)
	return ok && folder == k.Folder()
}

// otherFolderNames are names that people give to folders of a kind.
var otherFolderNames = map[string]model.Kind{
	"glossary": model.TermKind, "definitions": model.TermKind, "concepts": model.TermKind,
	"metrics": model.KPIKind, "indicators": model.KPIKind, "measures": model.KPIKind,
	"teams": model.OwnerKind, "people": model.OwnerKind, "persons": model.OwnerKind, "stewards": model.OwnerKind,
	"functions": model.DomainKind, "departments": model.DomainKind,
	"applications": model.SystemKind, "apps": model.SystemKind, "platforms": model.SystemKind,
	"entities": model.ObjectKind, "tables": model.ObjectKind, "datasets": model.ObjectKind,
	"goals": model.OutcomeKind, "objectives": model.OutcomeKind,
	"dashboards": model.ReportKind, "guides": model.PageKind, "docs": model.PageKind,
}

// nearestKind is the kind that a file's folder stands for, or seems to.
func nearestKind(p string) model.Kind {
	folder := strings.ToLower(topFolder(p))
	if k, ok := model.ParseKind(folder); ok {
		return k
	}
	if k, ok := otherFolderNames[folder]; ok {
		return k
	}
	if near, ok := editdist.Closest(folder, kindNames()); ok {
		k, _ := model.ParseKind(near)
		return k
	}
	return model.NoKind
}

// idFromPath is the ID that the file's name gives: the path below the folder of
// a kind, without the extension.
func (r *reader) idFromPath() string {
	p := r.file.Path
	if folder := topFolder(p); isKindFolder(folder) {
		p = p[len(folder)+1:]
	}
	return strings.TrimSuffix(p, path.Ext(p))
}

// misnamed remembers a malformed ID until it is known whether another entry
// has the well-formed one.
type misnamed struct {
	kind       model.Kind
	suggestion string
	finding    int // its index in Unit.Findings
}

// checkID reports an ID that breaks the grammar.
func (r *reader) checkID(kind model.Kind, id string, at source.Span, fromPath bool) bool {
	problem := idProblem(id)
	if problem == "" {
		return true
	}
	what := "ID"
	if fromPath {
		what = "file name gives an ID that"
		problem = strings.TrimPrefix(problem, "that ")
	}
	f := badID.At(at, fmt.Sprintf("`%s` is no ID: %s", oneLine(id), problem))
	if what != "ID" {
		f.Message = fmt.Sprintf("the file name makes the ID `%s`, which is none: %s", id, problem)
	}
	suggestion := suggestID(id)
	if idProblem(suggestion) == "" {
		r.unit.misnamed = append(r.unit.misnamed, misnamed{kind, suggestion, len(r.unit.Findings)})
		verb := "write"
		if fromPath {
			verb = "rename the file so that the ID is"
		}
		f = f.WithHelp(fmt.Sprintf("%s `%s`", verb, suggestion))
		r.lose(Lost{kind, suggestion, at})
	} else {
		f = f.WithHelp("an ID is one to six parts of a-z, 0-9 and hyphens, joined by slashes")
	}
	r.lose(Lost{kind, id, at})
	r.report(f)
	return false
}

// idProblem says what is wrong with an ID, "" when nothing is.
func idProblem(id string) string {
	if id == "" {
		return "it is empty"
	}
	if len(id) > maxIDBytes {
		return fmt.Sprintf("it is longer than %d bytes", maxIDBytes)
	}
	segments := strings.Split(id, "/")
	if len(segments) > maxIDSegments {
		return fmt.Sprintf("it has more than %d parts", maxIDSegments)
	}
	for _, s := range segments {
		if problem := segmentProblem(s); problem != "" {
			return problem
		}
	}
	if segments[len(segments)-1] == "index" {
		return "the name `index` is kept for the page of the folder"
	}
	return ""
}

func segmentProblem(s string) string {
	switch {
	case s == "":
		return "a part between slashes is empty"
	case s[0] == '-':
		return "a part begins with a hyphen"
	case isReservedName(s):
		return fmt.Sprintf("Windows keeps the name `%s` for itself", s)
	}
	for _, c := range s {
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '-':
		case 'A' <= c && c <= 'Z':
			return "it has capital letters"
		case c == ' ':
			return "it has spaces"
		default:
			return fmt.Sprintf("it has the character %s", showRune(c))
		}
	}
	return ""
}

// isReservedName reports the device names of Windows, which cannot be files.
func isReservedName(s string) bool {
	switch s {
	case "con", "prn", "aux", "nul", "conin$", "conout$":
		return true
	}
	if len(s) != 4 || s[3] < '0' || s[3] > '9' {
		return false
	}
	return s[:3] == "com" || s[:3] == "lpt"
}

// showRune prints a character so that it can be seen and named.
func showRune(c rune) string {
	if unicode.IsGraphic(c) && c != '`' && !isHidden(c) {
		return "`" + string(c) + "`"
	}
	return fmt.Sprintf("U+%04X", c)
}

// letters that decomposition does not turn into ASCII.
var spelledOut = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'þ': "th", 'ı': "i", '&': "-and-",
}

// suggestID is the nearest ID to a name: lower case, accents dropped, hyphens
// for everything else. It may be malformed still.
func suggestID(name string) string {
	var b strings.Builder
	for _, c := range norm.NFKD.String(strings.ToLower(strings.ToValidUTF8(name, "-"))) {
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '-', c == '/':
			b.WriteRune(c)
		case unicode.Is(unicode.Mn, c), isHidden(c), c == '\'', c == '’':
		case c < utf8.RuneSelf && c != '&':
			b.WriteByte('-')
		default:
			s, ok := spelledOut[c]
			if !ok {
				s = "-"
			}
			b.WriteString(s)
		}
	}
	segments := strings.Split(b.String(), "/")
	for i, s := range segments {
		segments[i] = strings.Join(strings.FieldsFunc(s, func(c rune) bool { return c == '-' }), "-")
	}
	segments = slices.DeleteFunc(segments, func(s string) bool { return s == "" })
	if n := len(segments); n > 1 && segments[n-1] == "index" {
		segments = segments[:n-1]
	}
	return strings.Join(segments, "/")
}
