package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/plan"
)

// findSource takes the source from --source, from the snapshot of a saved
// plan, or from the working directory if its files match the plan.
func (a *analysis) findSource(c *cli.Context) error {
	dir := c.String("source")
	switch {
	case c.Bool("no-source") || a.plan.State:
		return nil
	case dir != "":
		tree, full, err := loadSource(dir, a.plan.Config)
		if err != nil {
			return err
		}
		if err := plan.MatchSource(a.plan.Config, tree); err != nil {
			return fmt.Errorf("%s: %s does not belong to this plan: %w; name the directory the plan was made from, or use --no-source", a.plan.Path, dir, err)
		}
		a.tree, a.sourceKind, a.sourceDir = tree, "directory", full
	case a.plan.Snapshot != nil:
		tree, err := source.FromFiles(a.plan.Snapshot.Files, a.plan.Snapshot.Modules, a.filesBeside())
		if err != nil {
			return fmt.Errorf("%s: the configuration inside: %w", a.plan.Path, err)
		}
		a.tree, a.sourceKind = tree, "snapshot"
	default:
		a.tryWorkingDirectory()
	}
	return nil
}

func (a *analysis) tryWorkingDirectory() {
	native, _ := filepath.Glob("*.tf")
	inJSON, _ := filepath.Glob("*.tf.json")
	if len(native)+len(inJSON) == 0 {
		return
	}
	tree, full, err := loadSource(".", a.plan.Config)
	if err != nil || plan.MatchSource(a.plan.Config, tree) != nil {
		a.notes = append(a.notes, "the .tf files here are not those of this plan, so they are not used")
		return
	}
	a.tree, a.sourceKind, a.sourceDir = tree, "directory", full
}

// filesBeside is the directory in which functions of a snapshot find the files
// that it leaves out, such as templates: the working directory, if it is the
// one that the plan was made in.
func (a *analysis) filesBeside() string {
	if tree, full, err := loadSource(".", a.plan.Config); err == nil && plan.MatchSource(a.plan.Config, tree) == nil {
		return full
	}
	return ""
}

// loadSource loads a root module. Modules beside it are read as far up as the
// configuration calls them, but not beyond the repository.
func loadSource(dir string, config *plan.Config) (tree *source.Tree, full string, err error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, "", fmt.Errorf("--source %s is no directory; name the one with the root module's .tf files", dir)
	}
	if full, err = filepath.Abs(dir); err != nil {
		return nil, "", err
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
		return nil, "", err
	}
	tree, err = source.LoadIn(base, below)
	return tree, full, err
}
