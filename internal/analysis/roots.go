package analysis

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/parallel"
	"github.com/plan403/plan403/internal/source"
)

// maxFolders bounds the folders that are looked into.
const maxFolders = 100_000

// Roots lists the folders at and below dir that hold a root module, sorted: a plan,
// unless plans do not count, or source that no module of another folder is. Folders
// that programs keep for themselves are passed over, and links are not followed.
func Roots(dir string, plansCount bool) ([]string, error) {
	holding, err := foldersWith(dir, func(folder string) bool {
		return plansCount && HoldsPlan(folder) || holdsSource(folder)
	})
	var roots []string
	if err == nil {
		roots = rootsAmong(holding, plansCount)
	}
	if err == nil && len(roots) == 0 {
		err = fmt.Errorf("holds neither a plan (%s) nor a root module, and no folder below it does",
			strings.Join(usualJSON, ", "))
	}
	if err != nil {
		return nil, fmt.Errorf("--recursive: %s %w", dir, err)
	}
	return roots, nil
}

// foldersWith lists the folders at and below dir that have something, sorted.
func foldersWith(dir string, has func(folder string) bool) (out []string, err error) {
	folders := 0
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && path == dir:
			return err
		case err != nil:
			return fs.SkipDir // a folder that cannot be read hides no other
		case !d.IsDir():
			return nil
		case path != dir && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules"):
			return fs.SkipDir
		}
		if folders++; folders > maxFolders {
			return fmt.Errorf("holds more than %d folders; name those with the root modules", maxFolders)
		}
		if has(path) {
			out = append(out, path)
		}
		return nil
	})
	return out, err
}

// rootsAmong leaves out the folders of modules that others call, and of those that
// only ask for others to call them: they configure no provider, keep no state, and
// have variables that somebody has to give a value, unless there is nothing else. What
// does not parse is taken for a root, so that the fault is told.
func rootsAmong(folders []string, plansCount bool) []string {
	outlines, errs := make([]source.Outline, len(folders)), make([]error, len(folders))
	parallel.Each(len(folders), func(i int) {
		if holdsSource(folders[i]) {
			outlines[i], errs[i] = source.OutlineOf(folders[i])
		}
	})
	called := map[string]bool{}
	for i, o := range outlines {
		for _, module := range o.Calls {
			called[filepath.Join(folders[i], filepath.FromSlash(module))] = true
		}
	}
	var roots, libraries []string
	for i, folder := range folders {
		library := !outlines[i].Configures && outlines[i].Asks && !worked(folder)
		switch {
		case plansCount && HoldsPlan(folder) || errs[i] != nil || !called[folder] && !library:
			roots = append(roots, folder)
		case !called[folder]:
			libraries = append(libraries, folder)
		}
	}
	if len(roots) == 0 {
		return libraries
	}
	return roots
}

// worked reports whether a folder holds what only the work with a root module leaves
// there: values for its variables, its state, the providers that were chosen.
func worked(folder string) bool {
	entries, _ := os.ReadDir(folder)
	return slices.ContainsFunc(entries, func(e os.DirEntry) bool {
		switch name := e.Name(); name {
		case "terraform.tfvars", "terraform.tfvars.json", localState, ".terraform.lock.hcl", ".terraform":
			return true
		default:
			return strings.HasSuffix(name, ".auto.tfvars") || strings.HasSuffix(name, ".auto.tfvars.json")
		}
	})
}
