package render_test

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/render"
	"github.com/concord-catalog/concord/themes"
)

// assets are the files that a theme publishes, by path.
func assets(t *testing.T, layers ...fs.FS) map[string]output.File {
	t.Helper()
	sub, err := fs.Sub(themes.FS, "concord")
	if err != nil {
		t.Fatal(err)
	}
	th, err := render.ReadTheme(append([]fs.FS{sub}, layers...)...)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]output.File{}
	for _, f := range th.Files() {
		files[f.Path] = f
	}
	return files
}

func TestThemeLayers(t *testing.T) {
	own := fstest.MapFS{
		"theme.toml":     {Data: []byte("name = \"Ours\"\n[light]\naccent = \"#123456\"\n[dark]\naccent = \"#abcdef\"\n[fonts]\ntext = [\"Our Sans\", \"sans-serif\"]\n")},
		"icons/logo.svg": {Data: []byte("<svg/>")},
		"css/99-own.css": {Data: []byte("/* ours */\nbody {\n  margin: 0;\n}\n")},
	}
	files := assets(t, own)
	sheet := string(files["assets/site.css"].Data)
	for _, want := range []string{"--accent:light-dark(#123456,#abcdef);", `--font-text:"Our Sans",sans-serif;`, "--paper:light-dark(", "body {\nmargin: 0;\n}\n"} {
		if !strings.Contains(sheet, want) {
			t.Errorf("the style sheet has no %q", want)
		}
	}
	if strings.Contains(sheet, "ours") {
		t.Error("the style sheet keeps its comments")
	}
	if got := string(files["assets/logo.svg"].Data); got != "<svg/>" {
		t.Errorf("the logo is %q", got)
	}
}

func TestThemeRefusesWhatIsNoColour(t *testing.T) {
	for _, toml := range []string{
		"[light]\npaper = \"red\"", "[light]\npaper = \"#fff;}body{display:none\"", "[light]\n\"a;b\" = \"#ffffff\"",
		"[dark]\nnew = \"#ffffff\"", "[fonts]\ntext = [\"a\\\";}\"]", "name = ",
	} {
		sub, _ := fs.Sub(themes.FS, "concord")
		if _, err := render.ReadTheme(sub, fstest.MapFS{"theme.toml": {Data: []byte(toml)}}); err == nil {
			t.Errorf("%q is accepted", toml)
		}
	}
}

// Every text of the theme can be read on whatever it stands on: 4.5 to 1 in
// both schemes, and 3 to 1 for the edges of fields and buttons (WCAG 1.4.3 and
// 1.4.11).
func TestContrast(t *testing.T) {
	almanac, err := fs.Sub(themes.FS, "almanac")
	if err != nil {
		t.Fatal(err)
	}
	t.Run("concord", func(t *testing.T) { checkContrast(t, 4.5) })
	t.Run("almanac", func(t *testing.T) { checkContrast(t, 7, almanac) })
	t.Run("tutorial", func(t *testing.T) { checkContrast(t, 4.5, tutorial(t)) })
}

// tutorial is the theme that CONTRIBUTING.md makes, by theme.toml alone.
func tutorial(t *testing.T) fs.FS {
	t.Helper()
	text, err := os.ReadFile("../../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(text), "### Make a theme")
	_, rest, begun := strings.Cut(rest, "```toml\n")
	toml, _, ended := strings.Cut(rest, "```")
	if !ok || !begun || !ended {
		t.Fatal("CONTRIBUTING.md does not make a theme")
	}
	return fstest.MapFS{"theme.toml": {Data: []byte(toml)}, "harbour.svg": {Data: []byte("<svg>harbour</svg>")}}
}

// The theme of the tutorial changes colours, letters and the logo, and leaves
// the rest as it is.
func TestTutorialTheme(t *testing.T) {
	files := assets(t, tutorial(t))
	sheet := string(files["assets/site.css"].Data)
	for _, want := range []string{`--font-text:"Atkinson Hyperlegible"`, "--accent:light-dark(#7a1f5c,#f0a8d6);", "--paper:light-dark(#ffffff,#14181b);"} {
		if !strings.Contains(sheet, want) {
			t.Errorf("the style sheet has no %q", want)
		}
	}
	for _, icon := range []string{"assets/logo.svg", "assets/favicon.svg"} {
		if got := string(files[icon].Data); got != "<svg>harbour</svg>" {
			t.Errorf("%s is %q", icon, got)
		}
	}
}

// A logo may be a PNG file; what is no picture is refused.
func TestThemeLogo(t *testing.T) {
	own := fstest.MapFS{"theme.toml": {Data: []byte("logo = \"l.png\"\n")}, "l.png": {Data: []byte("\x89PNG")}}
	if got := string(assets(t, own)["assets/logo.svg"].Data); !strings.Contains(got, "data:image/png;base64,iVBORw==") {
		t.Errorf("the logo is %q", got)
	}
	sub, _ := fs.Sub(themes.FS, "concord")
	for _, toml := range []string{"logo = \"missing.svg\"", "logo = \"../../etc/passwd\"", "logo = \"theme.toml\""} {
		if _, err := render.ReadTheme(sub, fstest.MapFS{"theme.toml": {Data: []byte(toml)}}); err == nil {
			t.Errorf("%s is accepted", toml)
		}
	}
}

func checkContrast(t *testing.T, least float64, layers ...fs.FS) {
	sheet := string(assets(t, layers...)["assets/site.css"].Data)
	colours := map[string][2]string{}
	for _, m := range regexp.MustCompile(`--([a-z-]+):light-dark\((#[0-9a-f]{6}),(#[0-9a-f]{6})\)`).FindAllStringSubmatch(sheet, -1) {
		colours[m[1]] = [2]string{m[2], m[3]}
	}
	check := func(text, ground string, least float64) {
		for scheme, name := range []string{"light", "dark"} {
			a, b := colours[text][scheme], colours[ground][scheme]
			if a == "" || b == "" {
				t.Fatalf("there is no colour %s or %s", text, ground)
			}
			if got := contrast(t, a, b); got < least {
				t.Errorf("%s on %s, %s: %.2f to 1, want %.1f", text, ground, name, got, least)
			}
		}
	}
	for _, text := range []string{"ink", "muted", "accent", "clash", "good", "warn"} {
		check(text, "paper", least)
		check(text, "panel", least)
		if text != "ink" && text != "muted" {
			check(text, text+"-tint", least)
			check("ink", text+"-tint", least)
		}
	}
	check("ink", "clash-mark", least)
	check("paper", "accent", least)
	check("paper", "clash", least)
	check("edge", "paper", 3)
}

func contrast(t *testing.T, a, b string) float64 {
	light := func(colour string) float64 {
		var sum float64
		for i, share := range []float64{0.2126, 0.7152, 0.0722} {
			n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
			if err != nil {
				t.Fatal(err)
			}
			c := float64(n) / 255
			if c <= 0.04045 {
				c /= 12.92
			} else {
				c = math.Pow((c+0.055)/1.055, 2.4)
			}
			sum += share * c
		}
		return sum
	}
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func packed(data []byte) int {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(data)
	w.Close()
	return b.Len()
}

// A template laid over the built-in ones replaces the file of the same path, a
// page as well as a part.
func TestOverriddenTemplates(t *testing.T) {
	over := fstest.MapFS{
		"page/term.tmpl":        {Data: []byte(`<!doctype html><title>{{.View.Title}}</title>{{template "list" .View.RecordedIn}}`)},
		"partial/colophon.tmpl": {Data: []byte(`<footer>ours</footer>`)},
	}
	files := map[string]string{}
	for _, f := range filesOf(t, renderer(t, over), rich(t), nil) {
		files[f.Path] = string(f.Data)
	}
	if page := files["terms/harbour/call.html"]; !strings.HasPrefix(page, "<!doctype html><title>Port call</title>") {
		t.Errorf("the page is %.200q", page)
	}
	if page := files["kpis/kept.html"]; !strings.Contains(page, "<footer>ours</footer>") || !strings.Contains(page, `class="top"`) {
		t.Error("the part of the user's own is not used, or others are lost")
	}
}
