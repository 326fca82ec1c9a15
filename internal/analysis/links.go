package analysis

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/source"
)

// inRepository reports whether a folder is in a working copy of git.
func inRepository(dir string) bool {
	for {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return true
		}
		up := filepath.Dir(dir)
		if up == dir {
			return false
		}
		dir = up
	}
}

// levelsOfLinks is how many levels above a folder the files stand that the links
// among its configuration files lead to.
func levelsOfLinks(dir string) (most int) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if e.Type()&os.ModeSymlink == 0 || !source.Configuration(e.Name()) {
			continue
		}
		to, err := os.Readlink(filepath.Join(dir, e.Name()))
		if err != nil || filepath.IsAbs(to) {
			continue
		}
		parts := strings.Split(filepath.ToSlash(filepath.Clean(to)), "/")
		up := slices.IndexFunc(parts, func(part string) bool { return part != ".." })
		most = max(most, up)
	}
	return most
}
