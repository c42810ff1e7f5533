package decode

import (
	"embed"
	"io/fs"

	"github.com/concord-catalog/concord/catalog/diag"
)

//go:embed testdata/explain/*.txtar
var explain embed.FS

// Examples holds a file `<kind-id>.txtar` for each kind of finding: an
// explanation, content that has the problem under bad/, the findings it gives
// under want, and content that does not have it under good/.
func Examples() fs.FS { return diag.Examples(explain, "testdata/explain") }

// Kinds lists every kind of finding that reading and decoding can give, by
// code.
func Kinds() []*diag.Kind {
	return []*diag.Kind{
		symlink, specialFile, unreadable, badFileName, nameClash, unknownFile,
		notUTF8, controlCharacter, byteOrder, mergeConflict, hiddenCharacter, hiddenInText, overLimit,
		yamlSyntax, tomlSyntax, duplicateKey, customTag, badAlias, keyNotText, notFinite,
		notAnEntry, noFrontMatter, unclosedFrontMatter, lateFrontMatter, mixedEntryList,
		noKind, unknownKind, badID, missingID, duplicateID,
	}
}

// Between lists the kinds that only show in view of all files.
func Between() []*diag.Kind { return []*diag.Kind{duplicateID} }

const (
	filesCategory  = "files"
	textCategory   = "text"
	syntaxCategory = "syntax"
	namesCategory  = "names"
)

// Files that cannot be taken in.
var (
	symlink = &diag.Kind{Code: "SRC001", ID: "symbolic-link", Title: "symbolic link in content",
		Family: diag.Error, Category: filesCategory, Severity: diag.Major,
		Why: "A link can lead out of the repository, so that a change proposed by a stranger could " +
			"publish a file of the machine that builds the site. Links also differ between systems.",
		Settle: "Put a copy of the file in its place, or refer to the entry where it stands.",
		Source: "CVE-2026-24046, CVE-2026-50135"}
	specialFile = &diag.Kind{Code: "SRC002", ID: "special-file", Title: "pipe, socket or device in content",
		Family: diag.Error, Category: filesCategory, Severity: diag.Major,
		Why:    "Reading such a file can wait for ever or never end.",
		Settle: "Remove it from the content folder."}
	unreadable = &diag.Kind{Code: "SRC003", ID: "unreadable-file", Title: "file that cannot be read",
		Family: diag.Error, Category: filesCategory, Severity: diag.Major,
		Why:    "An entry that is left out silently makes every check and page that depends on it wrong.",
		Settle: "Check who may read the file. If a program was just writing it, run again."}
	badFileName = &diag.Kind{Code: "SRC004", ID: "bad-file-name", Title: "file name that not every system can store",
		Family: diag.Error, Category: filesCategory, Severity: diag.Major,
		Why:    "A colleague on another system could not check the repository out.",
		Settle: "Rename the file with letters, digits, hyphens and full stops."}
	nameClash = &diag.Kind{Code: "SRC005", ID: "file-name-clash", Title: "file names equal but for case or accents",
		Family: diag.Error, Category: filesCategory, Severity: diag.Major,
		Why: "macOS and Windows take the two for one file, and one of them silently disappears there. " +
			"Often git still has the old spelling of a file that was renamed.",
		Settle: "Rename one of the files, or delete the one that is left over.",
		Source: "Unicode Standard Annex 15; Unicode Standard, section 3.13"}
	unknownFile = &diag.Kind{Code: "SRC006", ID: "unknown-file", Title: "file that is not content",
		Family: diag.Advice, Category: filesCategory, Severity: diag.Info,
		Why:    "A misspelt extension keeps an entry out of the catalog without anyone noticing.",
		Settle: "Correct the extension, or move the file out of the content folder."}
)

// Bytes that are no text, or text that nobody can read.
var (
	notUTF8 = &diag.Kind{Code: "SRC010", ID: "not-utf8", Title: "file that is not UTF-8",
		Family: diag.Error, Category: textCategory, Severity: diag.Major,
		Why:    "Accents and signs would come out wrong on the site, or differ from reader to reader.",
		Settle: "Save the file as UTF-8. Every editor has the choice beside its save command or in its status bar.",
		Source: "RFC 3629"}
	controlCharacter = &diag.Kind{Code: "SRC011", ID: "control-character", Title: "control character in text",
		Family: diag.Error, Category: textCategory, Severity: diag.Major,
		Why:    "Such characters are no text. In a terminal or a spreadsheet they can act as commands.",
		Settle: "Delete the character. It may have come with a copy from another program."}
	byteOrder = &diag.Kind{Code: "SRC012", ID: "byte-order-mark", Title: "byte-order mark at the start of a file",
		Family: diag.Advice, Category: textCategory, Severity: diag.Info,
		Why:    "UTF-8 needs none, and other tools that read the file may take it for part of the text.",
		Settle: "Save the file as UTF-8 without a byte-order mark.",
		Source: "Unicode Standard, section 2.6"}
	mergeConflict = &diag.Kind{Code: "SRC013", ID: "merge-conflict", Title: "unfinished merge",
		Family: diag.Error, Category: textCategory, Severity: diag.Critical,
		Why:    "The file holds two versions at once, and neither was chosen.",
		Settle: "Keep one of the versions, delete the marker lines and commit."}
	hiddenCharacter = &diag.Kind{Code: "SRC014", ID: "hidden-character", Title: "invisible character in a name",
		Family: diag.Error, Category: textCategory, Severity: diag.Major,
		Why: "Two labels that look alike would not be equal, and a formula could compute something else " +
			"than it shows.",
		Settle: "Delete the character, or type the text anew.",
		Source: "Unicode Technical Standard 55; CVE-2021-42574"}
	hiddenInText = &diag.Kind{Code: "SRC015", ID: "hidden-character-in-text", Title: "invisible character in text",
		Family: diag.Advice, Category: textCategory, Severity: diag.Minor,
		Why:    "Invisible characters break words for the search and can change the order in which text reads.",
		Settle: "Delete the character, or type the text anew.",
		Source: "Unicode Technical Standard 55"}
	overLimit = &diag.Kind{Code: "SRC016", ID: "over-limit", Title: "file beyond a limit",
		Family: diag.Error, Category: textCategory, Severity: diag.Major,
		Why: "One file must not be able to stop the build for everybody. The limits lie far above what " +
			"people write.",
		Settle: "Split the file or the entry. Keep data out of the catalog and describe it instead."}
)

// Text that a format does not allow.
var (
	yamlSyntax = &diag.Kind{Code: "SRC020", ID: "yaml-syntax", Title: "text that is not YAML",
		Family: diag.Error, Category: syntaxCategory, Severity: diag.Critical,
		Why:    "Nothing of the entry can be read until the mistake is put right.",
		Settle: "Indent with spaces, put values that contain `: ` or begin with a sign in quotes, and close every quote.",
		Source: "YAML 1.2.2"}
	tomlSyntax = &diag.Kind{Code: "SRC021", ID: "toml-syntax", Title: "text that is not TOML",
		Family: diag.Error, Category: syntaxCategory, Severity: diag.Critical,
		Why:    "Nothing of the entry can be read until the mistake is put right.",
		Settle: "Put text in quotes and each field on a line of its own, as in `name = \"Net revenue\"`.",
		Source: "TOML 1.0.0"}
	duplicateKey = &diag.Kind{Code: "SRC022", ID: "duplicate-key", Title: "field written twice",
		Family: diag.Error, Category: syntaxCategory, Severity: diag.Major,
		Why:    "Only one of the two values can hold, and nobody can tell which was meant.",
		Settle: "Keep one of them."}
	customTag = &diag.Kind{Code: "SRC023", ID: "custom-tag", Title: "YAML tag",
		Family: diag.Error, Category: syntaxCategory, Severity: diag.Major,
		Why:    "Tags ask a program to run or build something. A catalog is data and runs nothing.",
		Settle: "Delete the tag, or put the value in quotes if the exclamation mark belongs to it.",
		Source: "YAML 1.2.2, section 3.2.1.2"}
	badAlias = &diag.Kind{Code: "SRC024", ID: "alias-misuse", Title: "YAML alias that cannot be followed",
		Family: diag.Error, Category: syntaxCategory, Severity: diag.Major,
		Why:    "An alias that contains itself, or many that contain one another, would fill the memory.",
		Settle: "Write the value out where it is needed."}
	keyNotText = &diag.Kind{Code: "SRC025", ID: "key-not-text", Title: "field name that is not text",
		Family: diag.Error, Category: syntaxCategory, Severity: diag.Major,
		Why:    "Fields are looked up by name. A number or a list as a name reads differently in each format.",
		Settle: "Put the name in quotes."}
	notFinite = &diag.Kind{Code: "SRC026", ID: "not-finite", Title: "number that is none",
		Family: diag.Error, Category: syntaxCategory, Severity: diag.Major,
		Why:    "Infinity and not-a-number cannot be compared with a target.",
		Settle: "Write a number, leave the field out, or put the word in quotes.",
		Source: "IEEE 754"}
)

// Files that hold no entry, or not one that has a kind and an ID.
var (
	notAnEntry = &diag.Kind{Code: "SRC030", ID: "not-an-entry", Title: "file without fields",
		Family: diag.Error, Category: syntaxCategory, Severity: diag.Major,
		Why:    "An entry is a table of fields. A list or a bare text has nothing that could be looked up.",
		Settle: "Write fields, as in `name: Net revenue`, or delete the file."}
	noFrontMatter = &diag.Kind{Code: "SRC031", ID: "no-front-matter", Title: "no front matter in a Markdown file",
		Family: diag.Error, Category: syntaxCategory, Severity: diag.Major,
		Why:    "The fields of an entry stand between two lines of `---` at the top; the rest is its notes.",
		Settle: "Begin the file with the fields, or move it to `pages/` if it is a page to read."}
	unclosedFrontMatter = &diag.Kind{Code: "SRC032", ID: "unclosed-front-matter", Title: "front matter without end",
		Family: diag.Error, Category: syntaxCategory, Severity: diag.Critical,
		Why:    "Without the second line of `---` nobody can tell fields from text.",
		Settle: "Write the closing line, the same as the opening one, after the last field."}
	lateFrontMatter = &diag.Kind{Code: "SRC033", ID: "late-front-matter", Title: "blank line before front matter",
		Family: diag.Advice, Category: syntaxCategory, Severity: diag.Info,
		Why:    "Other tools, the git host among them, only see front matter that begins on the first line.",
		Settle: "Delete the blank lines at the top."}
	mixedEntryList = &diag.Kind{Code: "SRC034", ID: "mixed-entry-list", Title: "fields beside a list of entries",
		Family: diag.Error, Category: syntaxCategory, Severity: diag.Major,
		Why:    "A file is one entry or a list of entries. Fields outside the list belong to none of them.",
		Settle: "Move the fields into an `[[entry]]`. Only `kind` may stand above the list, for all of it."}
	noKind = &diag.Kind{Code: "SRC040", ID: "no-kind", Title: "entry of no kind",
		Family: diag.Error, Category: namesCategory, Severity: diag.Major,
		Why:    "The kind decides which fields an entry may have and which checks apply.",
		Settle: "Move the file into the folder of its kind, or add a field `kind`."}
	unknownKind = &diag.Kind{Code: "SRC041", ID: "unknown-kind", Title: "kind that does not exist",
		Family: diag.Error, Category: namesCategory, Severity: diag.Major,
		Why:    "The kind decides which fields an entry may have and which checks apply.",
		Settle: "Write one of the kinds that exist."}
	badID = &diag.Kind{Code: "SRC042", ID: "bad-id", Title: "malformed ID",
		Family: diag.Error, Category: namesCategory, Severity: diag.Major,
		Why: "The ID becomes the address of a page and the name of a file, and must work on every system " +
			"and in every link.",
		Settle: "Use one to six parts of a-z, 0-9 and hyphens, joined by slashes, 100 characters at most."}
	missingID = &diag.Kind{Code: "SRC043", ID: "missing-id", Title: "entry of a list without ID",
		Family: diag.Error, Category: namesCategory, Severity: diag.Major,
		Why:    "The file name can give an ID to one entry only.",
		Settle: "Give each entry of the file its own `id`."}
	duplicateID = &diag.Kind{Code: "SRC044", ID: "duplicate-id", Title: "two entries of one ID",
		Family: diag.Error, Category: namesCategory, Severity: diag.Critical,
		Why:    "A reference to the ID could mean either, and only one page can stand at its address.",
		Settle: "Merge the two entries, or give one of them another ID."}
)
