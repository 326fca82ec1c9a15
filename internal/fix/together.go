package fix

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/fix/cure"
	"github.com/plan403/plan403/internal/hcledit"
)

// Many sites with the same fault are mended together: one proof for all of them. Only
// findings of one rule at different resources of different distributions are, of
// which none is likely to go with another one's edit.

// apart is one of the findings that are tried at once, with what ends it first.
type apart struct {
	finding checks.Finding
	way     cure.Candidate
}

// endTogether tries to end a finding together with others like it. It reports whether
// that did; half of them are tried next where it did not.
func (s *search) endTogether(f checks.Finding) bool {
	most, known := s.group[f.Rule]
	if !known {
		most = len(s.wanted)
	}
	list := s.alike(f, most)
	if len(list) < 2 {
		s.group[f.Rule] = 2 * max(most, 1)
		return false
	}
	var all cure.Candidate
	var ends []checks.Finding
	for _, one := range list {
		ends = append(ends, one.finding)
		all.Edits = append(all.Edits, one.way.Edits...)
	}
	is, err := s.prove(s.world, all)
	if err == nil {
		err = s.world.sound(is, ends...)
	}
	for _, one := range list {
		if err == nil && s.world.turns(is, one.finding) {
			err = errCircle
		}
		if err == nil {
			err = s.world.ended(is, one.finding)
		}
	}
	if err != nil {
		s.group[f.Rule] = len(list) / 2
		return len(list)/2 > 1 && s.left > 0 && s.endTogether(f)
	}
	s.group[f.Rule] = 2 * len(list)
	s.take(list, is)
	return true
}

// alike are findings like one of them, no more than are asked for.
func (s *search) alike(f checks.Finding, most int) (out []apart) {
	if s.left <= 0 {
		return nil
	}
	seen, edits, written := map[string]bool{}, map[string][]hcledit.Edit{}, map[hcl.Range]bool{}
	var last hcl.Range // most instances of one block follow each other
	for i := s.first; i < len(s.wanted); i++ {
		other := s.wanted[i]
		if other.Rule != f.Rule || len(out) == most {
			continue
		}
		if at := place(other); len(written) > 0 && at == last || written[at] {
			continue
		}
		own := s.world.identity(other)
		if _, tried := s.tried[own]; tried || seen[own.address] || own.distribution != "" && seen[own.distribution] {
			continue
		}
		last = place(other)
		seen[own.address], seen[own.distribution], written[last] = true, true, true
		if way, ok := s.best(i); ok && beside(edits, way.Edits) {
			out = append(out, apart{other, way})
		}
	}
	return out
}

// best is the first candidate for one of the findings that are wanted to end.
func (s *search) best(i int) (way cure.Candidate, ok bool) {
	if s.barren[i] {
		return way, false
	}
	list, _ := s.candidates(s.world, s.wanted[i])
	if len(list) == 0 {
		s.barren[i] = true
		return way, false
	}
	return list[0], true
}

// place is where a finding is written: the instances of one block share it, and the edit.
func place(f checks.Finding) hcl.Range {
	if f.Range == nil {
		return hcl.Range{}
	}
	return *f.Range
}

// beside reports whether edits touch none of those before, and takes them down.
func beside(before map[string][]hcledit.Edit, list []hcledit.Edit) bool {
	for _, e := range list {
		for _, other := range before[e.Range.Filename] {
			if e.Range.Start.Byte <= other.Range.End.Byte && other.Range.Start.Byte <= e.Range.End.Byte {
				return false
			}
		}
	}
	for _, e := range list {
		before[e.Range.Filename] = append(before[e.Range.Filename], e)
	}
	return true
}

// take makes proposals of findings that end together.
func (s *search) take(list []apart, is *World) {
	first := len(s.result.Proposals)
	at := map[identity]int{}
	moved := s.made.together(s.world, list)
	for i, one := range list {
		own := s.world.identity(one.finding)
		s.tried[own], at[own] = "", first+i
		if own.distribution != "" {
			at[identity{distribution: own.distribution}] = first + i
		}
		p := Proposal{
			Edits: hcledit.Order(moved[i]),
			Why:   appendNew(nil, one.way.Why),
			Other: appendNew(nil, one.way.Other),
		}
		s.result.Proposals = append(s.result.Proposals, p)
	}
	for _, f := range s.gone(is) {
		own := s.world.identity(f)
		n, ok := at[own]
		if !ok {
			n, ok = at[identity{distribution: own.distribution}]
		}
		if !ok {
			n = first
		}
		p := &s.result.Proposals[n]
		p.Ends, p.Distributions = append(p.Ends, f), append(p.Distributions, own.distribution)
	}
	s.move(is)
}
