package print

import (
	"bytes"
	"io/fs"
	"strings"

	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/site"
)

// Templates is where the templates of a booklet come from.
type Templates struct {
	Builtin   fs.FS // print/*.tmpl and print/*.css
	Overrides fs.FS // files of the same path that replace them; may be nil
}

// HTML makes the page of a booklet, for the site or for a browser that prints
// it. With pdf set it links to the same as a PDF.
func HTML(k *Booklet, t Templates, pdf bool) (output.File, error) {
	m := &markup{words: k.Words.T, href: func(place string) string { return "#" + place }, images: true}
	url := site.BookletURL(k.Pack)
	m.root = strings.Repeat("../", strings.Count(url, "/"))
	if pdf {
		m.pdf = m.root + site.BookletPDF(k.Pack)
	}
	var err error
	if m.figures, err = layOut(k); err != nil {
		return output.File{}, err
	}
	set, err := m.parse(t.Builtin, t.Overrides)
	if err != nil {
		return output.File{}, err
	}
	var b bytes.Buffer
	if err := set.ExecuteTemplate(&b, "print/book.tmpl", k); err != nil {
		return output.File{}, err
	}
	return output.File{Path: url, Data: b.Bytes()}, nil
}

// Sheets are the style sheets of all booklets, as the site publishes them.
func Sheets(t Templates) ([]output.File, error) {
	var files []output.File
	for _, name := range []string{"print.css", "print-fonts.css"} {
		css, err := readFile("print/"+name, t.Builtin, t.Overrides)
		if err != nil {
			return nil, err
		}
		files = append(files, output.File{Path: "assets/" + name, Data: css})
	}
	return files, nil
}
