package site

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"

	"github.com/concord-catalog/concord/catalog/source"
)

// A picture is published as it is, and may be opened by itself: then it is a
// document of the site, in which scripts run and from which addresses are
// fetched. So every element and attribute of an SVG file must be one that only
// draws. Names are judged as a parser of XML reads them, whatever prefix they
// are written with.

func isSVG(path string) bool { return strings.HasSuffix(strings.ToLower(path), ".svg") }

// publishable reports whether a file may be published as it is.
func publishable(f *source.File) bool { return !isSVG(f.Path) || drawsOnly(f.Data) }

const (
	svgSpace   = "http://www.w3.org/2000/svg"
	xhtmlSpace = "http://www.w3.org/1999/xhtml"
	maxSVG     = 200 // elements inside one another
)

// drawing are the elements that draw, describe or lay out, and nothing else.
var drawing = namesIn(`svg g defs symbol use title desc metadata switch view style
	path rect circle ellipse line polyline polygon text tspan textPath image
	linearGradient radialGradient stop pattern clipPath mask marker filter
	feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
	feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode
	feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`)

func namesIn(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

// drawsOnly reports whether an SVG file does nothing but draw. It errs towards
// no: what is not plain XML in UTF-8 counts as more than drawing.
func drawsOnly(data []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(data))
	depth, inStyle := 0, false
	var style []byte // a browser reads it as one text, however it is cut up
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return true
		}
		if err != nil {
			return false
		}
		ok := true
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			ok = depth <= maxSVG && !inStyle && drawsElement(t)
			inStyle = t.Name.Local == "style"
		case xml.EndElement:
			depth--
			ok = !inStyle || !loads.Match(style)
			inStyle, style = false, nil
		case xml.CharData:
			if inStyle {
				style = append(style, t...)
			}
		case xml.ProcInst:
			ok = t.Target == "xml"
		case xml.Directive:
			ok = !bytes.ContainsRune(t, '[') // entities of its own
		}
		if !ok {
			return false
		}
	}
}

// drawsElement accepts what only draws, and what drawing programs note in
// vocabularies of their own, which mean nothing to a browser.
func drawsElement(e xml.StartElement) bool {
	switch e.Name.Space {
	case svgSpace:
		if !drawing[e.Name.Local] {
			return false
		}
	case xhtmlSpace, "":
		return false
	}
	for _, a := range e.Attr {
		if !drawsAttribute(a) {
			return false
		}
	}
	return true
}

// loads matches style that fetches something, or that hides what it does.
var loads = regexp.MustCompile(`(?i)@import|url\(\s*["']?\s*[^#"'\s]|image-set|src\s*\(|\\`)

// embedded matches pictures that an address holds itself.
var embedded = regexp.MustCompile(`^data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$`)

func drawsAttribute(a xml.Attr) bool {
	name := strings.ToLower(a.Name.Local)
	switch {
	case strings.HasPrefix(name, "on"), name == "base" && a.Name.Space != "":
		return false
	case name == "href" || name == "src":
		return strings.HasPrefix(a.Value, "#") || embedded.MatchString(a.Value)
	case a.Name.Space == "xmlns" || name == "xmlns":
		return true
	}
	return !loads.MatchString(a.Value)
}
