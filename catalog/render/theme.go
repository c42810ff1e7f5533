package render

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/concord-catalog/concord/catalog/internal/output"
)

// Theme is what a theme publishes: one style sheet, its scripts, pictures and
// fonts, all under assets/.
type Theme struct {
	Name  string
	files []output.File // in name order
}

// Files lists what the theme publishes, in name order. The caller must not
// change it.
func (t *Theme) Files() []output.File { return t.files }

// themeFile is theme.toml.
type themeFile struct {
	Name    string              `toml:"name"`
	Logo    string              `toml:"logo"`    // an SVG or PNG file of the theme, in the place of icons/logo.svg
	Favicon string              `toml:"favicon"` // the same for icons/favicon.svg; without it, the logo
	Fonts   map[string][]string `toml:"fonts"`   // families by use, first choice first
	Light   map[string]string   `toml:"light"`   // colours by use
	Dark    map[string]string   `toml:"dark"`
}

// ReadTheme reads a theme from its folder. A theme may be laid over another:
// later folders replace files of the same path, and single fonts and colours.
func ReadTheme(layers ...fs.FS) (*Theme, error) {
	about := themeFile{Fonts: map[string][]string{}, Light: map[string]string{}, Dark: map[string]string{}}
	files := map[string][]byte{}
	for _, layer := range layers {
		if err := about.read(layer); err != nil {
			return nil, err
		}
		if err := readFiles(files, layer); err != nil {
			return nil, err
		}
		if err := about.pictures(files, layer); err != nil {
			return nil, fmt.Errorf("theme.toml: %w", err)
		}
	}
	sheet, err := about.properties()
	if err != nil {
		return nil, fmt.Errorf("theme.toml: %w", err)
	}
	t := &Theme{Name: about.Name}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		switch dir, file := path.Split(name); dir {
		case "css/":
			sheet = append(sheet, compact(files[name])...)
		case "fonts/":
			t.files = append(t.files, output.File{Path: "assets/fonts/" + file, Data: files[name]})
		default: // js/ and icons/
			t.files = append(t.files, output.File{Path: "assets/" + file, Data: files[name]})
		}
	}
	t.files = append(t.files, output.File{Path: "assets/site.css", Data: sheet})
	slices.SortFunc(t.files, func(a, b output.File) int { return strings.Compare(a.Path, b.Path) })
	return t, nil
}

func (f *themeFile) read(layer fs.FS) error {
	var own themeFile
	_, err := toml.DecodeFS(layer, "theme.toml", &own)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("theme.toml: %w", err)
	}
	if own.Name != "" {
		f.Name = own.Name
	}
	f.Logo, f.Favicon = own.Logo, own.Favicon
	maps.Copy(f.Fonts, own.Fonts)
	maps.Copy(f.Light, own.Light)
	maps.Copy(f.Dark, own.Dark)
	return nil
}

// pictures takes the logo and the favicon that a theme names by their files.
func (f *themeFile) pictures(files map[string][]byte, layer fs.FS) error {
	for _, p := range []struct{ name, path string }{{f.Logo, "icons/logo.svg"}, {cmp.Or(f.Favicon, f.Logo), "icons/favicon.svg"}} {
		if p.name == "" {
			continue
		}
		data, err := fs.ReadFile(layer, p.name)
		if err != nil {
			return err
		}
		switch ext := strings.ToLower(path.Ext(p.name)); ext {
		case ".svg":
			files[p.path] = data
		case ".png":
			files[p.path] = framed(data)
		default:
			return fmt.Errorf("%s is neither an SVG nor a PNG file", p.name)
		}
	}
	return nil
}

// framed is a PNG picture as an SVG file, so that pages need not know which of
// the two a theme brought.
func framed(png []byte) []byte {
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><image width="32" height="32" href="data:image/png;base64,` +
		base64.StdEncoding.EncodeToString(png) + `"/></svg>` + "\n")
}

func readFiles(files map[string][]byte, layer fs.FS) error {
	for _, pattern := range []string{"css/*.css", "js/*.js", "icons/*.svg", "icons/*.png", "fonts/*"} {
		names, err := fs.Glob(layer, pattern)
		if err != nil {
			return err
		}
		for _, name := range names {
			if files[name], err = fs.ReadFile(layer, name); err != nil {
				return err
			}
		}
	}
	return nil
}

var (
	propertyName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,30}$`)
	colour       = regexp.MustCompile(`^#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$`)
	family       = regexp.MustCompile(`^[\pL\pN][\pL\pN _-]{0,60}$`)
)

// generic are the families that every browser knows, written without quotes.
var generic = []string{"serif", "sans-serif", "monospace", "system-ui", "ui-sans-serif", "ui-serif", "ui-monospace", "math"}

// properties writes fonts and colours as custom properties. A colour without a
// dark form is the same in both schemes.
func (f *themeFile) properties() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(":root{")
	for _, use := range slices.Sorted(maps.Keys(f.Fonts)) {
		if !propertyName.MatchString(use) {
			return nil, fmt.Errorf("%q is no name for a font's use", use)
		}
		var names []string
		for _, name := range f.Fonts[use] {
			switch {
			case slices.Contains(generic, name):
				names = append(names, name)
			case family.MatchString(name):
				names = append(names, `"`+name+`"`)
			default:
				return nil, fmt.Errorf("%q is no name of a font", name)
			}
		}
		fmt.Fprintf(&b, "--font-%s:%s;", use, strings.Join(names, ","))
	}
	for _, use := range slices.Sorted(maps.Keys(f.Dark)) {
		if f.Light[use] == "" {
			return nil, fmt.Errorf("the colour %q has a dark form and no light one", use)
		}
	}
	for _, use := range slices.Sorted(maps.Keys(f.Light)) {
		light, dark := f.Light[use], f.Dark[use]
		if dark == "" {
			dark = light
		}
		if !propertyName.MatchString(use) || !colour.MatchString(light) || !colour.MatchString(dark) {
			return nil, fmt.Errorf("%s = %q, %q: a colour is written as #rrggbb", use, light, dark)
		}
		fmt.Fprintf(&b, "--%s:light-dark(%s,%s);", use, light, dark)
	}
	b.WriteString("}\n")
	return b.Bytes(), nil
}

var (
	comment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	indent  = regexp.MustCompile(`\s*\n\s*`)
)

// compact leaves out what browsers skip in a style sheet: comments, and the
// space around line ends.
func compact(css []byte) []byte {
	css = comment.ReplaceAll(css, nil)
	return append(bytes.TrimSpace(indent.ReplaceAll(css, []byte("\n"))), '\n')
}
