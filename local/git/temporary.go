package git

import (
	"path"
	"slices"
	"strings"
)

// temporaryFiles are what editors and desktops leave beside a file while it is
// saved, as gitignore patterns and path.Match ones alike.
func temporaryFiles() []string {
	return []string{
		"*~", ".*.sw[a-px]", "4913", // vim
		".[#]*", "[#]*[#]", // emacs
		"*___jb_tmp___", "*___jb_old___", // JetBrains
		".goutputstream-*", ".*.kate-swp", // GNOME, KDE
		".DS_Store",
	}
}

func isTemporary(name string) bool {
	return slices.ContainsFunc(temporaryFiles(), func(pattern string) bool {
		match, err := path.Match(pattern, name)
		return err == nil && match
	})
}

// ignoresFolder is what a folder's watcher passes over. The root's own .git
// appearing or vanishing changes the mode, so that is news.
func ignoresFolder(rel string) bool {
	return rel != ".git" && slices.Contains(strings.Split(rel, "/"), ".git") || isTemporary(path.Base(rel))
}

// ignoresClone passes over all of a .git that cannot move a ref. Objects come
// before the ref that names them.
func ignoresClone(rel string) bool {
	first, _, _ := strings.Cut(rel, "/")
	switch first {
	case "objects", "logs", "hooks", "modules", "lfs", "info", "index", "COMMIT_EDITMSG", "FETCH_HEAD", "ORIG_HEAD", "gc.pid", "gc.log":
		return true
	}
	return strings.HasSuffix(rel, ".lock")
}
