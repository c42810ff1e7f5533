package serve

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
)

// A published page carries its policy in a meta element, which a header can
// only make stricter. Live reloading needs two more permissions than a
// published page has, so the policy moves from the page into the header.
var (
	metaPolicy   = regexp.MustCompile(`(?i)<meta\s[^>]*http-equiv\s*=\s*"?content-security-policy"?[^>]*>`)
	metaContent  = regexp.MustCompile(`(?is)content\s*=\s*(?:"([^"]*)"|'([^']*)')`)
	strictPolicy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"
)

// makeLive adds the live-reload script to a page and returns the policy to
// send with it: the page's own, or a strict one, with the script allowed.
func makeLive(page []byte, now *snapshot) (live []byte, policy string) {
	policy = strictPolicy
	if at := metaPolicy.FindIndex(page); at != nil {
		if m := metaContent.FindSubmatch(page[at[0]:at[1]]); m != nil {
			policy = html.UnescapeString(string(m[1]) + string(m[2]))
			page = slices.Concat(page[:at[0]], page[at[1]:])
		}
	}
	shown := ""
	if now.files == nil && now.broken != nil { // the page itself is the findings
		shown = fmt.Sprintf(" data-broken=\"%d\"", now.broken.revision)
	}
	tag := fmt.Appendf(nil, "<script src=\"%slive.js\" data-revision=\"%d\"%s defer></script>\n", own, now.revision, shown)
	at := bytes.LastIndex(page, []byte("</body>"))
	if at < 0 {
		at = len(page)
	}
	return slices.Concat(page[:at], tag, page[at:]), permit(policy)
}

// permit returns a policy that also allows what live reloading does: a script,
// an event stream and a frame, all from this server.
func permit(policy string) string {
	var names []string
	values := map[string][]string{}
	for _, d := range strings.Split(policy, ";") {
		words := strings.Fields(d)
		if len(words) == 0 {
			continue
		}
		name := strings.ToLower(words[0])
		if _, again := values[name]; !again { // of repeated directives the first counts
			names = append(names, name)
			values[name] = words[1:]
		}
	}
	for _, name := range []string{"script-src", "connect-src", "frame-src", "style-src"} {
		v, ok := values[name]
		if !ok {
			names = append(names, name)
			v = values["default-src"]
		}
		v = slices.DeleteFunc(slices.Clone(v), func(s string) bool { return s == "'none'" })
		if !slices.Contains(v, "'self'") {
			v = append(v, "'self'")
		}
		values[name] = v
	}
	if _, ok := values["frame-ancestors"]; !ok {
		names = append(names, "frame-ancestors")
		values["frame-ancestors"] = []string{"'self'"}
	}
	var parts []string
	for _, name := range names {
		parts = append(parts, strings.Join(append([]string{name}, values[name]...), " "))
	}
	return strings.Join(parts, "; ")
}
