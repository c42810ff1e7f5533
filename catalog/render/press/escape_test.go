package press_test

import (
	"html/template"
	"strings"
	"testing"

	"github.com/concord-catalog/concord/catalog/render/press"
)

// places has an action in every place that a page may have one.
const places = `<title>{{.}}</title><meta http-equiv="refresh" content="{{.}}"><meta name="description" content="{{.}}">` +
	`<p title="{{.}}" class='a-{{.}}'>{{.}}</p><a href="/{{.}}/{{.}}">x</a><a href="?q={{.}}">x</a><a href="#{{.}}">x</a><img src="x/{{.}}" data-url="y/{{.}}">`

// addresses are places that take an address from its beginning; unsafe ones are
// given up.
const addresses = `<a href="{{.}}">x</a><form action='{{.}}'></form><meta http-equiv="refresh" content="0; url={{.}}">`

// FuzzEscapers holds every escaper against that of html/template.
func FuzzEscapers(f *testing.F) {
	for _, s := range []string{"", "plain", `<&>'"+`, "\x00\t\r\n\f\v`=", "a\xffb\xc3", "ä€\U0001f600\u2028\ufdd0\ufffe", "%41%4%zz%", "%", "%%41",
		"javascript:alert(1)", "JAVASCRIPT:x", "java\tscript:x", "http:x", "HTTPS://x", "mailto:a@b", "x/y:z", ":", "data:text/html,<b>",
		"../a b/ü.html?c=d&e[]=f#g!", "https://[::1]:80/;,@$*~_", "&amp;&#34;", "ZgotmplZ"} {
		f.Add(s)
	}
	all := map[string]*template.Template{}
	fast := map[string]*press.Template{}
	for name, text := range map[string]string{"places": places, "addresses": addresses} {
		all[name] = template.Must(template.New(name).Parse(text))
		s := press.NewSet(all[name], nil)
		if err := s.Add(name); err != nil {
			f.Fatal(err)
		}
		fast[name] = s.Lookup(name)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, slow := range all {
			var want strings.Builder
			if err := slow.Execute(&want, s); err != nil {
				t.Fatal(err)
			}
			got, ok := fast[name].Append(nil, &s)
			if unsafe := strings.Contains(want.String(), `"#ZgotmplZ"`) && !strings.Contains(s, "ZgotmplZ"); unsafe {
				if ok {
					t.Errorf("%q is printed as an address: %q", s, got)
				}
				continue
			}
			if !ok || string(got) != want.String() {
				t.Errorf("%q: got %q, %t\nwant %q", s, got, ok, want.String())
			}
		}
	})
}
