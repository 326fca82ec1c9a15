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
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/config"
	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/source"
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

	// Alone: the source in Dir is judged without a plan. Given is what the command
	// line and the environment give its variables.
	Alone bool
	Given source.Inputs

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
	// With is what other roots tell.
	With *Evidence
	// Evidence: it is such a root itself. Then a state in its folder tells more than
	// source, which would tell of a first apply.
	Evidence bool
	// ForEdits: the source is to be edited, so that of a folder counts before that
	// inside a saved plan, be it newer.
	ForEdits bool
	keep     bool // the plan, for proofs
	keepFew  bool // and only if it is small
}

// analysis is one plan with the worlds before and after it.
type analysis struct {
	plan          *planfile.Plan
	kept          bool // of it, what a proof needs
	name          string
	source        foundSource
	places        places
	before, after *simulate.World
	notes         []string
	// silent is the evidence that has nothing to do with the plan.
	silent []string
}

// name is what an input is called before it is read.
func (in Input) name() string { return cmp.Or(in.Name, in.Path, in.Dir) }

// read models the plan of an input that holds one.
func read(ctx context.Context, in Input) (one *analysis, err error) {
	plans := 0
	err = eachPlan(ctx, in, func(a *analysis) { one, plans = a, plans+1 })
	if err == nil && plans > 1 {
		err = fmt.Errorf("%s holds %d plans, and a request goes to one: put it into a file of its "+
			"own", in.name(), plans)
	}
	return one, err
}

// eachPlan reads an input and calls fn with each of its plans, mostly one, once
// both its worlds are modelled.
func eachPlan(ctx context.Context, in Input, fn func(*analysis)) error {
	in, notes, err := in.resolve()
	if err != nil {
		return err
	}
	list, err := in.plans(ctx, notes)
	for _, a := range list {
		if err := a.build(in); err != nil {
			return err
		}
		fn(a)
	}
	return err
}

// plans reads the plans of an input whose file is known.
func (in Input) plans(ctx context.Context, notes []string) (out []*analysis, err error) {
	if in.Alone {
		return readConfiguration(ctx, in)
	}
	stdin := in.Stdin
	if in.Path != "-" {
		stdin = nil
	}
	plans, err := planfile.ReadAll(
		ctx,
		in.Path,
		stdin,
		planfile.Options{Show: in.Show, Terraform: in.Terraform, Dir: showDir(in)},
	)
	for i, p := range plans {
		a := &analysis{plan: p, name: cmp.Or(in.Name, in.Path), notes: append(slices.Clone(notes), planNotes(p)...)}
		if len(plans) > 1 {
			a.name += fmt.Sprintf(" (plan %d of %d)", i+1, len(plans))
		}
		out = append(out, a)
	}
	return out, err
}

// build models both worlds of a plan, with what is assumed where it does not tell.
func (a *analysis) build(in Input) error {
	p := a.plan
	if len(in.Given.Given) > 0 && !p.Alone {
		return fmt.Errorf("%s is a plan, which holds the values of its variables: --var and --var-file go with "+
			"--no-plan", p.Path)
	}
	if err := a.findSource(in); err != nil {
		return err
	}
	options := a.options(in)
	linked, err := in.With.link(p, options)
	if err != nil {
		return err
	}
	before, after := linked.States(0)
	a.kept = in.keep || in.keepFew && len(p.Changes) <= maxFewChanges
	if !a.kept {
		p.Free()
	}
	a.model(before, after)
	a.places = newPlaces(a.source, a.resource, func() *plan.Locator { return plan.NewLocator(p, options, after) })
	a.places.elsewhere, a.places.symbols = in.With.elsewhere(linked), after.Symbols
	a.silent = linked.Silent(0)
	return nil
}

// options are those with which the states of a plan are made.
func (a *analysis) options(in Input) plan.StateOptions {
	return plan.StateOptions{
		Source: a.source.tree, Workspace: in.Workspace,
		Account: cmp.Or(in.Account, in.Assume.Account), Region: cmp.Or(in.Region, in.Assume.Region),
		Assume: in.Assume.Resources(),
	}
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
	if before == after {
		a.after = a.before
	} else {
		a.after = simulate.NewWorld(after, a.before)
	}
}

// resource finds an address in either world.
func (a *analysis) resource(address string) *plan.Resource {
	if r := a.after.State.Resource(address); r != nil {
		return r
	}
	return a.before.State.Resource(address)
}

// cureFor tells how to get rid of text that a pipeline puts around the JSON.
func cureFor(line string) string {
	if strings.HasPrefix(line, "[command]") || strings.HasPrefix(line, "::") {
		return ": set terraform_wrapper: false for hashicorp/setup-terraform"
	}
	return ""
}

func planNotes(p *planfile.Plan) []string {
	var notes []string
	if p.Around != "" {
		notes = append(notes, fmt.Sprintf("there is other text around the JSON, which is ignored; it begins with "+
			"%q%s", p.Around, cureFor(p.Around)))
	}
	if p.Errored {
		notes = append(notes, "the plan is errored: terraform stopped half-way, so resources may be missing from it")
	}
	if n := len(p.Deferred); n > 0 {
		notes = append(notes, fmt.Sprintf("%d changes are deferred to a later plan: what they will set is not "+
			"known", n))
	}
	if p.Partial {
		notes = append(notes, "the plan is incomplete (-target or deferred changes): what it does not mention is "+
			"taken to stay as it is")
	}
	return notes
}
