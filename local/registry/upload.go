package registry

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// abandoned is the age at which an upload is taken as given up.
const abandoned = 24 * time.Hour

var uploadName = regexp.MustCompile(`^[A-Z2-7]{26}$`)

// uploads takes content: POST begins, PATCH adds, PUT ends with the digest. The
// content so far is a file, so an upload may be of any size and survives a
// restart of the daemon.
func (h *Handler) uploads(w http.ResponseWriter, r *http.Request, repository, id string) error {
	if id == "" {
		if err := only(r, http.MethodPost); err != nil {
			return err
		}
		return h.begin(w, r, repository)
	}
	u := upload{h.store, repository, id}
	if _, err := u.size(); err != nil {
		return &refusal{http.StatusNotFound, "BLOB_UPLOAD_UNKNOWN", "no such upload"}
	}
	switch r.Method {
	case http.MethodGet:
		return u.progress(w, http.StatusNoContent)
	case http.MethodPatch:
		if err := u.add(r); err != nil {
			return err
		}
		return u.progress(w, http.StatusAccepted)
	case http.MethodPut:
		return u.finish(w, r)
	case http.MethodDelete:
		w.WriteHeader(http.StatusNoContent)
		return os.Remove(u.file())
	}
	return only(r)
}

// begin answers where to send the content, unless there is nothing to send any
// more: all repositories share their blobs.
func (h *Handler) begin(w http.ResponseWriter, r *http.Request, repository string) error {
	if mount := r.URL.Query().Get("mount"); mount != "" {
		if _, ok := h.store.has(mount); ok {
			created(w, repository, mount)
			return nil
		}
	}
	u := upload{h.store, repository, rand.Text()}
	if err := os.WriteFile(u.file(), nil, 0o600); err != nil {
		return fmt.Errorf("beginning an upload: %w", err)
	}
	if r.URL.Query().Get("digest") != "" {
		return u.finish(w, r)
	}
	return u.progress(w, http.StatusAccepted)
}

func created(w http.ResponseWriter, repository, digest string) {
	w.Header().Set("Docker-Content-Digest", digest)
	w.Header().Set("Location", "/v2/"+repository+"/blobs/"+digest)
	w.WriteHeader(http.StatusCreated)
}

// upload is content that is not complete yet.
type upload struct {
	store      *Store
	repository string
	id         string
}

func (u upload) file() string { return filepath.Join(u.store.dir, uploadFolder, u.id) }

func (u upload) size() (int64, error) {
	if !uploadName.MatchString(u.id) {
		return 0, fs.ErrNotExist
	}
	info, err := os.Stat(u.file())
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (u upload) progress(w http.ResponseWriter, status int) error {
	size, err := u.size()
	if err != nil {
		return err
	}
	w.Header().Set("Location", "/v2/"+u.repository+"/blobs/uploads/"+u.id)
	w.Header().Set("Docker-Upload-UUID", u.id)
	w.Header().Set("Range", fmt.Sprintf("0-%d", max(size-1, 0)))
	w.WriteHeader(status)
	return nil
}

// add appends the request's content. Content that did not arrive whole is taken
// back, so that the client can send it again.
func (u upload) add(r *http.Request) error {
	before, err := u.size()
	if err != nil {
		return err
	}
	if said := r.Header.Get("Content-Range"); said != "" {
		var start, end int64
		if _, err := fmt.Sscanf(said, "%d-%d", &start, &end); err != nil || start != before {
			return &refusal{http.StatusRequestedRangeNotSatisfiable, "BLOB_UPLOAD_INVALID", fmt.Sprintf("%d bytes are here, so the next content begins with byte %d, not %s", before, before, said)}
		}
	}
	f, err := os.OpenFile(u.file(), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	if _, err = io.Copy(f, r.Body); err != nil {
		var disk *fs.PathError
		if !errors.As(err, &disk) {
			err = &refusal{http.StatusBadRequest, "BLOB_UPLOAD_INVALID", "the content did not arrive whole: " + err.Error()}
		}
		err = errors.Join(err, f.Truncate(before))
	}
	return errors.Join(err, f.Close())
}

// finish takes the last content and makes all of it a blob, if it is what was promised.
func (u upload) finish(w http.ResponseWriter, r *http.Request) error {
	digest := r.URL.Query().Get("digest")
	if !digestSum.MatchString(digest) {
		return &refusal{http.StatusBadRequest, "DIGEST_INVALID", fmt.Sprintf("%q is not the digest of a blob: sha256: and 64 hexadecimal digits", digest)}
	}
	if err := u.add(r); err != nil {
		return err
	}
	err := u.store.adopt(u.file(), digest)
	var wrong *mismatch
	if errors.As(err, &wrong) {
		return errors.Join(&refusal{http.StatusBadRequest, "DIGEST_INVALID", err.Error()}, os.Remove(u.file()))
	}
	if err != nil {
		return fmt.Errorf("ending an upload: %w", err)
	}
	created(w, u.repository, digest)
	return nil
}

// sweep removes uploads that nobody ended.
func (s *Store) sweep(now time.Time) error {
	files, err := os.ReadDir(filepath.Join(s.dir, uploadFolder))
	if err != nil {
		return fmt.Errorf("looking for abandoned uploads: %w", err)
	}
	for _, f := range files {
		if info, err := f.Info(); err == nil && now.Sub(info.ModTime()) > abandoned {
			if err := os.Remove(filepath.Join(s.dir, uploadFolder, f.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("removing an abandoned upload: %w", err)
			}
		}
	}
	return nil
}
