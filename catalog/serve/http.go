package serve

import (
	"embed"
	"fmt"
	"net"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

//go:embed assets
var assets embed.FS

// own is the folder of the server's own pages. No kind of entry is named so.
const own = "/__concord/"

// url is where people find the site.
func (s *server) url() string {
	return "http://" + net.JoinHostPort("localhost", strconv.Itoa(s.port)) + "/"
}

// ServeHTTP checks that the request comes from this machine's own browser tab,
// then answers from the current snapshot.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'self'")
	switch {
	case !s.ownHost(r.Host) || !s.ownOrigin(r.Header.Get("Origin")):
		http.Error(w, "this server answers to localhost only", http.StatusForbidden)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
	case strings.HasPrefix(r.URL.Path, own):
		s.serveOwn(w, r)
	default:
		s.serveSite(w, r)
	}
}

// ownHost reports whether a Host header names this server. Anything else may
// be a foreign name that was made to resolve to this machine.
func (s *server) ownHost(host string) bool {
	port := strconv.Itoa(s.port)
	for _, name := range []string{"localhost", "127.0.0.1", "::1"} {
		if host == net.JoinHostPort(name, port) {
			return true
		}
	}
	return s.port == 80 && (host == "localhost" || host == "127.0.0.1" || host == "[::1]")
}

// ownOrigin reports whether a request may come from that origin: none, or this
// server's own.
func (s *server) ownOrigin(origin string) bool {
	if origin == "" {
		return true
	}
	host, ok := strings.CutPrefix(origin, "http://")
	return ok && s.ownHost(host)
}

// serveOwn answers for the server's own files.
func (s *server) serveOwn(w http.ResponseWriter, r *http.Request) {
	now := s.current.Load()
	switch name := strings.TrimPrefix(r.URL.Path, own); name {
	case "events":
		s.serveEvents(w, r)
	case "live.js", "findings.css":
		data, err := assets.ReadFile("assets/" + name)
		if err != nil {
			panic(err) // embedded above
		}
		reply(w, r, http.StatusOK, contentType(name), data)
	case "findings.html":
		w.Header().Set("Content-Security-Policy", findingsPolicy)
		page := noFindings
		if now.broken != nil {
			page = now.broken.page
		}
		reply(w, r, http.StatusOK, contentType(name), page)
	default:
		http.Error(w, "not found", http.StatusNotFound)
	}
}

// serveSite answers for a file of the site, by its exact name.
func (s *server) serveSite(w http.ResponseWriter, r *http.Request) {
	now := s.current.Load()
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	data, ok := now.files[name]
	switch {
	case ok && path.Ext(name) == ".html":
		s.servePage(w, r, http.StatusOK, data, now)
	case ok:
		reply(w, r, http.StatusOK, contentType(name), data)
	case now.files == nil && now.broken != nil:
		s.servePage(w, r, http.StatusServiceUnavailable, now.broken.page, now)
	case now.files["404.html"] != nil:
		s.servePage(w, r, http.StatusNotFound, now.files["404.html"], now)
	default:
		http.Error(w, "not found", http.StatusNotFound)
	}
}

// servePage answers with an HTML page that reloads itself when the site
// changes.
func (s *server) servePage(w http.ResponseWriter, r *http.Request, status int, page []byte, now *snapshot) {
	live, policy := makeLive(page, now)
	w.Header().Set("Content-Security-Policy", policy)
	reply(w, r, status, contentType("x.html"), live)
}

func reply(w http.ResponseWriter, r *http.Request, status int, contentType string, data []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(data) // a client that went away needs no answer
	}
}

// heartbeat is how often a silent stream is written to, so that clients that
// went away are noticed.
const heartbeat = 15 * time.Second

// serveEvents tells one browser about every change, by name and revision.
func (s *server) serveEvents(w http.ResponseWriter, r *http.Request) {
	changed, ok := s.join()
	if !ok {
		w.Header().Set("Retry-After", "5")
		http.Error(w, "too many open pages", http.StatusServiceUnavailable)
		return
	}
	defer s.leave(changed)
	w.Header().Set("Content-Type", "text/event-stream")
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	out := http.NewResponseController(w)
	for text := s.event(); ; {
		out.SetWriteDeadline(time.Now().Add(5 * time.Second))
		if _, err := fmt.Fprint(w, text); err != nil {
			return
		}
		if out.Flush() != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-changed:
			text = s.event()
		case <-tick.C:
			text = ": still here\n\n"
		}
	}
}

// event is the current state as browsers are told it.
func (s *server) event() string {
	now := s.current.Load()
	if now.broken != nil {
		return fmt.Sprintf("event: broken\ndata: %d\n\n", now.broken.revision)
	}
	return fmt.Sprintf("event: site\ndata: %d\n\n", now.revision)
}

// contentType is the media type of a file, by its ending. The machine's own
// tables are not asked, so that it is the same everywhere.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".json", ".webmanifest":
		return "application/json"
	case ".jsonld":
		return "application/ld+json"
	case ".ttl":
		return "text/turtle; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".gif":
		return "image/gif"
	case ".webp":
		return "image/webp"
	case ".avif":
		return "image/avif"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	case ".pdf":
		return "application/pdf"
	case ".xml":
		return "application/xml"
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".txt", ".md", ".dot", ".mmd":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}
