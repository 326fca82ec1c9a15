package analysis

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/plan"
)

// Evidence is what the plans and states of other roots tell about the world in
// which plans are judged. None of their distributions is.
type Evidence struct {
	roots []plan.Root
	files []string // of roots
	told  map[string]foundSource
	notes []string
	mu    sync.Mutex // of the roots, which worlds are made of one after the other
}

// ReadEvidence reads the plans and states of other roots, each with its source.
// One that cannot be read is an error: what it would have told may decide.
func ReadEvidence(ctx context.Context, inputs []Input) (*Evidence, error) {
	read, errs := readRun(ctx, inputs)
	out := &Evidence{told: map[string]foundSource{}}
	for i, a := range read.list {
		out.roots = append(out.roots, plan.Root{Name: a.name, Plan: a.plan, StateOptions: a.options(read.from[i])})
		out.files = append(out.files, a.plan.Path)
		if a.source.tree == nil && a.plan.State {
			a.source = writtenBeside(a.plan.Path)
		}
		if a.source.tree != nil {
			out.told[a.name] = a.source
		}
		if a.plan.Alone { // that steps name a folder tells it
			continue
		}
		for _, note := range a.notes {
			out.notes = append(out.notes, a.name+": "+note)
		}
	}
	return out, errors.Join(errs...)
}

// readRoots reads what stands in one input, and finds its source.
func readRoots(ctx context.Context, in Input) ([]*analysis, error) {
	in, notes, err := in.resolve()
	if err != nil {
		return nil, err
	}
	list, err := in.plans(ctx, notes)
	for _, a := range list {
		notes := a.notes
		if err := a.findSource(in); err != nil {
			return nil, err
		}
		a.notes = notes // which folder is not its source is of no interest here
	}
	return list, err
}

// writtenBeside is the source in the folder of a state. A state keeps no
// configuration with which it could be compared, so that it serves for places alone.
func writtenBeside(state string) foundSource {
	dir := filepath.Dir(state)
	if !holdsSource(dir) {
		return foundSource{}
	}
	found, err := load(dir, nil)
	if err != nil {
		return foundSource{}
	}
	return found
}

// Notes are things to know about the evidence.
func (e *Evidence) Notes() []string {
	if e == nil {
		return nil
	}
	return e.notes
}

// beside is the evidence for a plan. The plan's own file is none.
func (e *Evidence) beside(p *planfile.Plan) []plan.Root {
	var out []plan.Root
	for i, r := range e.roots {
		if p.Path == "-" || !sameFile(p.Path, e.files[i]) {
			out = append(out, r)
		}
	}
	return out
}

func sameFile(one, other string) bool {
	x, err := os.Stat(one)
	if err != nil {
		return false
	}
	y, err := os.Stat(other)
	return err == nil && os.SameFile(x, y)
}

// link joins a plan with what is told from elsewhere.
func (e *Evidence) link(p *planfile.Plan, opt plan.StateOptions) (*plan.Linked, error) {
	roots := []plan.Root{{Plan: p, StateOptions: opt}}
	if e == nil {
		return plan.Link(roots)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	return plan.Link(append(roots, e.beside(p)...))
}

// elsewhere finds what is written where in other roots, each of which is looked
// into when it is first asked for.
type elsewhere struct {
	told   map[string]foundSource
	linked *plan.Linked
	made   map[string]places
}

func (e *Evidence) elsewhere(linked *plan.Linked) *elsewhere {
	if e == nil || len(e.told) == 0 {
		return nil
	}
	return &elsewhere{told: e.told, linked: linked, made: map[string]places{}}
}

// of are the places of the root that a file tells of.
func (e *elsewhere) of(file string) places {
	if e == nil {
		return places{}
	}
	p, ok := e.made[file]
	if !ok {
		s := e.told[file]
		p = newPlaces(s, nil, func() *plan.Locator { return e.linked.Locator(file, s.tree) })
		e.made[file] = p
	}
	return p
}

// text is the content of a file by the name that is shown.
func (e *elsewhere) text(shown string) []byte {
	if e == nil {
		return nil
	}
	for _, p := range e.made {
		if name, ok := p.names[shown]; ok {
			return p.tree.Source(name)
		}
	}
	return nil
}

// unheard says of the evidence that has nothing to do with any plan of the run that
// it does nothing.
func unheard(plans []Checked) []string {
	deaf := map[string]int{}
	for _, p := range plans {
		for _, file := range p.silent {
			deaf[file]++
		}
	}
	var out []string
	for _, file := range slices.Sorted(maps.Keys(deaf)) {
		if deaf[file] == len(plans) {
			out = append(out, file+" says nothing about what the plan names: is it the right file for --with?")
		}
	}
	return out
}
