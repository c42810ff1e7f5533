package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/source"
)

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	File    string        `xml:"file,attr,omitempty"`
	Line    int           `xml:"line,attr,omitempty"`
	Failure *junitFailure `xml:"failure,omitempty"`
	Skipped *junitSkipped `xml:"skipped,omitempty"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

// JUnit prints findings as the results of tests, for the many CI systems that
// show those: one suite for each family. Errors and conflicts are failures,
// advice and what is settled are skipped tests; a family with no finding is one
// test that passed.
func JUnit(w io.Writer, set *source.Set, list diag.List, o Options) error {
	all := junitSuites{Name: "concord check"}
	for _, family := range []diag.Family{diag.Error, diag.Conflict, diag.Advice} {
		s := junitSuite{Name: family.String()}
		for i := range list {
			if list[i].Kind.Family == family {
				s.add(junitOf(set, &list[i], o))
			}
		}
		if len(s.Cases) == 0 {
			s.add(junitCase{Name: "no findings", Class: "concord." + family.String()})
		}
		all.Tests += s.Tests
		all.Failures += s.Failures
		all.Suites = append(all.Suites, s)
	}
	data, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	_, err = w.Write(append(append([]byte(xml.Header), bytes.ToValidUTF8(data, []byte("\ufffd"))...), '\n'))
	return err
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	if c.Failure != nil {
		s.Failures++
	}
	if c.Skipped != nil {
		s.Skipped++
	}
}

func junitOf(set *source.Set, f *diag.Finding, o Options) junitCase {
	c := junitCase{Name: Visible(f.Message), Class: "concord." + f.Kind.ID}
	if p := set.Place(f.At); p.Path != "" {
		c.File, c.Line = Visible(o.Folder+p.Path), p.Start.Line
	}
	switch {
	case f.Settled != nil:
		c.Skipped = &junitSkipped{fmt.Sprintf("settled by %s: %s", f.Settled.By, Visible(f.Settled.Note))}
	case f.Kind.Family == diag.Advice:
		c.Skipped = &junitSkipped{withHelp(f)}
	default:
		lines := []string{fmt.Sprintf("%s%s", where(set, f.At, o.Folder), Visible(f.Message))}
		for _, p := range f.Places {
			lines = append(lines, where(set, p.At, o.Folder)+Visible(p.Label))
		}
		for _, h := range f.Help {
			lines = append(lines, "help: "+Visible(h))
		}
		c.Failure = &junitFailure{Message: Visible(f.Message), Type: f.Kind.Code, Text: strings.Join(lines, "\n")}
	}
	return c
}
