package git

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cgi"
	"path/filepath"
	"strings"
)

// Server answers git's smart HTTP protocol, for reading only, at
// /<host>/<path>.git.
type Server struct {
	repos *table
	git   *command
	log   *slog.Logger
}

// ServeHTTP answers requests made straight to the server.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	repo, rest, ok := s.repos.find(strings.ToLower(host), path)
	if !ok {
		http.Error(w, fmt.Sprintf("no repository is served at %s; served are: %s", r.URL.Path, strings.Join(s.repos.names(), ", ")), http.StatusNotFound)
		return
	}
	s.serve(w, r, repo, rest)
}

// serve answers one of git's requests for a repository.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, repo served, rest string) {
	switch service := r.URL.Query().Get("service"); {
	case rest == "":
		fmt.Fprintf(w, "%s is served locally from %s\n", repo.address.URL, repo.dir)
	case rest == "/git-receive-pack", service == "git-receive-pack":
		http.Error(w, fmt.Sprintf("%s is served from the folder %s, which takes no push: save or commit there instead", repo.address.URL, repo.dir), http.StatusForbidden)
	case rest == "/info/refs" && service != "git-upload-pack":
		http.Error(w, "only git's smart HTTP protocol is served: use a newer git", http.StatusForbidden)
	case rest == "/info/refs" || rest == "/git-upload-pack":
		s.backend(w, r, repo, rest)
	default:
		http.Error(w, fmt.Sprintf("%s is not served for %s: it comes from a folder of this machine", rest, repo.address.URL), http.StatusNotFound)
	}
}

// largestRequest bounds what is held in memory of a request without a length;
// a fetch's list of commits is far below.
const largestRequest = 64 << 20

// backend runs git http-backend, which is what knows the protocol.
func (s *Server) backend(w http.ResponseWriter, r *http.Request, repo served, rest string) {
	inner := r.Clone(r.Context())
	inner.URL.Path = "/" + filepath.Base(repo.bare) + rest
	if inner.ContentLength < 0 { // CGI has no chunked bodies
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestRequest))
		if err != nil {
			http.Error(w, "reading the request: "+err.Error(), http.StatusBadRequest)
			return
		}
		inner.Body, inner.ContentLength, inner.TransferEncoding = io.NopCloser(bytes.NewReader(body)), int64(len(body)), nil
	}
	handler := &cgi.Handler{
		Path:   s.git.program,
		Args:   []string{"http-backend"},
		Dir:    s.git.home,
		Env:    s.git.environment("GIT_PROJECT_ROOT="+filepath.Dir(repo.bare), "GIT_HTTP_EXPORT_ALL=1"),
		Logger: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
		Stderr: &logWriter{log: s.log, repo: repo.address.URL},
	}
	handler.ServeHTTP(w, inner)
}

// logWriter passes on what git says on its standard error.
type logWriter struct {
	log  *slog.Logger
	repo string
}

func (l *logWriter) Write(text []byte) (int, error) {
	if line := strings.TrimSpace(string(text)); line != "" {
		l.log.Log(context.Background(), slog.LevelDebug, "git http-backend", "repo", l.repo, "said", line)
	}
	return len(text), nil
}
