package fix

import (
	"maps"
	"slices"
)

// step is a candidate with the world whose source it edits.
type step struct {
	Candidate
	of *World
}

// record is what was edited so far, file by file.
type record map[string]*pieces

// make makes edits of what is edited already. It returns them as edits of the source
// as it was; onto says that this takes those of before along, since they are in one
// place.
func (r record) make(of *World, list []Edit) (out []Edit, onto bool) {
	for name, edits := range byFile(list) {
		p := r[name]
		if p == nil {
			made := newPieces(name, of.Tree.Source(name))
			p = &made
			r[name] = p
		}
		moved, ok := p.back(edits)
		p.edit(edits)
		if !ok {
			moved, onto = p.edits(), true
		}
		out = append(out, moved...)
	}
	return order(out), onto
}

// compose makes one proposal of steps, and takes down what they edit.
func (r record) compose(steps []step) *Proposal {
	p := &Proposal{}
	for _, s := range steps {
		edits, onto := r.make(s.of, s.Edits)
		if onto {
			touched := byFile(edits)
			p.Edits = slices.DeleteFunc(p.Edits, func(e Edit) bool { return touched[e.Range.Filename] != nil })
		}
		p.Edits = order(append(p.Edits, edits...))
		p.Why, p.Other = appendNew(p.Why, s.Why), appendNew(p.Other, s.Other)
	}
	return p
}

// together makes edits that stand side by side in the source of a world, and tells
// those of each as edits of the source as it was.
func (r record) together(of *World, list []apart) [][]Edit {
	out, all := make([][]Edit, len(list)), []Edit{}
	onto := map[int]bool{}
	for i, one := range list {
		all = append(all, one.way.Edits...)
		for _, e := range one.way.Edits {
			p := r[e.Range.Filename]
			if p == nil {
				out[i] = append(out[i], e)
				continue
			}
			moved, ok := p.origin(e)
			onto[i] = onto[i] || !ok
			out[i] = append(out[i], moved)
		}
	}
	r.make(of, all)
	for i := range onto {
		if !onto[i] {
			continue
		}
		out[i] = nil
		for name := range byFile(list[i].way.Edits) {
			out[i] = append(out[i], r[name].edits()...)
		}
	}
	return out
}

// edits are all that was edited, as edits of the source as it was.
func (r record) edits() (out []Edit) {
	for _, name := range slices.Sorted(maps.Keys(r)) {
		out = append(out, r[name].edits()...)
	}
	return out
}

func appendNew(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
