package site

import (
	"embed"
	"io/fs"

	"github.com/concord-catalog/concord/catalog/diag"
)

//go:embed testdata/explain/*.txtar
var examples embed.FS

// Examples holds one txtar archive for each kind of finding, named after it.
func Examples() fs.FS { return diag.Examples(examples, "testdata/explain") }

// Kinds lists what can be wrong with texts and names on their way to a page, in
// code order.
func Kinds() []*diag.Kind {
	return []*diag.Kind{&unsafeLink, &brokenLink, &rawHTML, &nameCollision, &remotePicture, &activePicture}
}

var unsafeLink = diag.Kind{
	Code: "SIT001", ID: "unsafe-link", Title: "link that is not published",
	Family: diag.Advice, Category: "text", Severity: diag.Major,
	Why:    "An address that can run code or hides where it leads would do so to every reader. It is shown as plain text.",
	Settle: "Use an `https:` or `http:` address, a `mailto:` with nothing but an address, or the path of another file.",
}

var brokenLink = diag.Kind{
	Code: "SIT002", ID: "broken-link", Title: "link that leads nowhere",
	Family: diag.Advice, Category: "text", Severity: diag.Minor,
	Why:    "A reader who follows it finds nothing, and stops trusting the rest.",
	Settle: "Link to the other entry's file, as in `../terms/revenue.md`, or by its kind and ID, as in `term:finance/revenue`.",
}

var rawHTML = diag.Kind{
	Code: "SIT003", ID: "raw-html", Title: "HTML in a text",
	Family: diag.Advice, Category: "text", Severity: diag.Minor,
	Why:    "Markup in a text could do anything in a reader's browser, and does nothing in print. It is left out.",
	Settle: "Say it in Markdown, or set it in backticks when the markup itself is meant.",
}

var nameCollision = diag.Kind{
	Code: "SIT004", ID: "page-name-collision", Title: "two files of one name",
	Family: diag.Error, Category: "structure", Severity: diag.Critical,
	Why:    "Names that differ only in case or in how an accent is stored are one name on some systems: one file would overwrite the other.",
	Settle: "Rename one of them.",
}

var remotePicture = diag.Kind{
	Code: "SIT005", ID: "remote-picture", Title: "picture from another site",
	Family: diag.Advice, Category: "text", Severity: diag.Minor,
	Why:    "A page that fetches a picture from elsewhere tells that site who reads what, and breaks without it. It is shown as a link.",
	Settle: "Put the picture beside the text and refer to it by its path.",
}

var activePicture = diag.Kind{
	Code: "SIT006", ID: "active-picture", Title: "SVG picture with active content",
	Family: diag.Advice, Category: "text", Severity: diag.Major,
	Why:    "An SVG file can hold scripts and animations that run when it is opened. This one is not published.",
	Settle: "Export the picture without scripts, event handlers, animation and links, or as PNG.",
}
