package catalog_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/concord-catalog/concord/catalog/internal/output"
)

// alive lists what in the files of a site is more than text: what would run, or
// be fetched from elsewhere, or could not be read by the program it is for.
func alive(files []output.File) []string {
	var found []string
	for _, f := range files {
		var problems []string
		switch path.Ext(f.Path) {
		case ".html":
			problems = aliveHTML(f.Data)
		case ".json":
			if !json.Valid(f.Data) {
				problems = []string{"it is no JSON"}
			}
		case ".xml", ".svg", ".xhtml":
			problems = aliveXML(f.Data)
		case ".js":
			if bytes.Contains(f.Data, []byte("</script")) || bytes.ContainsAny(f.Data, "\u2028\u2029") {
				problems = []string{"its text could end a script"}
			}
		case ".pdf":
			for _, action := range []string{"/JavaScript", "/Launch", "/OpenAction", "(javascript:"} {
				if bytes.Contains(f.Data, []byte(action)) {
					problems = append(problems, "it has "+action)
				}
			}
		}
		if !fitsEverywhere(f.Path) {
			problems = append(problems, "no system takes its name")
		}
		for _, p := range problems {
			if found = append(found, fmt.Sprintf("%.200s: %s", f.Path, p)); len(found) > 20 {
				return found
			}
		}
	}
	return found
}

func fitsEverywhere(name string) bool {
	return !slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool {
		return part == "" || part == "." || part == ".." || len(part) > 255 || strings.ContainsAny(part, "\\:*?\"<>|\x00\n")
	})
}

var (
	plainName = regexp.MustCompile(`^[a-z][a-z0-9:-]*$`)
	scheme    = regexp.MustCompile(`^[\x00-\x20]*[a-zA-Z][a-zA-Z0-9+.\t\n\r-]*:`)
)

func aliveHTML(data []byte) (problems []string) {
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		return []string{err.Error()}
	}
	policy := false
	for n := range root.Descendants() {
		if n.Type == html.CommentNode && strings.Contains(n.Data, "pwn") {
			problems = append(problems, "a comment holds "+n.Data)
		}
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script":
			if n.FirstChild != nil || !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "src" }) {
				problems = append(problems, "a script is not a file")
			}
		case "iframe", "object", "embed", "base", "style", "set", "animate", "foreignObject":
			problems = append(problems, "there is a "+n.Data)
		}
		for _, a := range n.Attr {
			policy = policy || a.Key == "http-equiv" && a.Val == "Content-Security-Policy"
			if problem := aliveAttribute(n.Data, a); problem != "" {
				problems = append(problems, fmt.Sprintf("<%s %s=%q> %s", n.Data, a.Key, a.Val, problem))
			}
		}
	}
	if !policy {
		problems = append(problems, "it has no policy")
	}
	return problems
}

func aliveAttribute(element string, a html.Attribute) string {
	value := strings.ToLower(a.Val)
	switch {
	case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc", a.Key == "ping":
		return "would run"
	case !plainName.MatchString(strings.ToLower(a.Key)) || strings.Contains(a.Key, "pwn"):
		return "is no attribute of ours"
	case a.Key == "http-equiv" && value != "content-security-policy":
		return "would act"
	}
	if !slices.Contains([]string{"href", "src", "action", "formaction", "poster", "data", "srcset", "xlink:href"}, a.Key) {
		return ""
	}
	outside := scheme.MatchString(a.Val) || strings.HasPrefix(a.Val, "//") || strings.HasPrefix(a.Val, `\`) || strings.HasPrefix(a.Val, `/\`)
	switch {
	case !outside:
		if strings.Contains(a.Val, "etc/passwd") {
			return "leads out of the site"
		}
	case element != "a" && element != "link":
		return "would be fetched"
	case !strings.HasPrefix(value, "https://") && !strings.HasPrefix(value, "http://") && !strings.HasPrefix(value, "mailto:"):
		return "is of no scheme that may be"
	}
	return ""
}

// aliveXML asks that a file is well formed and has no element or attribute by
// which an XML file runs something.
func aliveXML(data []byte) (problems []string) {
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return problems
		}
		if err != nil {
			return append(problems, "it is no XML: "+err.Error())
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if strings.EqualFold(e.Name.Local, "script") || strings.EqualFold(e.Name.Local, "foreignObject") {
			problems = append(problems, "there is a "+e.Name.Local)
		}
		for _, a := range e.Attr {
			if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") || strings.Contains(strings.ToLower(a.Value), "javascript:") {
				problems = append(problems, fmt.Sprintf("<%s> has %s=%q", e.Name.Local, a.Name.Local, a.Value))
			}
		}
	}
}
