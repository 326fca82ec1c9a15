package fix

import (
	"maps"
	"slices"

	"github.com/plan403/plan403/internal/fix/cure"
	"github.com/plan403/plan403/internal/hcledit"
)

// step is a candidate with the world whose source it edits.
type step struct {
	cure.Candidate
	of *World
}

// record is what was edited so far, file by file.
type record map[string]*hcledit.Pieces

// make makes edits of what is edited already. It returns them as edits of the source
// as it was; onto says that this takes those of before along, since they are in one
// place.
func (r record) make(of *World, list []hcledit.Edit) (out []hcledit.Edit, onto bool) {
	for name, edits := range hcledit.ByFile(list) {
		p := r[name]
		if p == nil {
			made := hcledit.NewPieces(name, of.Tree.Source(name))
			p = &made
			r[name] = p
		}
		moved, ok := p.Back(edits)
		p.Edit(edits)
		if !ok {
			moved, onto = p.Edits(), true
		}
		out = append(out, moved...)
	}
	return hcledit.Order(out), onto
}

// compose makes one proposal of steps, and takes down what they edit.
func (r record) compose(steps []step) *Proposal {
	p := &Proposal{}
	for _, s := range steps {
		edits, onto := r.make(s.of, s.Edits)
		if onto {
			touched := hcledit.ByFile(edits)
			p.Edits = slices.DeleteFunc(p.Edits, func(e hcledit.Edit) bool { return touched[e.Range.Filename] != nil })
		}
		p.Edits = hcledit.Order(append(p.Edits, edits...))
		p.Why, p.Other = appendNew(p.Why, s.Why), appendNew(p.Other, s.Other)
	}
	return p
}

// together makes edits that stand side by side in the source of a world, and tells
// those of each as edits of the source as it was.
func (r record) together(of *World, list []apart) [][]hcledit.Edit {
	out, all := make([][]hcledit.Edit, len(list)), []hcledit.Edit{}
	onto := map[int]bool{}
	for i, one := range list {
		all = append(all, one.way.Edits...)
		for _, e := range one.way.Edits {
			p := r[e.Range.Filename]
			if p == nil {
				out[i] = append(out[i], e)
				continue
			}
			moved, ok := p.Origin(e)
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
		for name := range hcledit.ByFile(list[i].way.Edits) {
			out[i] = append(out[i], r[name].Edits()...)
		}
	}
	return out
}

// edits are all that was edited, as edits of the source as it was.
func (r record) edits() (out []hcledit.Edit) {
	for _, name := range slices.Sorted(maps.Keys(r)) {
		out = append(out, r[name].Edits()...)
	}
	return out
}

func appendNew(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
