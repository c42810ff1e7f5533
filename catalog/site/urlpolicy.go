package site

import (
	"net/mail"
	"net/url"
	"strings"
	"unicode"
)

// External judges an address that leads out of the site and returns it as a
// page may carry it. It is the only way for a written address into a page.
// Allowed are http and https with a host, and mailto with nothing but an
// address. Control characters and entities play no tricks: what is judged is
// what a browser would see after it has removed them.
func External(written string) (href string, ok bool) {
	s := stripControls(strings.TrimSpace(written))
	scheme, rest, found := strings.Cut(s, ":")
	if !found {
		return "", false
	}
	switch strings.ToLower(scheme) {
	case "http", "https":
		u, err := url.Parse(s)
		if err != nil || u.Host == "" || u.User != nil || u.Opaque != "" {
			return "", false
		}
		u.Scheme = strings.ToLower(u.Scheme)
		return u.String(), true
	case "mailto":
		return mailto(rest)
	}
	return "", false
}

// mailto accepts one plain address: headers and several recipients could make
// a reader send what he does not see.
func mailto(address string) (string, bool) {
	plain, err := url.PathUnescape(address)
	if err != nil || strings.ContainsAny(plain, "?&,;<>\"() \\") || stripControls(plain) != plain {
		return "", false
	}
	a, err := mail.ParseAddress(plain)
	if err != nil || a.Name != "" || a.Address != plain {
		return "", false
	}
	return "mailto:" + (&url.URL{Path: plain}).EscapedPath(), true
}

// hasScheme reports whether an address names a scheme or a host of its own, so
// that it does not stay within the site.
func hasScheme(address string) bool {
	s := stripControls(strings.TrimSpace(address))
	if strings.HasPrefix(s, "//") || strings.HasPrefix(s, `\`) || strings.HasPrefix(s, `/\`) {
		return true
	}
	scheme, _, found := strings.Cut(s, ":")
	return found && !strings.ContainsAny(scheme, "/?#")
}

// stripControls removes what browsers remove from addresses, and invisible
// characters that would hide where one leads.
func stripControls(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, s)
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
