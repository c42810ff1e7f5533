package serve

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/internal/output"
	"github.com/concord-catalog/concord/catalog/source"
)

var badKind = &diag.Kind{Code: "DEC001", ID: "bad-syntax", Family: diag.Error}

func good(pages ...string) *Build {
	b := &Build{Set: source.NewSet(nil)}
	for i := 0; i < len(pages); i += 2 {
		b.Files = append(b.Files, output.File{Path: pages[i], Data: []byte(pages[i+1])})
	}
	return b
}

func bad(message string) *Build {
	return &Build{Set: source.NewSet(map[string][]byte{"a.yaml": []byte("name: [\n")}), Findings: diag.List{
		{Kind: badKind, Message: message, At: source.Span{File: 1, Start: 6, End: 7}}}}
}

// testServer is a server on port 4321 of a site of three files.
func testServer(t *testing.T) *server {
	t.Helper()
	s := newServer(4321)
	s.swap(good("index.html", "<html><body>home</body></html>", "terms/a.html", "<p>a</p>", "assets/site.js", "let x"), nil)
	return s
}

func get(s *server, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", target, nil)
	r.Host = "localhost:4321"
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestOnlyOwnNamesAndOriginsAreAnswered(t *testing.T) {
	s := testServer(t)
	tests := []struct {
		host, origin string
		want         int
	}{
		{"localhost:4321", "", 200},
		{"127.0.0.1:4321", "", 200},
		{"[::1]:4321", "", 200},
		{"localhost:4321", "http://localhost:4321", 200},
		{"localhost:4321", "http://127.0.0.1:4321", 200},
		{"localhost", "", 403},
		{"localhost:80", "", 403},
		{"LOCALHOST:4321", "", 403},
		{"localhost.:4321", "", 403},
		{"pwn.example", "", 403},
		{"pwn.example:4321", "", 403},
		{"127.0.0.1.pwn.example:4321", "", 403},
		{"localhost:4321.pwn.example", "", 403},
		{"[::ffff:127.0.0.1]:4321", "", 403},
		{"[::ffff:1.2.3.4]:4321", "", 403},
		{"0.0.0.0:4321", "", 403},
		{"2130706433:4321", "", 403},
		{"", "", 403},
		{"localhost:4321", "https://pwn.example", 403},
		{"localhost:4321", "http://pwn.example", 403},
		{"localhost:4321", "https://localhost:4321", 403},
		{"localhost:4321", "http://localhost:9999", 403},
		{"localhost:4321", "http://localhost", 403},
		{"localhost:4321", "null", 403},
		{"localhost:4321", "http://localhost:4321@pwn.example", 403},
		{"localhost:4321", "file://", 403},
	}
	for _, tt := range tests {
		for _, target := range []string{"/", "/__concord/findings.html", "/__concord/live.js"} {
			headers := []string{"Host", tt.host, "X-Forwarded-Host", "localhost:4321"}
			if tt.origin != "" {
				headers = append(headers, "Origin", tt.origin)
			}
			if got := get(s, target, headers...).Code; got != tt.want {
				t.Errorf("%s with host %q and origin %q: %d, want %d", target, tt.host, tt.origin, got, tt.want)
			}
		}
	}
	// An event stream would not end; a refusal does.
	if got := get(s, "/__concord/events", "Origin", "https://pwn.example").Code; got != 403 {
		t.Errorf("events for another origin: %d", got)
	}
}

func TestHeaders(t *testing.T) {
	s := testServer(t)
	for _, target := range []string{"/", "/assets/site.js", "/none", "/__concord/live.js", "/__concord/findings.html", "/__concord/none"} {
		h := get(s, target).Header()
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Cross-Origin-Resource-Policy") != "same-origin" {
			t.Errorf("%s: headers %v", target, h)
		}
		if csp := h.Get("Content-Security-Policy"); csp == "" || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", target, csp)
		}
		for name := range h {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s: header %s", target, name)
			}
		}
	}
	r := httptest.NewRequest("POST", "/", nil)
	r.Host = "localhost:4321"
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}

func TestSiteIsServedByExactName(t *testing.T) {
	s := testServer(t)
	tests := []struct {
		target string
		code   int
		mime   string
		body   string
	}{
		{"/", 200, "text/html; charset=utf-8", "home"},
		{"/index.html", 200, "text/html; charset=utf-8", "home"},
		{"/index.html?q=x", 200, "text/html; charset=utf-8", "home"},
		{"/terms/a.html", 200, "text/html; charset=utf-8", "<p>a</p>"},
		{"/terms%2Fa.html", 200, "text/html; charset=utf-8", "<p>a</p>"},
		{"/assets/site.js", 200, "text/javascript; charset=utf-8", "let x"},
		{"/terms/", 404, "", ""},
		{"/terms", 404, "", ""},
		{"/INDEX.HTML", 404, "", ""},
		{"/terms//a.html", 404, "", ""},
		{"/terms/../index.html", 404, "", ""},
		{"/__concord/", 404, "", ""},
		{"/__concord/findings.tmpl", 404, "", ""},
		{"/__concord/../index.html", 404, "", ""},
	}
	for _, tt := range tests {
		w := get(s, tt.target)
		if w.Code != tt.code || tt.mime != "" && w.Header().Get("Content-Type") != tt.mime || !strings.Contains(w.Body.String(), tt.body) {
			t.Errorf("%s: %d %q %q", tt.target, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
	}
	if js := get(s, "/assets/site.js").Body.String(); js != "let x" {
		t.Errorf("a script was changed on the way: %q", js)
	}
}

// Clients that do not tidy their paths get nothing but a refusal.
func TestPathTricks(t *testing.T) {
	url, _ := running(t, func() (*Build, error) { return good("index.html", "home"), nil })
	host := strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/")
	addr := strings.Replace(host, "localhost", "127.0.0.1", 1)
	for _, path := range []string{
		"/%2e%2e/etc/passwd", "/..%2f..%2fetc/passwd", "/../../etc/passwd", `/..\..\etc\passwd`, `/..%5c..%5cetc%5cpasswd`,
		"//etc/passwd", "///etc/passwd", "/./etc/passwd", "/%00", "/index.html%00", "/etc/passwd%00.html",
		"/@fs/etc/passwd?import&raw??", "/index.html/..", "/__concord/../../etc/passwd", "/__concord/%2e%2e/serve.go",
		"/proc/self/environ", "/" + strings.Repeat("a", 100_000), "http://pwn.example/", "*", "index.html", "/\x01",
	} {
		code, body := raw(t, addr, "GET "+path+" HTTP/1.1\r\nHost: "+host+"\r\nConnection: close\r\n\r\n")
		if code < 400 || strings.Contains(body, "root:") || strings.Contains(body, "home") {
			t.Errorf("%.60q: %d %.80q", path, code, body)
		}
	}
	for _, request := range []string{"GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nHost: " + host + "\r\nHost: pwn\r\n\r\n",
		"GET http://pwn.example/ HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n", "\x00\x01\x02\r\n\r\n"} {
		if code, body := raw(t, addr, request); code < 400 || strings.Contains(body, "home") {
			t.Errorf("%q: %d %q", request, code, body)
		}
	}
}

func raw(t *testing.T, addr, request string) (code int, body string) {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(5 * time.Second))
	io.WriteString(c, request)
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return 499, err.Error() // closed without an answer is a refusal too
	}
	defer r.Body.Close()
	data, _ := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	return r.StatusCode, string(data)
}

func TestOverlay(t *testing.T) {
	s := testServer(t)
	start := s.event()
	if !strings.HasPrefix(start, "event: site\n") {
		t.Fatalf("a good site is announced as %q", start)
	}
	steps := []struct {
		name  string
		build *Build
		err   error
		event string // what browsers are told
		same  bool   // the revision of the site is what it was
		page  string // what findings.html says
	}{
		{"a broken edit", bad("first <problem>"), nil, "broken", true, "first &lt;problem&gt;"},
		{"another one", bad("second problem"), nil, "broken", true, "second problem"},
		{"a folder that cannot be read", nil, errors.New("no \x1b[31mpermission"), "broken", true, "no ␛[31mpermission"},
		{"the old text again", good("index.html", "<html><body>home</body></html>", "terms/a.html", "<p>a</p>", "assets/site.js", "let x"), nil, "site", true, "Nothing is in the way"},
		{"a good edit", good("index.html", "new"), nil, "site", false, "Nothing is in the way"},
	}
	last := ""
	for _, step := range steps {
		before := s.current.Load()
		e := s.swap(step.build, step.err)
		now := s.current.Load()
		event := s.event()
		if !strings.HasPrefix(event, "event: "+step.event+"\ndata: ") || event == last {
			t.Errorf("%s: announced as %q after %q", step.name, event, last)
		}
		if e.Good != (step.event == "site") || (now.revision == before.revision) != step.same {
			t.Errorf("%s: event %+v, revision %d after %d", step.name, e, now.revision, before.revision)
		}
		if page := get(s, "/__concord/findings.html").Body.String(); !strings.Contains(page, step.page) {
			t.Errorf("%s: findings page is %s", step.name, page)
		}
		if !e.Good {
			if w := get(s, "/"); w.Code != 200 || !strings.Contains(w.Body.String(), "home") {
				t.Errorf("%s: the last good site is gone: %d %q", step.name, w.Code, w.Body)
			}
		}
		last = event
	}
	if w := get(s, "/terms/a.html"); w.Code != 404 {
		t.Errorf("a page that went is still served: %d", w.Code)
	}
}

func TestFirstBuildFails(t *testing.T) {
	s := newServer(4321)
	if e := s.swap(bad("not yet"), nil); !e.First || e.Good {
		t.Errorf("event %+v", e)
	}
	w := get(s, "/terms/a.html")
	if w.Code != 503 || !strings.Contains(w.Body.String(), "not yet") || !strings.Contains(w.Body.String(), "data-broken=") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if e := s.swap(good("index.html", "home"), nil); e.First || !e.Good || e.Changed != 1 {
		t.Errorf("event %+v", e)
	}
	if w := get(s, "/"); w.Code != 200 || strings.Contains(w.Body.String(), "data-broken") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestMakeLive(t *testing.T) {
	now := &snapshot{files: map[string][]byte{}, revision: 7}
	const tag = `<script src="/__concord/live.js" data-revision="7" defer></script>` + "\n"
	const live = "script-src 'self'; connect-src 'self'; frame-src 'self'; style-src 'self'; frame-ancestors 'self'"
	tests := []struct{ name, page, want, policy string }{
		{"plain", "<body>x</body>", "<body>x" + tag + "</body>",
			"default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; " + live},
		{"no body", "x", "x" + tag,
			"default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; " + live},
		{"own policy", `<head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src &#39;self&#39;; img-src 'self' data:"><title>`,
			"<head><title>" + tag, "default-src 'none'; script-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; style-src 'self'; frame-ancestors 'self'"},
		{"single quotes", `<META content='default-src "none"; connect-src &#39;none&#39;; frame-ancestors x' http-equiv=content-security-policy />`, tag,
			`default-src "none"; connect-src 'self'; frame-ancestors x; script-src "none" 'self'; frame-src "none" 'self'; style-src "none" 'self'`},
	}
	for _, tt := range tests {
		page, policy := makeLive([]byte(tt.page), now)
		if string(page) != tt.want || policy != tt.policy {
			t.Errorf("%s:\n%s\n%s\nwant\n%s\n%s", tt.name, page, policy, tt.want, tt.policy)
		}
	}
}

// The script must stay within what the policy allows, and must not make markup
// of anything.
func TestLiveScriptMakesNoMarkup(t *testing.T) {
	js := get(testServer(t), "/__concord/live.js").Body.String()
	for _, word := range []string{"innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval", "Function(", "srcdoc", "http:", "https:"} {
		if strings.Contains(js, word) {
			t.Errorf("live.js uses %s", word)
		}
	}
}

// events reads the events of a running server one by one.
func events(t *testing.T, ctx context.Context, url string) *bufio.Scanner {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, "GET", url+"__concord/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	if response.StatusCode != 200 || response.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("events: %s %s", response.Status, response.Header.Get("Content-Type"))
	}
	return bufio.NewScanner(response.Body)
}

func nextEvent(t *testing.T, sc *bufio.Scanner) (name, data string) {
	t.Helper()
	for sc.Scan() {
		if v, ok := strings.CutPrefix(sc.Text(), "event: "); ok {
			name = v
		}
		if v, ok := strings.CutPrefix(sc.Text(), "data: "); ok {
			data = v
		}
		if sc.Text() == "" && name != "" {
			return name, data
		}
	}
	t.Fatalf("the stream ended: %v", sc.Err())
	return "", ""
}

func TestClientCap(t *testing.T) {
	s := testServer(t)
	for range maxClients {
		if _, ok := s.join(); !ok {
			t.Fatal("refused too early")
		}
	}
	if w := get(s, "/__concord/events"); w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("one client too many: %d %v", w.Code, w.Header())
	}
	if w := get(s, "/"); w.Code != 200 {
		t.Errorf("pages are refused too: %d", w.Code)
	}
}

func TestTakenPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	port := l.Addr().(*net.TCPAddr).Port
	if _, _, err := listen(port, false); err == nil || !strings.Contains(err.Error(), fmt.Sprint(port)) {
		t.Errorf("a taken port that was asked for: %v", err)
	}
	listeners, got, err := listen(port, true)
	if err != nil || got == port {
		t.Fatalf("a taken port that was not asked for: %d, %v", got, err)
	}
	for _, l := range listeners {
		if ip := l.Addr().(*net.TCPAddr).IP; !ip.IsLoopback() {
			t.Errorf("listens on %s", ip)
		}
	}
	closeAll(listeners)
}
