package analysis

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/plan"
)

// The kinds of source, as reports name them.
const (
	noSource      = "none"
	fromDirectory = "directory"
	fromSnapshot  = "snapshot"
)

// foundSource is the source that belongs to a plan; the tree is nil if there is
// none.
type foundSource struct {
	tree *source.Tree
	kind string
	// dir is the directory that the names of files start from, "" for a snapshot.
	dir string
}

// findSource takes the first that fits: the source that is named, the snapshot of
// a saved plan, the plan's own folder, the working directory. The last two count
// only if their files are those of the plan.
func (a *analysis) findSource(in Input) (err error) {
	if a.plan.Alone {
		return nil // it is the source
	}
	a.source.kind = noSource
	switch {
	case in.NoSource || a.plan.State:
		return nil
	case in.Source != "":
		a.source, err = a.named(in.Source, in)
		if err == nil || !in.SharedSource {
			return err
		}
		a.notes = append(a.notes, in.Source+" is not the source of this plan, so it is not used")
	}
	if in.ForEdits {
		if a.source = a.editable(in); a.source.tree != nil {
			return nil
		}
	}
	if a.plan.Snapshot != nil {
		a.source, err = a.snapshot(in)
		return err
	}
	a.source = a.lookAround(in)
	return nil
}

// editable is the source of a plan in a folder, which may have been edited since the
// plan was made.
func (a *analysis) editable(in Input) foundSource {
	for _, dir := range around(in) {
		if !holdsSource(dir) {
			continue
		}
		found, err := load(dir, a.plan.Config)
		if err == nil && plan.MatchEdited(a.plan.Config, found.tree) == nil {
			return found
		}
	}
	return foundSource{kind: noSource}
}

// named loads the source that the user names, which has to be the plan's.
func (a *analysis) named(dir string, in Input) (foundSource, error) {
	found, err := load(dir, a.plan.Config)
	if err != nil {
		return found, err
	}
	match := plan.MatchSource
	if in.ForEdits {
		match = plan.MatchEdited
	}
	if err := match(a.plan.Config, found.tree); err != nil {
		return found, fmt.Errorf(
			"%s: %s does not belong to this plan: %w; name the directory the plan was made from, or use --no-source",
			a.plan.Path, dir, err)
	}
	return found, nil
}

// snapshot loads the source inside a saved plan. What it leaves out, such as
// templates, its functions find where the plan was made.
func (a *analysis) snapshot(in Input) (foundSource, error) {
	s, beside := a.plan.Snapshot, ""
	for _, dir := range around(in) {
		if found, ok := a.matching(dir); ok {
			beside = found.dir
			break
		}
	}
	tree, err := source.FromFiles(s.Files, s.Modules, beside)
	if err != nil {
		return foundSource{}, fmt.Errorf("%s: the configuration inside: %w", a.plan.Path, err)
	}
	return foundSource{tree: tree, kind: fromSnapshot}, nil
}

// lookAround looks for the plan's source where it may be. Files of something else
// are no error, but told.
func (a *analysis) lookAround(in Input) foundSource {
	note := ""
	for _, dir := range around(in) {
		if !holdsSource(dir) {
			continue
		}
		found, err := load(dir, a.plan.Config)
		where := "in " + dir
		if dir == "." {
			where = "here"
		}
		switch {
		case err != nil:
			err = fmt.Errorf("cannot be read: %w", err)
		case plan.MatchSource(a.plan.Config, found.tree) != nil:
			err = errors.New("are not those of this plan")
		default:
			return found
		}
		note = cmp.Or(note, "the .tf files "+where+" "+err.Error()+", so they are not used")
	}
	if note != "" {
		a.notes = append(a.notes, note)
	}
	return foundSource{kind: noSource}
}

// around lists the folders in which the source of a plan may be: its own, and the
// working directory.
func around(in Input) []string {
	if in.Path == "-" {
		return []string{"."}
	}
	own := filepath.Dir(in.Path)
	if sameFolder(own, ".") {
		return []string{"."}
	}
	return []string{own, "."}
}

func sameFolder(one, other string) bool {
	x, err := os.Stat(one)
	if err != nil {
		return false
	}
	y, err := os.Stat(other)
	return err == nil && os.SameFile(x, y)
}

// matching loads the source of a directory if it is that of the plan.
func (a *analysis) matching(dir string) (foundSource, bool) {
	found, err := load(dir, a.plan.Config)
	return found, err == nil && plan.MatchSource(a.plan.Config, found.tree) == nil
}

// holdsSource reports whether a directory holds configuration files.
func holdsSource(dir string) bool {
	entries, _ := os.ReadDir(dir)
	return slices.ContainsFunc(
		entries,
		func(e os.DirEntry) bool { return !e.IsDir() && source.Configuration(e.Name()) },
	)
}

// load loads a root module. Modules beside it are read as far up as the
// configuration calls them, but not beyond the repository.
func load(dir string, config *planfile.Config) (foundSource, error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return foundSource{}, fmt.Errorf("--source %s is not a directory; name the one with the root module's .tf "+
			"files", dir)
	}
	return loadFrom(dir, config.LevelsAbove(), config.MadeBy())
}

// loadFrom loads a root module whose modules stand in folders up to so many levels
// above its own. Within a repository its files may be links to others that stand above.
func loadFrom(dir string, levels int, by source.Program) (foundSource, error) {
	full, err := filepath.Abs(dir)
	if err != nil {
		return foundSource{}, err
	}
	base := full
	if inRepository(full) {
		levels = max(levels, levelsOfLinks(full))
	}
	for range levels {
		if _, err := os.Stat(filepath.Join(base, ".git")); err == nil || base == filepath.Dir(base) {
			break
		}
		base = filepath.Dir(base)
	}
	below, err := filepath.Rel(base, full)
	if err != nil {
		return foundSource{}, err
	}
	tree, err := source.LoadAs(by, base, filepath.ToSlash(below))
	return foundSource{tree: tree, kind: fromDirectory, dir: full}, err
}
