package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/hashicorp/hcl/v2"
	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/internal/config"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/plan"
)

// analysis is one plan with the worlds before and after it.
type analysis struct {
	plan       *plan.Plan
	tree       *source.Tree
	sourceKind string // "directory", "snapshot" or "none"
	// sourceDir is the directory that the names of source files start from.
	sourceDir     string
	before, after *simulate.World
	notes         []string
	// files maps the names that are shown to those of the source tree.
	files map[string]string
}

// modelFlags are shared by the commands that read plans.
func modelFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "source", Usage: "`DIR` with the root module's .tf files (default: this directory if its files match the plan)"},
		&cli.BoolFlag{Name: "no-source", Usage: "use the plan's JSON alone"},
		&cli.StringFlag{Name: "config", Usage: "configuration `FILE` with rules, ignores and assumptions (default: .plan403.hcl here or above, up to the repository's root)"},
		&cli.StringFlag{Name: "account", Usage: "account `ID`, where the plan does not tell"},
		&cli.StringFlag{Name: "region", Usage: "region `NAME`, where the plan does not tell"},
		&cli.StringFlag{Name: "terraform", Usage: "`BIN` that shows saved plans (default: terraform, else tofu)"},
	}
}

// analyze reads a plan and rebuilds both worlds, with what the configuration
// assumes where the plan does not tell.
func analyze(ctx context.Context, c *cli.Context, path string, in io.Reader, assume config.Assume) (*analysis, error) {
	if path != "-" {
		in = nil
	}
	p, err := plan.Read(ctx, path, in, plan.Options{Terraform: c.String("terraform"), Dir: c.String("source")})
	if err != nil {
		return nil, err
	}
	a := &analysis{plan: p, sourceKind: "none", notes: planNotes(p)}
	if err := a.findSource(c); err != nil {
		return nil, err
	}
	before, after, err := p.States(plan.StateOptions{
		Source:  a.tree,
		Account: cmp.Or(c.String("account"), assume.Account), Region: cmp.Or(c.String("region"), assume.Region),
		Assume: assume.Resources(),
	})
	if err != nil {
		return nil, err
	}
	a.before = simulate.NewWorld(before, nil)
	if p.State {
		a.after = a.before
	} else {
		a.after = simulate.NewWorld(after, before)
	}
	return a, nil
}

func planNotes(p *plan.Plan) []string {
	var notes []string
	if p.Errored {
		notes = append(notes, "the plan is errored: terraform stopped half-way, so resources may be missing from it")
	}
	if n := len(p.Deferred); n > 0 {
		notes = append(notes, fmt.Sprintf("%d changes are deferred to a later plan: what they will set is not known", n))
	}
	if p.Partial {
		notes = append(notes, "the plan is incomplete (-target or deferred changes): what it does not mention is taken as it stands")
	}
	return notes
}

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
			return fmt.Errorf("%s does not belong to this plan: %w; name the directory the plan was made from, or use --no-source", dir, err)
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

// locate finds the place of an attribute in the source, with the file's name
// as seen from the working directory. A resource without such an argument is
// found by its block.
func (a *analysis) locate(address, attribute string) *hcl.Range {
	r := a.resource(address)
	if a.tree == nil || r == nil {
		return nil
	}
	rng, ok := plan.SourceRange(a.tree, r, attribute)
	if !ok {
		return nil
	}
	shown := a.shownPath(rng.Filename)
	if a.files == nil {
		a.files = map[string]string{}
	}
	a.files[shown] = rng.Filename
	rng.Filename = shown
	return &rng
}

// resource finds an address in either world.
func (a *analysis) resource(address string) *plan.Resource {
	if r := a.after.State.Resource(address); r != nil {
		return r
	}
	return a.before.State.Resource(address)
}

// calls lists the module blocks that lead to a resource, with files as shown.
func (a *analysis) calls(address string) []plan.CalledFrom {
	r := a.resource(address)
	if a.tree == nil || r == nil {
		return nil
	}
	out := plan.CallChain(a.tree, r)
	for i := range out {
		out[i].Range.Filename = a.shownPath(out[i].Range.Filename)
	}
	return out
}

// lines returns the text of a file by the name that is shown.
func (a *analysis) lines(filename string) []byte {
	if a.tree == nil {
		return nil
	}
	return a.tree.Source(a.files[filename])
}

// shownPath is a source file's name as seen from the working directory.
func (a *analysis) shownPath(filename string) string {
	if a.sourceDir == "" || filepath.IsAbs(filename) {
		return filename
	}
	full := filepath.Join(a.sourceDir, filename)
	if wd, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(wd, full); err == nil && len(rel) < len(full) {
			return rel
		}
	}
	return full
}
