// Package fix finds edits of the source that end findings. An edit is offered only
// once it is proved: the edited source is judged again, and the finding has to be
// gone, no outcome worse and no error new. What to try is for package cure to say.
package fix

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/fix/cure"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/symbol"
)

// maxProofs bounds how often the source of one plan is edited and judged again, and
// maxJudged how many resources are judged in all of that: a proof of a plan with
// thousands of sites takes as long as checking it does.
const (
	maxProofs = 200
	maxJudged = 400_000
)

// maxChain bounds how many findings are ended together, each of which shows only once
// the one before is gone.
const maxChain = 3

// Options are what is asked of a search.
type Options struct {
	// Wants reports whether a finding is to be ended.
	Wants func(w *World, f checks.Finding) bool
	// Mine reports whether a file may be edited, and why not.
	Mine func(file string) (why string, ok bool)
	// Judged bounds how many resources are judged in all proofs together, 0 by maxJudged.
	Judged int
}

// Proposal is edits that belong together and what they end.
type Proposal struct {
	// Ends are the findings that are gone with it.
	Ends []checks.Finding
	// Distributions are, for each of them, the one that it is about first, or "".
	Distributions []string
	// Edits are those of the source as it is. Where earlier proposals edit the same
	// place, theirs are among them.
	Edits []hcledit.Edit
	// Why are lines, one a step; Other are the other sound ways in words.
	Why, Other []string
}

// Left is a finding without an edit, and why.
type Left struct {
	Finding checks.Finding
	// Distribution is the one that it is about first, or "".
	Distribution string
	Why          string
}

// Result is what a search comes to.
type Result struct {
	Proposals []Proposal
	Left      []Left
	// Untried is how many findings were not tried since the bounds are used up.
	Untried int
	// Edits are those of all proposals, of the source as it is.
	Edits []hcledit.Edit
	// Source is the tree with all edits made.
	Source *source.Tree
}

// Files are the names of the files that are edited, sorted.
func (r Result) Files() (out []string) {
	for name := range hcledit.ByFile(r.Edits) {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// search ends findings one after the other, each edit proved on top of those before.
type search struct {
	Options
	ground *Ground
	world  *World
	left   int // proofs
	made   record
	result Result
	tried  map[identity]string // why there is no edit
	wanted []checks.Finding    // those of the world that are to be ended
	first  int                 // of them, those before were tried
	barren map[int]bool        // of them, those for which there is nothing to try
	group  map[string]int      // how many findings of a rule are tried at once
}

// Find looks for edits that end the findings of a world, and proves them.
func (g *Ground) Find(w *World, o Options) Result {
	left := max(2, min(maxProofs, cmp.Or(o.Judged, maxJudged)/max(1, len(w.After.State.Resources))))
	s := &search{
		Options: o, ground: g, left: left, made: record{}, tried: map[identity]string{}, group: map[string]int{},
	}
	s.move(w)
	for {
		f, ok := s.next()
		if !ok {
			break
		}
		if !s.endTogether(f) {
			s.end(f)
		}
	}
	s.leave()
	s.result.Source, s.result.Edits = s.world.Tree, s.made.edits()
	return s.result
}

// move goes on from a world.
func (s *search) move(w *World) {
	s.world, s.wanted, s.first, s.barren = w, nil, 0, map[int]bool{}
	for _, f := range w.Findings {
		if f.Change != checks.Fixed && s.Wants(w, f) {
			s.wanted = append(s.wanted, f)
		}
	}
}

// next is the most urgent finding that was not tried.
func (s *search) next() (checks.Finding, bool) {
	for ; s.first < len(s.wanted); s.first++ {
		f := s.wanted[s.first]
		if _, tried := s.tried[s.world.identity(f)]; !tried {
			return f, true
		}
	}
	return checks.Finding{}, false
}

// end looks for an edit that ends a finding.
func (s *search) end(f checks.Finding) {
	own := s.world.identity(f)
	is, steps, err := s.chain(s.world, f, f, nil, maxChain)
	if err != nil {
		s.tried[own] = err.Error()
		if errors.Is(err, errBounds) {
			s.result.Untried++
		}
		return
	}
	s.tried[own] = "" // if it should come back, there is no way out
	p := s.made.compose(steps)
	for _, f := range s.gone(is) {
		p.Ends, p.Distributions = append(p.Ends, f), append(p.Distributions, s.world.Distribution(f))
	}
	s.result.Proposals = append(s.result.Proposals, *p)
	s.move(is)
}

// gone are the findings that are wanted to end and that a world has not.
func (s *search) gone(is *World) (out []checks.Finding) {
	there := map[identity]bool{}
	for _, f := range is.Findings {
		if f.Change != checks.Fixed {
			there[is.identity(f)] = true
		}
	}
	for _, f := range s.wanted {
		if !there[s.world.identity(f)] {
			out = append(out, f)
		}
	}
	return out
}

var errBounds = errors.New("not tried: there are too many findings to prove an edit for each; mend the others first")

// chain tries the ways to end a finding of the world that some steps lead to. What
// they come to is judged by what becomes of the target.
func (s *search) chain(w *World, target, f checks.Finding, steps []step, depth int) (*World, []step, error) {
	if s.left <= 0 {
		return nil, nil, errBounds
	}
	list, none := s.candidates(w, f)
	if len(list) == 0 {
		return nil, nil, errors.New(none)
	}
	var first error
	for _, c := range list {
		is, err := s.prove(w, c)
		if err == nil {
			err = s.world.accepted(is, target)
		}
		way := append(slices.Clip(steps), step{c, w})
		if err == nil {
			return is, way, nil
		}
		var more *notYet
		if errors.As(err, &more) && depth > 1 && !alike(more.next, f) {
			if end, way, err := s.chain(is, target, more.next, way, depth-1); err == nil {
				return end, way, nil
			}
		}
		if errors.Is(err, errBounds) {
			return nil, nil, err
		}
		if first == nil {
			first = fmt.Errorf("each way that was tried fails: %w", err)
		}
	}
	return nil, nil, first
}

// alike reports whether two findings say the same.
func alike(a, b checks.Finding) bool {
	return a.Rule == b.Rule && a.Message == b.Message && a.Attribute == b.Attribute && a.Part == b.Part
}

// prove makes and judges the edits of a candidate, within bounds.
func (s *search) prove(w *World, c cure.Candidate) (*World, error) {
	if s.left--; s.left < 0 {
		return nil, errBounds
	}
	return s.ground.edited(w, c.Edits)
}

// candidates are those whose files may be edited.
func (s *search) candidates(w *World, f checks.Finding) (out []cure.Candidate, none string) {
	list, none := cure.Candidates(w.Case(f))
	for _, c := range list {
		mine := len(c.Edits) > 0
		for name := range hcledit.ByFile(c.Edits) {
			why, ok := cure.Editable(name)
			if ok && s.Mine != nil {
				why, ok = s.Mine(name)
			}
			if !ok {
				mine, none = false, why
			}
		}
		if mine && tells(w, c) {
			mine, none = false, "it would have to write what is sensitive, or known only after apply"
		}
		if mine {
			out = append(out, c)
		}
	}
	if none == "" {
		none = "no change of what is written is known that ends it"
	}
	return out, none
}

// tells reports whether edits write a value that must not be shown, or a symbol, which
// means nothing to Terraform.
func tells(w *World, c cure.Candidate) bool {
	for _, e := range c.Edits {
		if symbol.Contains(e.Text) || w.After.State.Symbols.Hide(e.Text) != e.Text {
			return true
		}
	}
	return false
}

// leave notes what is left: of the findings that the source had, and of those that
// showed when others were ended.
func (s *search) leave() {
	for _, f := range s.wanted {
		why := s.tried[s.world.identity(f)]
		if why == "" {
			why = "no edit is known that ends all of it"
		}
		s.result.Left = append(s.result.Left, Left{Finding: f, Distribution: s.world.Distribution(f), Why: why})
	}
}

// blockIn is the block of a resource in a tree, nil if there is none.
func blockIn(t *source.Tree, address string) *source.Resource {
	at, ok := addr.Parse(address)
	m := t.Module(at.Module.Names())
	if !ok || m == nil {
		return nil
	}
	return m.Resources[at.BlockName()]
}
