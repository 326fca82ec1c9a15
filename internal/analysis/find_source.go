package analysis

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/plan"
)

// The kinds of source, as reports name them.
const (
	noSource       = "none"
	fromDirectory  = "directory"
	fromSnapshot   = "snapshot"
	foreignSources = "the .tf files here are not those of this plan, so they are not used"
)

// foundSource is the source that belongs to a plan; the tree is nil if there is
// none.
type foundSource struct {
	tree *source.Tree
	kind string
	// dir is the directory that the names of files start from, "" for a snapshot.
	dir string
}

// findSource takes the source that is named, the snapshot of a saved plan, or the
// working directory if its files match the plan.
func (a *Analysis) findSource(in Input) (err error) {
	a.source.kind = noSource
	switch {
	case in.NoSource || a.plan.State:
	case in.Source != "":
		a.source, err = a.named(in.Source)
	case a.plan.Snapshot != nil:
		a.source, err = a.snapshot()
	default:
		a.tryWorkingDirectory()
	}
	return err
}

// named loads the source that the user names, which has to be the plan's.
func (a *Analysis) named(dir string) (foundSource, error) {
	found, err := load(dir, a.plan.Config)
	if err != nil {
		return found, err
	}
	if err := plan.MatchSource(a.plan.Config, found.tree); err != nil {
		return found, fmt.Errorf(
			"%s: %s does not belong to this plan: %w; name the directory the plan was made from, or use --no-source",
			a.plan.Path, dir, err)
	}
	return found, nil
}

// snapshot loads the source inside a saved plan.
func (a *Analysis) snapshot() (foundSource, error) {
	s := a.plan.Snapshot
	tree, err := source.FromFiles(s.Files, s.Modules, a.filesBeside())
	if err != nil {
		return foundSource{}, fmt.Errorf("%s: the configuration inside: %w", a.plan.Path, err)
	}
	return foundSource{tree: tree, kind: fromSnapshot}, nil
}

func (a *Analysis) tryWorkingDirectory() {
	if !holdsSource(".") {
		return
	}
	found, ok := a.matching(".")
	if !ok {
		a.notes = append(a.notes, foreignSources)
		return
	}
	a.source = found
}

// matching loads the source of a directory if it is that of the plan.
func (a *Analysis) matching(dir string) (foundSource, bool) {
	found, err := load(dir, a.plan.Config)
	return found, err == nil && plan.MatchSource(a.plan.Config, found.tree) == nil
}

// filesBeside is the directory in which functions of a snapshot find the files
// that it leaves out, such as templates: the working directory, if it is the
// one that the plan was made in.
func (a *Analysis) filesBeside() string {
	if found, ok := a.matching("."); ok {
		return found.dir
	}
	return ""
}

// holdsSource reports whether a directory holds configuration files.
func holdsSource(dir string) bool {
	native, _ := filepath.Glob(filepath.Join(dir, "*.tf"))
	inJSON, _ := filepath.Glob(filepath.Join(dir, "*.tf.json"))
	return len(native)+len(inJSON) > 0
}

// load loads a root module. Modules beside it are read as far up as the
// configuration calls them, but not beyond the repository.
func load(dir string, config *plan.Config) (foundSource, error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return foundSource{}, fmt.Errorf("--source %s is no directory; name the one with the root module's .tf files", dir)
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		return foundSource{}, err
	}
	base := full
	for range config.Climb() {
		if _, err := os.Stat(filepath.Join(base, ".git")); err == nil || base == filepath.Dir(base) {
			break
		}
		base = filepath.Dir(base)
	}
	below, err := filepath.Rel(base, full)
	if err != nil {
		return foundSource{}, err
	}
	tree, err := source.LoadIn(base, below)
	return foundSource{tree: tree, kind: fromDirectory, dir: full}, err
}
