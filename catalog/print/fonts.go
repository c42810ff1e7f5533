package print

import (
	_ "embed" // the fonts
	"fmt"

	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"

	"github.com/concord-catalog/concord/catalog/print/pdf"
	"github.com/concord-catalog/concord/catalog/print/typeset"
)

// The fonts of the embedded engine, under the SIL Open Font License (see
// fonts/OFL.txt). They have Latin, Greek and Cyrillic letters.
var (
	//go:embed fonts/serif.ttf
	serifFile []byte
	//go:embed fonts/serif-italic.ttf
	serifItalicFile []byte
	//go:embed fonts/serif-bold.ttf
	serifBoldFile []byte
	//go:embed fonts/sans.ttf
	sansFile []byte
	//go:embed fonts/sans-bold.ttf
	sansBoldFile []byte
)

// typefaces are the faces of a booklet, each with what stands in for characters
// that it lacks.
type typefaces struct {
	serif, italic, bold, sans, sansBold, mono typeset.Face
}

// faces parses the fonts; extra are TrueType files of the user, asked before
// the last resort. Parsed fonts keep what they looked up, so each booklet that
// is set has its own.
func faces(extra [][]byte) (*typefaces, error) {
	var own []*pdf.Font
	for _, data := range [][]byte{serifFile, serifItalicFile, serifBoldFile, sansFile, sansBoldFile, gomono.TTF, goregular.TTF} {
		f, err := pdf.ParseFont(data)
		if err != nil {
			return nil, fmt.Errorf("a built-in font: %w", err)
		}
		own = append(own, f)
	}
	var more []*pdf.Font
	for _, data := range extra {
		f, err := pdf.ParseFont(data)
		if err != nil {
			return nil, err
		}
		more = append(more, f)
	}
	face := func(i int, others ...int) typeset.Face {
		chain := append(typeset.Face{own[i]}, more...)
		for _, j := range others {
			chain = append(chain, own[j])
		}
		return chain
	}
	return &typefaces{serif: face(0, 3, 6), italic: face(1, 0, 3, 6), bold: face(2, 0, 3, 6), sans: face(3, 0, 6),
		sansBold: face(4, 3, 0, 6), mono: face(5, 3, 0)}, nil
}

// CheckFont reports why a file cannot be used as a font of the embedded engine.
func CheckFont(data []byte) error {
	_, err := pdf.ParseFont(data)
	return err
}
