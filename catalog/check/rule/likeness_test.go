package rule

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/check"
	"github.com/concord-catalog/concord/catalog/decode"
	"github.com/concord-catalog/concord/catalog/ingest"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/resolve"
	"github.com/concord-catalog/concord/catalog/source"
)

// score counts how labelled pairs were judged.
type score struct{ right, wrong, missed, silent int }

func (s *score) add(same, found bool) {
	switch {
	case same && found:
		s.right++
	case found:
		s.wrong++
	case same:
		s.missed++
	default:
		s.silent++
	}
}

// hold logs precision, recall and the share of false alarms, and asks for the
// least of them.
func (s score) hold(t *testing.T, leastPrecision, leastRecall float64) {
	t.Helper()
	precision := float64(s.right) / float64(max(1, s.right+s.wrong))
	recall := float64(s.right) / float64(max(1, s.right+s.missed))
	alarms := float64(s.wrong) / float64(max(1, s.wrong+s.silent))
	t.Logf("%d pairs: precision %.3f, recall %.3f, false alarms %.3f", s.right+s.wrong+s.missed+s.silent, precision, recall, alarms)
	if precision < leastPrecision || recall < leastRecall {
		t.Errorf("precision %.3f and recall %.3f, want at least %.2f and %.2f", precision, recall, leastPrecision, leastRecall)
	}
	if alarms >= 0.05 {
		t.Errorf("false alarms on %.1f %% of the pairs that are two things", 100*alarms)
	}
}

// TestLikeness judges the pairs of texts in testdata/likeness. Those in later.txt
// were written when the measure was set and have not changed it.
func TestLikeness(t *testing.T) {
	for name, recall := range map[string]float64{"business.txt": 0.80, "later.txt": 0.50} {
		t.Run(name, func(t *testing.T) { judgeTexts(t, "testdata/likeness/"+name).hold(t, 0.95, recall) })
	}
}

// judgeTexts reads blocks of three lines: language and label, and two texts.
func judgeTexts(t *testing.T, path string) score {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all score
	readers := map[string]*reader{"en": readerOf("en"), "de": readerOf("de")}
	for _, block := range strings.Split(string(data), "\n\n") {
		lines := strings.Split(strings.TrimSpace(block), "\n")
		if strings.HasPrefix(lines[0], "#") {
			continue
		}
		lang, label, _ := strings.Cut(lines[0], " ")
		r := readers[lang]
		if r == nil || len(lines) != 3 || label != "same" && label != "other" {
			t.Fatalf("cannot read %q", block)
		}
		found := sayTheSame(nil, r.sayingOf(lines[1]), r.sayingOf(lines[2]))
		all.add(label == "same", found)
		if found != (label == "same") {
			t.Logf("judged %t: %s", found, block)
		}
	}
	return all
}

// TestLikenessCorpora judges pairs of published definitions that are listed by
// ID in testdata/likeness/corpora.txt, as the rule synonym does. Their texts are
// not part of the project.
func TestLikenessCorpora(t *testing.T) {
	corpora := os.Getenv("CONCORD_CORPORA")
	if corpora == "" {
		t.Skip("CONCORD_CORPORA does not name a folder of published catalogs; skipped")
	}
	labelled := corpusPairs(t)
	var all score
	for _, corpus := range []struct{ format, folder string }{{"wot", "wot"}, {"metric-hub", "metric-hub"}, {"sdg", "sdg-uk"}} {
		c := imported(t, corpus.format, filepath.Join(corpora, corpus.folder))
		labels, r := check.IndexLabels(c, nil), readerOf("en")
		for _, p := range labelled[corpus.folder] {
			a, b := c.ByKey(p.a), c.ByKey(p.b)
			if a == nil || b == nil {
				t.Errorf("%s or %s is not in %s", p.a, p.b, corpus.folder)
				continue
			}
			s := synonyms{reader: r, entries: []*model.Entry{a, b}, sayings: []saying{r.said(a), r.said(b)}}
			all.add(p.same, sayTheSame(labels, s.sayings[0], s.sayings[1]) && !s.series(pair{0, 1}, true))
		}
	}
	all.hold(t, 0.95, 0.75)
}

type labelledPair struct {
	a, b string
	same bool
}

// corpusPairs reads lines of corpus, label and the two entries.
func corpusPairs(t *testing.T) map[string][]labelledPair {
	t.Helper()
	f, err := os.Open("testdata/likeness/corpora.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	pairs := map[string][]labelledPair{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		words := strings.Fields(lines.Text())
		if len(words) == 4 && words[0] != "#" {
			pairs[words[0]] = append(pairs[words[0]], labelledPair{words[2], words[3], words[1] == "same"})
		}
	}
	return pairs
}

func readerOf(lang string) *reader {
	c := &model.Catalog{Config: model.Config{Languages: []model.Text{{S: lang}}}}
	return newReader(&check.Pass{Env: check.Env{Catalog: c}})
}

// imported is a published catalog as the importer reads it.
func imported(t *testing.T, format, folder string) *model.Catalog {
	t.Helper()
	for _, f := range ingest.Formats() {
		if f.Name != format {
			continue
		}
		r, err := f.Import(context.Background(), os.DirFS(folder), ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		files := map[string][]byte{}
		for _, f := range r.Files {
			files[f.Path] = f.Data
		}
		set := source.NewSet(files)
		tree, _ := decode.Decode(set, nil)
		c, _ := resolve.Resolve(set, tree)
		return c
	}
	t.Fatalf("there is no format %s", format)
	return nil
}
