package analysis

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/source"
)

// withoutPlan is told with every judgement of source alone.
const withoutPlan = "judged from the .tf files alone, as the first apply to an empty state: a plan would add " +
	"what exists already, and the values that only AWS and the state know"

// readConfiguration judges the source in a folder without a plan.
func readConfiguration(ctx context.Context, in Input) ([]*analysis, error) {
	found, err := loadConfiguration(in.Dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", in.Dir, err)
	}
	in.Given.Shared = in.SharedSource
	given, err := found.tree.Variables(in.Given)
	if err != nil {
		return nil, err
	}
	state, notes := stateBeside(ctx, in.Dir)
	p := planfile.FromSource(in.Dir, found.tree, given, state)
	a := &analysis{plan: p, name: cmp.Or(in.Name, in.Dir), source: found, notes: notes}
	return []*analysis{a}, nil
}

// notesOn are the notes of a plan: of source alone that it is that, if there was
// something to judge.
func (a *analysis) notesOn(outcomes []simulate.Outcome) []string {
	if !a.plan.Alone || len(outcomes)+len(a.plan.Gaps) == 0 {
		return a.notes
	}
	return append([]string{withoutPlan}, a.notes...)
}

// localState is where Terraform keeps the state if the source does not say otherwise.
// https://developer.hashicorp.com/terraform/language/backend/local
const localState = "terraform.tfstate"

// stateBeside reads the state in a folder, nil if there is none. What was applied
// already is not made for the first time.
func stateBeside(ctx context.Context, dir string) (*planfile.Plan, []string) {
	path := filepath.Join(dir, localState)
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return nil, nil
	}
	state, err := planfile.Read(ctx, path, nil, planfile.Options{})
	switch {
	case err != nil:
		return nil, []string{"the state beside the source is not used: " + err.Error()}
	case !state.State || len(state.Prior) == 0:
		return nil, nil
	}
	return state, []string{path + " shows what exists already: what the source leaves to AWS is as it is there"}
}

// maxClimbs bounds how often modules are found to call others that stand higher.
const maxClimbs = 8

// loadConfiguration loads a root module, with what stands above it as far as
// modules are called from there.
func loadConfiguration(dir string) (foundSource, error) {
	if !holdsSource(dir) {
		return foundSource{}, fmt.Errorf("no .tf files here, so there is nothing to judge without a plan")
	}
	climb := 0
	for range maxClimbs {
		found, err := loadFrom(dir, climb, source.AnyProgram)
		if err != nil {
			return found, err
		}
		if higher := found.tree.Climb(); higher > climb {
			climb = higher
			continue
		}
		return found, nil
	}
	return loadFrom(dir, climb, source.AnyProgram)
}

// kind is what was judged.
func (a *analysis) kind() string {
	switch {
	case a.plan.Alone:
		return "configuration"
	case a.plan.State:
		return "state"
	}
	return "plan"
}

// withGaps adds to the error of a distribution that is not found why there may be one
// nevertheless.
func (a *analysis) withGaps(err error) error {
	if len(a.plan.Gaps) == 0 {
		return err
	}
	g := a.plan.Gaps[0]
	return fmt.Errorf("%w; what %s makes is not known (%s): %s", err, g.Address, g.Reason, g.Remedy)
}

// open are the parts of a configuration of which it is not known what they make,
// each told once, and what else is missing behind outcomes.
func (a *analysis) open(outcomes []simulate.Outcome, findings []checks.Finding) []checks.Undecided {
	var out []checks.Undecided
	told := map[string]bool{}
	for _, g := range a.plan.Gaps {
		told[g.Address] = true
		if g.Others > 0 {
			g.Reason += fmt.Sprintf("; %d more depend on it", g.Others)
		}
		u := checks.Undecided{Address: g.Address, Missing: g.Missing, Reason: g.Reason, Remedy: g.Remedy}
		if at := a.places.shown(g.Range); g.Range.Filename != "" {
			u.Range = &at
		}
		out = append(out, u)
	}
	for _, u := range a.undecided(a.after, outcomes, findings) {
		if !told[u.Address] {
			out = append(out, u)
		}
	}
	return out
}
