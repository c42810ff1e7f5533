package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/concord-catalog/concord/catalog"
)

type scenarioJSON struct {
	Scenario string       `json:"scenario"`
	Name     string       `json:"name"`
	Question string       `json:"question"`
	File     string       `json:"file"`
	Line     int          `json:"line"`
	Pass     bool         `json:"pass"`
	Agree    bool         `json:"agree"`
	Answers  []answerJSON `json:"answers"`
}

type answerJSON struct {
	Key      string  `json:"key"`
	Answer   string  `json:"answer"`
	Expected *string `json:"expected"`
	Met      bool    `json:"met"`
}

func scenariosOf(c *catalog.Compiled) []scenarioJSON {
	list := []scenarioJSON{}
	for i := range c.Answers {
		r := &c.Answers[i]
		at := c.Set.Place(r.Scenario.At)
		s := scenarioJSON{Scenario: r.Scenario.Key(), Name: r.Scenario.Title(), Question: r.Scenario.Question.S, File: at.Path,
			Line: at.Start.Line, Pass: passes(r), Agree: r.Agree, Answers: []answerJSON{}}
		for _, a := range r.Answers {
			j := answerJSON{Key: a.Entry.Key(), Answer: answer(c, a), Met: a.Met}
			if a.Expected != nil {
				j.Expected = &a.Expected.Text
			}
			s.Answers = append(s.Answers, j)
		}
		list = append(list, s)
	}
	return list
}

func (m *machine) testJSON(c *catalog.Compiled, _ string) error {
	doc := struct {
		Version   int            `json:"version"`
		Today     string         `json:"today"`
		Scenarios []scenarioJSON `json:"scenarios"`
		Failed    int            `json:"failed"`
	}{Version: 1, Today: c.Today.String(), Scenarios: scenariosOf(c)}
	for _, s := range doc.Scenarios {
		if !s.Pass {
			doc.Failed++
		}
	}
	return printJSON(m.stdout, doc)
}

type junitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	File    string        `xml:"file,attr"`
	Line    int           `xml:"line,attr"`
	Failure *junitFailure `xml:"failure"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// testJUnit prints the results as continuous integration servers read them.
func (m *machine) testJUnit(c *catalog.Compiled, content string) error {
	suite := junitSuite{Name: "concord scenarios"}
	for i, s := range scenariosOf(c) {
		j := junitCase{Class: "scenarios", Name: s.Scenario, File: m.inContent(content, s.File), Line: s.Line}
		if !s.Pass {
			suite.Failures++
			j.Failure = &junitFailure{Message: verdict(&c.Answers[i])}
			var b strings.Builder
			for _, a := range s.Answers {
				fmt.Fprintf(&b, "%s: %s", a.Key, a.Answer)
				if a.Expected != nil {
					fmt.Fprintf(&b, ", expected %s", *a.Expected)
				}
				b.WriteByte('\n')
			}
			j.Failure.Text = b.String()
		}
		suite.Cases = append(suite.Cases, j)
	}
	suite.Tests = len(suite.Cases)
	if _, err := io.WriteString(m.stdout, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(m.stdout)
	enc.Indent("", "  ")
	if err := enc.Encode(suite); err != nil {
		return err
	}
	_, err := io.WriteString(m.stdout, "\n")
	return err
}
