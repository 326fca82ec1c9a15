package plan

import (
	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/planfile"
)

// heldByBlock sorts what the file holds by the blocks that it is of.
func heldByBlock(held []planfile.HeldElement) map[addr.Block][]planfile.HeldElement {
	out := make(map[addr.Block][]planfile.HeldElement, len(held))
	for _, e := range held {
		at, _ := addr.Parse(e.Address)
		out[at.Block()] = append(out[at.Block()], e)
	}
	return out
}

// instances returns the drafts of a block, which it makes if nothing has
// referred to the block yet.
func (b *builder) instances(at addr.Block) []*draft {
	if list, ok := b.held[at]; ok {
		delete(b.held, at)
		b.takeHeld(list)
	}
	if b.alone != nil {
		b.alone.draft(at)
	}
	if b.remaking() {
		b.remake(at)
	}
	return b.byName[at]
}

func (b *builder) takeHeld(list []planfile.HeldElement) {
	var r planfile.Resources
	for _, e := range list {
		if err := e.Decode(&r); err != nil {
			if b.err == nil {
				b.err = err
			}
			return
		}
	}
	before := b.settledBefore(r)
	b.referred = append(b.referred, before...)
	b.draftAfter(r, nil, before)
}

// moduleInstances lists the instances of a module call.
func (b *builder) moduleInstances(module, call string) []addr.Module {
	if !b.heldNoted {
		b.heldNoted = true
		b.noteHeld()
	}
	return b.byModule[addr.Block{Module: module, Name: call}]
}

// noteHeld notes the modules that held resources stand in after apply.
func (b *builder) noteHeld() {
	gone := map[string]bool{}
	for _, e := range b.plan.Held {
		if e.Section != "resource_changes" {
			continue
		}
		if previous := e.Previous(); previous != "" {
			gone[previous] = true
		}
		gone[e.Address] = e.Deletes()
	}
	for _, e := range b.plan.Held {
		if !gone[e.Address] {
			module, _ := addr.ParseModule(e.Address)
			b.noteModules(module)
		}
	}
}
