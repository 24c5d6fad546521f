package registry

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
)

// biggestManifest is what the distribution specification asks a registry to take at least.
const biggestManifest = 4 << 20

// Handler serves a store as an OCI registry: pull and push; nothing is deleted.
// Requests with ?ns=HOST, as a container runtime sends them to a mirror, are
// for HOST's repository of that name.
type Handler struct {
	store *Store
	log   *slog.Logger
}

// NewHandler serves a store; a nil log says nothing.
func NewHandler(store *Store, log *slog.Logger) *Handler {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Handler{store, log}
}

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Docker-Distribution-API-Version", "registry/2.0")
	if err := h.serve(w, r); err != nil {
		h.log.Info("an image request was not answered", "method", r.Method, "url", r.URL.String(), "err", err)
		refuse(w, err)
	}
}

func (h *Handler) serve(w http.ResponseWriter, r *http.Request) error {
	rest, ok := strings.CutPrefix(r.URL.Path+"/", "/v2/")
	rest = strings.TrimSuffix(rest, "/")
	if !ok {
		return &refusal{http.StatusNotFound, "NAME_UNKNOWN", "this is an OCI registry: everything is below /v2/"}
	}
	if rest == "" {
		return answer(w, struct{}{})
	}
	if rest == "_catalog" {
		return h.catalog(w)
	}
	elements := strings.Split(rest, "/")
	// The name may have any number of elements: what follows it is found from the end.
	for at := len(elements) - 1; at >= 1; at-- {
		serve := h.endpoint(elements[at], elements[at+1:])
		if serve == nil {
			continue
		}
		repository, err := repositoryOf(path.Join(elements[:at]...), r.URL.Query())
		if err != nil {
			return &refusal{http.StatusBadRequest, "NAME_INVALID", err.Error()}
		}
		return serve(w, r, repository)
	}
	return &refusal{http.StatusNotFound, "NAME_UNKNOWN", "there is nothing at " + r.URL.Path}
}

type endpoint func(w http.ResponseWriter, r *http.Request, repository string) error

// endpoint is what a request is for, nil when it is not for an endpoint of that kind.
func (h *Handler) endpoint(kind string, rest []string) endpoint {
	switch {
	case kind == "manifests" && len(rest) == 1:
		return func(w http.ResponseWriter, r *http.Request, repository string) error {
			return h.manifests(w, r, repository, rest[0])
		}
	case kind == "tags" && slices.Equal(rest, []string{"list"}):
		return h.tags
	case kind == "blobs" && len(rest) > 0 && rest[0] == "uploads":
		return func(w http.ResponseWriter, r *http.Request, repository string) error {
			return h.uploads(w, r, repository, path.Join(rest[1:]...))
		}
	case kind == "blobs" && len(rest) == 1:
		return func(w http.ResponseWriter, r *http.Request, _ string) error { return h.blob(w, r, rest[0]) }
	}
	return nil
}

// blob serves content. Ranges and HEAD are http.ServeContent's.
func (h *Handler) blob(w http.ResponseWriter, r *http.Request, digest string) error {
	if err := only(r, http.MethodGet, http.MethodHead); err != nil {
		return err
	}
	if _, ok := h.store.has(digest); !ok {
		return &refusal{http.StatusNotFound, "BLOB_UNKNOWN", digest + " is not here"}
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	return h.content(w, r, digest)
}

func (h *Handler) content(w http.ResponseWriter, r *http.Request, digest string) error {
	f, err := os.Open(h.store.blob(digest))
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	w.Header().Set("Docker-Content-Digest", digest)
	w.Header().Set("Etag", `"`+digest+`"`)
	http.ServeContent(w, r, "", info.ModTime(), f)
	return nil
}

func (h *Handler) manifests(w http.ResponseWriter, r *http.Request, repository, target string) error {
	if !digestSum.MatchString(target) && !tagName.MatchString(target) {
		return &refusal{http.StatusBadRequest, "MANIFEST_INVALID", target + " is neither a tag nor a digest"}
	}
	if r.Method == http.MethodPut {
		return h.putManifest(w, r, repository, target)
	}
	if err := only(r, http.MethodGet, http.MethodHead); err != nil {
		return err
	}
	d, err := h.store.resolve(repository, target)
	if errors.Is(err, ErrUnknown) {
		ref := Reference{Repository: repository, Tag: target}
		if digestSum.MatchString(target) {
			ref = Reference{Repository: repository, Digest: target}
		}
		return &refusal{http.StatusNotFound, "MANIFEST_UNKNOWN", ref.String() + ": the platform's registry does not have it"}
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", string(d.MediaType))
	return h.content(w, r, d.Digest.String())
}

func (h *Handler) putManifest(w http.ResponseWriter, r *http.Request, repository, target string) error {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, biggestManifest))
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return &refusal{http.StatusRequestEntityTooLarge, "SIZE_INVALID", "a manifest has at most 4 MiB"}
	}
	if err != nil {
		return &refusal{http.StatusBadRequest, "MANIFEST_INVALID", "the manifest did not arrive whole: " + err.Error()}
	}
	if got := hashOf(data).String(); digestSum.MatchString(target) && got != target {
		return &refusal{http.StatusBadRequest, "DIGEST_INVALID", (&mismatch{want: target, got: got}).Error()}
	}
	d, err := h.store.putManifest(repository, target, r.Header.Get("Content-Type"), data)
	var missing *missingPart
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &missing):
		return &refusal{http.StatusBadRequest, "MANIFEST_BLOB_UNKNOWN", err.Error()}
	case errors.As(err, &syntax):
		return &refusal{http.StatusBadRequest, "MANIFEST_INVALID", err.Error()}
	case err != nil:
		return err
	}
	w.Header().Set("Docker-Content-Digest", d.Digest.String())
	w.Header().Set("Location", "/v2/"+repository+"/manifests/"+d.Digest.String())
	w.WriteHeader(http.StatusCreated)
	return nil
}

func (h *Handler) tags(w http.ResponseWriter, r *http.Request, repository string) error {
	if err := only(r, http.MethodGet, http.MethodHead); err != nil {
		return err
	}
	tags, err := h.store.tags(repository)
	if errors.Is(err, ErrUnknown) {
		return &refusal{http.StatusNotFound, "NAME_UNKNOWN", repository + ": the platform's registry has nothing of that name"}
	}
	if err != nil {
		return err
	}
	return answer(w, map[string]any{"name": repository, "tags": page(tags, r)})
}

// page is the part of a sorted list that the parameters n and last ask for.
func page(all []string, r *http.Request) []string {
	if last := r.URL.Query().Get("last"); last != "" {
		at, found := slices.BinarySearch(all, last)
		if found {
			at++
		}
		all = all[at:]
	}
	if n, err := strconv.Atoi(r.URL.Query().Get("n")); err == nil && n >= 0 && n < len(all) {
		all = all[:n]
	}
	return all
}

func (h *Handler) catalog(w http.ResponseWriter) error {
	images, err := h.store.List()
	if err != nil {
		return err
	}
	repositories := []string{}
	for _, image := range images {
		repositories = append(repositories, image.Name[:strings.LastIndexByte(image.Name, ':')])
	}
	return answer(w, map[string]any{"repositories": slices.Compact(repositories)})
}
