// Package analysis goes from an input to what is found in it, for every command:
// it reads a plan, finds the source that belongs to it, models the worlds before
// and after, sends requests and asks the rules. It knows no flag and no format.
package analysis

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/plan403/plan403/internal/config"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/plan"
)

// Input is one plan to judge, with what is told about it from outside.
type Input struct {
	// Path is the plan's file; "-" stands for Stdin.
	Path  string
	Stdin io.Reader
	// Dir is the folder of a root module, whose plan has a usual name. It takes the
	// place of Path.
	Dir string
	// Name is what reports call the plan; "" stands for its path.
	Name string

	// Source is the folder of the root module's .tf files. If it is "" the source
	// is looked for; NoSource leaves it alone.
	Source   string
	NoSource bool
	// SharedSource: Source is that of one of several plans. Where it does not fit,
	// the plan looks for its own.
	SharedSource bool

	// Show: the user asks for a saved plan to be shown, which starts a program.
	// Terraform names it; "" stands for terraform, else tofu.
	Show      bool
	Terraform string

	// Account and Region stand in where the plan does not tell, before those of
	// Assume.
	Account, Region string
	// Workspace is the one that the plan was made in, "" if the user does not tell.
	Workspace string
	Assume    config.Assume
}

// analysis is one plan with the worlds before and after it.
type analysis struct {
	plan          *plan.Plan
	name          string
	source        foundSource
	places        places
	before, after *simulate.World
	notes         []string
}

// name is what an input is called before it is read.
func (in Input) name() string { return cmp.Or(in.Name, in.Path, in.Dir) }

// read reads a plan and models both worlds, with what is assumed where the plan
// does not tell.
func read(ctx context.Context, in Input) (*analysis, error) {
	in, notes, err := in.resolve()
	if err != nil {
		return nil, err
	}
	stdin := in.Stdin
	if in.Path != "-" {
		stdin = nil
	}
	p, err := plan.Read(ctx, in.Path, stdin, plan.Options{Show: in.Show, Terraform: in.Terraform, Dir: showDir(in)})
	if err != nil {
		return nil, err
	}
	a := &analysis{plan: p, name: cmp.Or(in.Name, in.Path), notes: append(notes, planNotes(p)...)}
	if err := a.findSource(in); err != nil {
		return nil, err
	}
	before, after, err := p.States(plan.StateOptions{
		Source: a.source.tree, Workspace: in.Workspace,
		Account: cmp.Or(in.Account, in.Assume.Account), Region: cmp.Or(in.Region, in.Assume.Region),
		Assume: in.Assume.Resources(),
	})
	if err != nil {
		return nil, err
	}
	p.Free()
	a.model(before, after)
	a.places = newPlaces(a.source, a.resource)
	return a, nil
}

// showDir is where a saved plan is shown: where its providers are installed.
func showDir(in Input) string {
	if in.Source != "" || in.Path == "-" {
		return in.Source
	}
	own := filepath.Dir(in.Path)
	if info, err := os.Stat(filepath.Join(own, ".terraform")); err == nil && info.IsDir() {
		return own
	}
	return ""
}

// model makes the worlds of both states. A state that is no plan is one world.
func (a *analysis) model(before, after *plan.State) {
	a.before = simulate.NewWorld(before, nil)
	if a.plan.State {
		a.after = a.before
	} else {
		a.after = simulate.NewWorld(after, before)
	}
}

// resource finds an address in either world.
func (a *analysis) resource(address string) *plan.Resource {
	if r := a.after.State.Resource(address); r != nil {
		return r
	}
	return a.before.State.Resource(address)
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
