package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// signIn is what the stub of oauth2-proxy shows instead of a page.
const signIn = "please sign in"

// TestNginxExample serves a site by the very file that users copy, with a stub
// of oauth2-proxy behind it that knows readers by a cookie.
func TestNginxExample(t *testing.T) {
	site := startNginx(t)

	t.Run("strangers are led to sign in", func(t *testing.T) {
		for _, path := range []string{"/", "/terms/sales/customer.html", "/catalog.json", "/assets/site.css", "/nothing"} {
			got := site.get(t, path, "")
			if got.body != signIn {
				t.Errorf("%s: a stranger reads %.80q", path, got.body)
			}
			if want := "then " + path; got.Header.Get("X-Stub") != want {
				t.Errorf("%s: after sign-in a reader gets to %q, want %q", path, got.Header.Get("X-Stub"), want)
			}
			// Signing in sends a form on to another host, which the policy of the
			// pages forbids. oauth2-proxy brings its own.
			if policy := got.Header.Get("Content-Security-Policy"); policy != "" {
				t.Errorf("%s: the page to sign in has the policy of the site: %s", path, policy)
			}
		}
	})

	t.Run("a request with a body does not hang", func(t *testing.T) {
		// The stub reads bodies, as a proxy may, and would wait for one that was
		// announced and does not come.
		if got := site.do(t, "POST", "/", "", strings.NewReader("a=b")); got.body != signIn {
			t.Errorf("a stranger's POST gives %d: %.80q", got.StatusCode, got.body)
		}
	})

	t.Run("readers read", func(t *testing.T) {
		for path, want := range map[string]string{
			"/":                                "<title>",
			"/index.html":                      "<title>",
			"/terms/sales/customer.html":       "Customer",
			"/terms/sales/customer":            "Customer", // without .html
			"/terms/sales/customer?from=email": "Customer",
			"/catalog.json":                    `"version"`,
		} {
			got := site.get(t, path, "reader")
			if got.StatusCode != 200 || !strings.Contains(got.body, want) {
				t.Errorf("%s: %d and no %q", path, got.StatusCode, want)
			}
			// What needs a sign-in is not for a cache that readers share.
			if control := got.Header.Values("Cache-Control"); len(control) != 1 || !strings.Contains(control[0], "private") {
				t.Errorf("%s: Cache-Control is %q", path, control)
			}
		}
	})

	t.Run("outsiders read nothing", func(t *testing.T) {
		// They are signed in, and not of those who may read.
		for _, path := range []string{"/index.html", "/404.html", "/nothing"} {
			if got := site.get(t, path, "outsider"); got.StatusCode < 400 || strings.Contains(got.body, "assets/") {
				t.Errorf("%s: an outsider reads %d %.80q", path, got.StatusCode, got.body)
			}
		}
	})

	t.Run("what is not there is answered by our page", func(t *testing.T) {
		// The folders have no index, and a site does not list them.
		for _, path := range []string{"/nothing", "/terms/nothing.html", "/a/b/c/d", "/cards", "/cards/", "/terms/", "/index.html/x"} {
			got := site.get(t, path, "reader")
			if got.StatusCode != 404 || !strings.Contains(got.body, "missing.js") {
				t.Errorf("%s: %d %.80q, want our 404 page", path, got.StatusCode, got.body)
			}
		}
	})

	t.Run("dotfiles are denied", func(t *testing.T) {
		for _, path := range []string{"/.concord-manifest", "/%2econcord-manifest", "/.git/config", "/terms/.hidden", "/assets/../.concord-manifest"} {
			got := site.get(t, path, "reader")
			if got.StatusCode != 404 || !strings.Contains(got.body, "missing.js") {
				t.Errorf("%s: %d %.80q, want our 404 page", path, got.StatusCode, got.body)
			}
		}
	})

	t.Run("headers stand on every answer", func(t *testing.T) {
		for _, path := range []string{"/", "/terms/sales/customer", "/assets/site.css", "/catalog.json", "/nothing", "/.concord-manifest"} {
			got := site.get(t, path, "reader")
			for name, want := range map[string]string{
				"Content-Security-Policy":      "default-src 'none'",
				"X-Content-Type-Options":       "nosniff",
				"Referrer-Policy":              "no-referrer",
				"Cross-Origin-Resource-Policy": "same-origin",
			} {
				if values := got.Header.Values(name); len(values) != 1 || !strings.Contains(values[0], want) {
					t.Errorf("%s (%d): %s is %q, want %q once", path, got.StatusCode, name, values, want)
				}
			}
		}
	})

	t.Run("text is compressed", func(t *testing.T) {
		for _, path := range []string{"/index.html", "/assets/site.css", "/catalog.json", "/feeds/all.xml"} {
			got := site.get(t, path, "reader")
			if got.Header.Get("Content-Encoding") != "gzip" || got.Header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("%s (%s): Content-Encoding %q, Vary %q", path, got.Header.Get("Content-Type"),
					got.Header.Get("Content-Encoding"), got.Header.Get("Vary"))
			}
		}
	})

	t.Run("letters are told", func(t *testing.T) {
		if got := site.get(t, "/index.html", "reader").Header.Get("Content-Type"); got != "text/html; charset=utf-8" {
			t.Errorf("Content-Type of a page: %q", got)
		}
	})

	t.Run("nobody reads where the proxy is down", func(t *testing.T) {
		site.proxy.Close()
		got := site.get(t, "/index.html", "reader")
		if got.StatusCode < 500 || strings.Contains(got.body, "Customer") {
			t.Errorf("without oauth2-proxy a page gives %d: %.80q", got.StatusCode, got.body)
		}
	})
}

// served is a site behind nginx.
type served struct {
	client *http.Client
	proxy  *httptest.Server // the stub of oauth2-proxy
}

// page is what nginx answers.
type page struct {
	*http.Response
	body string
}

// get asks for a page as who, who is a stranger if empty.
func (s served) get(t *testing.T, path, who string) page {
	t.Helper()
	return s.do(t, "GET", path, who, nil)
}

func (s served) do(t *testing.T, method, path, who string, body io.Reader) page {
	t.Helper()
	req, err := http.NewRequest(method, "http://catalog.example:8080", body)
	if err != nil {
		t.Fatal(err)
	}
	req.URL.Opaque = path // as it is written, dots and escapes included
	req.Header.Set("Accept-Encoding", "gzip")
	if who != "" {
		req.AddCookie(&http.Cookie{Name: "_oauth2_proxy", Value: who})
	}
	resp, err := s.client.Do(req)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer resp.Body.Close()
	plain := io.Reader(resp.Body)
	if resp.Header.Get("Content-Encoding") == "gzip" {
		if plain, err = gzip.NewReader(resp.Body); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
	text, err := io.ReadAll(plain)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return page{resp, string(text)}
}

// startNginx serves a small site with the example's configuration, in which
// nothing but the places is changed: where it listens, where the site lies and
// where oauth2-proxy is.
func startNginx(t *testing.T) served {
	t.Helper()
	nginx := needTool(t, "nginx", "/usr/sbin/nginx")
	// Sockets have short names, and the folders of tests have long ones.
	dir, err := os.MkdirTemp("", "nginx")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	commands(t, dir, "concord init", "concord build --today 2027-03-01")
	// A catalog with a history has feeds; this one has none yet.
	if err := writeFile(filepath.Join(dir, "public/feeds/all.xml"), bytes.Repeat([]byte("<feed></feed>"), 100)); err != nil {
		t.Fatal(err)
	}

	proxy := httptest.NewServer(http.HandlerFunc(stubProxy))
	t.Cleanup(proxy.Close)
	socket := filepath.Join(dir, "socket")
	conf := read(t, "../../.github/examples/nginx.conf")
	for old, place := range map[string]string{
		"listen 8080;":          "listen unix:" + socket + ";",
		"root /srv/catalog;":    "root " + dir + "/public;",
		"http://127.0.0.1:4180": proxy.URL,
	} {
		if !strings.Contains(conf, old) {
			t.Fatalf("nginx.conf no longer says %q", old)
		}
		conf = strings.ReplaceAll(conf, old, place)
	}
	types := "include /etc/nginx/mime.types;"
	if _, err := os.Stat("/etc/nginx/mime.types"); err != nil {
		t.Fatalf("nginx has no list of types: %v", err)
	}
	var temp strings.Builder
	for _, name := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		fmt.Fprintf(&temp, "%s_temp_path %s/temp;\n", name, dir)
	}
	// One process that stays who started it: neither a service nor rights are needed.
	main := fmt.Sprintf("daemon off;\nmaster_process off;\npid %s/pid;\nerror_log stderr warn;\nevents {}\nhttp {\n%s\n%saccess_log off;\ninclude %s/site.conf;\n}\n",
		dir, types, temp.String(), dir)
	for name, text := range map[string]string{"site.conf": conf, "nginx.conf": main} {
		if err := writeFile(filepath.Join(dir, name), []byte(text)); err != nil {
			t.Fatal(err)
		}
	}

	var log strings.Builder
	cmd := exec.Command(nginx, "-p", dir, "-c", filepath.Join(dir, "nginx.conf"), "-e", "stderr")
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		cmd.Process.Kill() // it may have ended
		<-ended
		if t.Failed() {
			t.Logf("nginx says:\n%s", log.String())
		}
	})
	for start := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("nginx does not start: %v", err)
		default:
		}
		if conn, err := net.Dial("unix", socket); err == nil {
			conn.Close()
			break
		}
		if time.Since(start) > 10*time.Second {
			t.Fatal("nginx does not answer")
		}
	}
	client := &http.Client{
		Timeout: 10 * time.Second,
		Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return served{client, proxy}
}

// stubProxy answers as oauth2-proxy does: /oauth2/auth says whether a reader is
// known, /oauth2/sign_in shows a page that knows where to go from there.
func stubProxy(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body) // waits for what was announced
	switch r.URL.Path {
	case "/oauth2/auth":
		status := http.StatusUnauthorized
		if cookie, err := r.Cookie("_oauth2_proxy"); err == nil {
			status = map[string]int{"reader": http.StatusAccepted, "outsider": http.StatusForbidden}[cookie.Value]
		}
		w.WriteHeader(status)
	case "/oauth2/sign_in":
		w.Header().Set("X-Stub", "then "+r.Header.Get("X-Auth-Request-Redirect"))
		io.WriteString(w, signIn)
	default:
		http.NotFound(w, r)
	}
}
