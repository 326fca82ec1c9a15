package fix

import (
	"slices"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/fix/cure"
	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/plan"
)

// Ground is what stays the same while the source is edited: the plan, the values
// that it gives, what other roots tell.
type Ground struct {
	Plan    *planfile.Plan
	Options plan.StateOptions // whose source is that of the plan
	// Given is what variables are given where there is no plan.
	Given source.Inputs

	again    *plan.Again
	expected []simulate.Expectation
}

// NewGround returns the ground on which edits of the source are tried, and the world
// of the source as it is.
func NewGround(p *planfile.Plan, options plan.StateOptions, given source.Inputs, expected ...simulate.Expectation) (
	*Ground, *World, error,
) {
	g := &Ground{Plan: p, Options: options, Given: given, again: plan.NewAgain(options.Source), expected: expected}
	w, err := g.World(options.Source)
	return g, w, err
}

// World is a source with what comes of it.
type World struct {
	Tree          *source.Tree
	After, Before *simulate.World
	Outcomes      []simulate.Outcome
	Findings      []checks.Finding

	locator *plan.Locator
	files   *cure.Files
	known   map[ask]simulate.Verdict // see answers
}

// World judges a source on the ground of a plan.
func (g *Ground) World(tree *source.Tree) (*World, error) {
	p, options := g.Plan, g.Options
	options.Source, options.Again = tree, g.again
	if p.Alone {
		given, err := tree.Variables(g.Given)
		if err != nil {
			return nil, err
		}
		p = planfile.FromSource(p.Path, tree, given, nil)
		p.Existing = g.Plan.Existing
	}
	before, after, err := plan.States(p, options)
	if err != nil {
		return nil, err
	}
	w := &World{Tree: tree, files: cure.NewFiles(tree), Before: simulate.NewWorld(before, nil)}
	w.After = w.Before
	if after != before {
		w.After = simulate.NewWorld(after, w.Before)
	}
	w.locator = plan.NewLocator(p, options, after)
	w.Before.Untold, w.After.Untold = true, true
	w.Outcomes = simulate.Run(w.After, w.Before, g.expected...)
	w.Findings = checks.Run(w.After, w.Before, w.Outcomes, w.site)
	return w, nil
}

// site finds places with the names of files as the tree has them.
func (w *World) site(at trace.Place) *checks.Site {
	c := w.Case(checks.Finding{})
	spot, ok := c.Spot(at)
	if !ok {
		return nil
	}
	site := &checks.Site{Range: spot.Range}
	if argument, ok := plan.SourceRange(w.Tree, c.Resource(at.Address), at.Attribute); ok {
		site.Argument = argument
	}
	for _, hop := range spot.Via {
		site.Via = append(site.Via, checks.Mark{Label: hop.Name + " is used here", Range: hop.Range})
	}
	return site
}

// Case is what a cure sees of one of the findings.
func (w *World) Case(f checks.Finding) *cure.Case {
	return &cure.Case{
		Finding: f, After: w.After, Before: w.Before, Outcomes: w.Outcomes, Tree: w.Tree,
		Locator: w.locator, Files: w.files,
	}
}

// Distribution is the address of the one that a finding is about first, "" if it is
// about none.
func (w *World) Distribution(f checks.Finding) string { return w.identity(f).distribution }

// Has reports whether a finding of another world of the same plan is one of this, too.
func (w *World) Has(f checks.Finding) bool {
	return slices.ContainsFunc(w.Findings, func(own checks.Finding) bool {
		return own.Rule == f.Rule && own.Address == f.Address && own.Attribute == f.Attribute &&
			own.Change != checks.Fixed
	})
}
