package fix

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/source/syntax"
	"github.com/plan403/plan403/internal/tri"
)

// A proof judges the edited source. The finding has to be gone, no request may be
// answered worse than before, and no error may be new: what an edit breaks elsewhere
// counts as much as what it mends.

// edited makes edits of a world's source and judges that.
func (g *Ground) edited(w *World, list []hcledit.Edit) (*World, error) {
	files := map[string][]byte{}
	for name, of := range hcledit.ByFile(list) {
		src := w.Tree.Source(name)
		out, err := hcledit.Apply(src, of)
		if err != nil {
			return nil, err
		}
		if hcledit.Formatted(name) {
			if _, err := syntax.Config(out, name); err != nil {
				return nil, fmt.Errorf("%s would not parse any more", name)
			}
		}
		files[name] = out
	}
	tree, err := w.Tree.Edited(files)
	if err != nil {
		return nil, err
	}
	out, err := g.World(tree)
	if err != nil {
		return nil, err
	}
	return out, out.circle(w, slices.Collect(maps.Keys(files)))
}

var errCircle = errors.New("it makes resources wait for each other in a circle")

// maxCircles bounds the resources that are looked at for a circle.
const maxCircles = 300

// circle is an error if resources wait for themselves, which Terraform refuses: those
// whose block is edited, and others in the folders of edited files, since a local or an
// output may be what was edited.
func (w *World) circle(was *World, files []string) error {
	dirs, left := map[string]bool{}, maxCircles
	for _, name := range files {
		dirs[path.Dir(name)] = true
	}
	for _, r := range w.After.State.Resources {
		if r.From != "" || r.Range == nil || !dirs[path.Dir(r.Range.Filename)] {
			continue
		}
		old := was.After.State.Resource(r.Address)
		if old != nil && sameBlock(was.Tree, w.Tree, r.Address) {
			if left--; left < 0 || was.After.State.Graph.DependsOn(old, old) == tri.Yes {
				continue
			}
		}
		if w.After.State.Graph.DependsOn(r, r) == tri.Yes {
			return errCircle
		}
	}
	return nil
}

// turns reports whether what a finding is about waits for itself in another world. The
// words that were edited may stand in a local that its block uses.
func (w *World) turns(is *World, f checks.Finding) bool {
	about := []string{f.Address}
	for _, i := range f.Outcomes {
		if place := w.Outcomes[i].Distribution.Place(); !slices.Contains(about, place) {
			about = append(about, place)
		}
	}
	return slices.ContainsFunc(about[:min(len(about), maxTurns)], func(address string) bool {
		r := is.After.State.Resource(address)
		return r != nil && r.From == "" && is.After.State.Graph.DependsOn(r, r) == tri.Yes
	})
}

// maxTurns bounds the resources of a finding that are looked at for that.
const maxTurns = 10

func sameBlock(was, is *source.Tree, address string) bool {
	a, b := blockIn(was, address), blockIn(is, address)
	return a != nil && b != nil && was.BlockText(a) == is.BlockText(b)
}

// ask is a request to a distribution.
type ask struct {
	distribution string
	simulate.Request
}

// answers are the verdicts of what a world was asked.
func (w *World) answers() map[ask]simulate.Verdict {
	if w.known == nil {
		w.known = make(map[ask]simulate.Verdict, len(w.Outcomes))
		for _, o := range w.Outcomes {
			w.known[ask{o.Distribution.Address, o.Request}] = o.Verdict
		}
	}
	return w.known
}

// verdict is what a request gets, be it among those that the world was asked or not.
func (w *World) verdict(a ask, known map[ask]simulate.Verdict) simulate.Verdict {
	if v, ok := known[a]; ok {
		return v
	}
	d := w.After.Distribution(a.distribution)
	if d == nil {
		return simulate.Absent
	}
	return w.After.Send(d, a.Request).Verdict
}

// accepted is nil if an edit that makes the world is of what w was proves right for
// a finding, and else says why not.
func (w *World) accepted(is *World, f checks.Finding) error {
	if w.turns(is, f) {
		return errCircle
	}
	if err := w.sound(is, f); err != nil {
		return err
	}
	return w.ended(is, f)
}

// sound is nil if an edit that is to end some findings leads to no error that is new,
// and to no answer that is worse.
func (w *World) sound(is *World, ends ...checks.Finding) error {
	about, known := w.about(ends), w.answers()
	for _, f := range w.newErrors(is) {
		if !w.elsewhere(is, f, about, known) {
			return &notYet{fmt.Sprintf("it leads to %s at %s", f.Rule, f.Address), f}
		}
	}
	return w.noWorse(is)
}

// elsewhere reports whether a finding of another world is about requests alone that were
// refused already, and that no edit was to mend: only the reason that is told for them
// is another.
func (w *World) elsewhere(is *World, f checks.Finding, about map[ask]bool, known map[ask]simulate.Verdict) bool {
	if ofApply(f) || len(f.Outcomes) == 0 {
		return false
	}
	return !slices.ContainsFunc(f.Outcomes, func(i int) bool {
		a := ask{is.Outcomes[i].Distribution.Address, is.Outcomes[i].Request}
		return about[a] || w.verdict(a, known) != simulate.Forbidden
	})
}

// ofApply reports whether a finding is about the apply itself.
func ofApply(f checks.Finding) bool {
	return f.Change == checks.DuringApply || strings.HasPrefix(f.Rule, "apply-") || f.Rule == "malformed-policy"
}

// about are the requests that findings explain.
func (w *World) about(list []checks.Finding) map[ask]bool {
	out := map[ask]bool{}
	for _, f := range list {
		for _, i := range f.Outcomes {
			out[ask{w.Outcomes[i].Distribution.Address, w.Outcomes[i].Request}] = true
		}
	}
	return out
}

// others are the findings that are not f.
func (w *World) others(f checks.Finding) map[identity]bool {
	out, own := map[identity]bool{}, w.identity(f)
	for _, other := range w.Findings {
		if of := w.identity(other); of != own && other.Change != checks.Fixed {
			out[of] = true
		}
	}
	return out
}

// notYet is the error of an edit that leaves, or leads to, a finding that another
// edit might end.
type notYet struct {
	why  string
	next checks.Finding
}

func (n *notYet) Error() string { return n.why }

// ended is nil if a finding is gone: its rule reports nothing any more of what it was
// about, and its requests get an answer that is known.
func (w *World) ended(is *World, f checks.Finding) error {
	about, others := w.about([]checks.Finding{f}), w.others(f)
	for _, other := range is.Findings {
		if other.Rule != f.Rule || other.Change == checks.Fixed || others[is.identity(other)] {
			continue // which is for another edit to end
		}
		if len(about) == 0 && other.Address == f.Address && other.Attribute == f.Attribute {
			return &notYet{"the finding stays", other}
		}
		for _, i := range other.Outcomes {
			if o := is.Outcomes[i]; about[ask{o.Distribution.Address, o.Request}] {
				return &notYet{"the finding stays", other}
			}
		}
	}
	known, was := is.answers(), w.answers()
	for a := range about {
		if is.verdict(a, known) == simulate.Unknown && was[a] != simulate.Unknown {
			return fmt.Errorf("what %s gets is then not known", a.Path)
		}
	}
	return nil
}

// noWorse sends what both worlds were asked through both.
func (w *World) noWorse(is *World) error {
	before, after := w.answers(), is.answers()
	all := maps.Clone(before)
	maps.Copy(all, after)
	var worst []string
	for a := range all {
		if !w.unmade(a.distribution) && worse(w.verdict(a, before), is.verdict(a, after)) && !w.unread(a) {
			worst = append(worst, a.Path)
		}
	}
	if len(worst) == 0 {
		return nil
	}
	slices.Sort(worst)
	return fmt.Errorf("it makes %s worse", w.After.State.Symbols.Display(worst[0]))
}

// unmade reports whether a distribution does not come to be, since the API refuses it:
// whatever it answers once it does is no worse.
func (w *World) unmade(address string) bool {
	d := w.After.Distribution(address)
	return d != nil && w.Before.Distribution(address) == nil && len(w.After.Refusals(d)) > 0
}

// unread reports whether a request is not answered since the policy of its bucket is
// malformed: whatever a policy says of it that S3 takes is no worse.
func (w *World) unread(a ask) bool {
	d := w.After.Distribution(a.distribution)
	if d == nil {
		return false
	}
	o := simulate.Outcome{Distribution: d, Request: a.Request, Result: w.After.Send(d, a.Request)}
	return o.Verdict == simulate.Other && o.Reached() &&
		slices.ContainsFunc(o.Bucket().Policies, func(p *s3.Policy) bool { return p.Err != nil })
}

// worse tells of two verdicts whether the second is one that a viewer, or who has to
// trust it, likes less.
func worse(was, is simulate.Verdict) bool {
	switch was {
	case is, simulate.Forbidden, simulate.Absent:
		return false
	case simulate.Served:
		return true
	}
	return is != simulate.Served // what was not known may have been served
}

// newErrors are the findings of severity error that were not there, and those about
// the apply itself.
func (w *World) newErrors(is *World) (out []checks.Finding) {
	known := map[identity]bool{}
	for _, f := range w.Findings {
		known[w.identity(f)] = true
	}
	for _, f := range is.Findings {
		serious := f.Severity == checks.Error || f.Severity == checks.Warning && ofApply(f)
		if f.Change == checks.DuringApply && w.refusedAlready(is, f) || w.hid(is, f) {
			continue
		}
		if serious && f.Change != checks.Fixed && !known[is.identity(f)] {
			out = append(out, f)
		}
	}
	return out
}

// hid reports whether all that a finding of another world is about was not answered in
// this one, because of a malformed policy.
func (w *World) hid(is *World, f checks.Finding) bool {
	return len(f.Outcomes) > 0 && !slices.ContainsFunc(f.Outcomes, func(i int) bool {
		o := is.Outcomes[i]
		return !w.unread(ask{o.Distribution.Address, o.Request})
	})
}

// refusedAlready reports whether all that fails in another world while it is applied, by a
// finding, was refused for good in this one: that is no news then.
func (w *World) refusedAlready(is *World, f checks.Finding) (already bool) {
	known := w.answers()
	for _, out := range simulate.Outages(is.After, is.Before, is.Outcomes) {
		if out.Opens.Resource.Address != f.Address {
			continue
		}
		o := is.Outcomes[out.Outcome]
		if w.verdict(ask{o.Distribution.Address, o.Request}, known) != simulate.Forbidden {
			return false
		}
		already = true
	}
	return already
}

// identity tells findings of two worlds apart.
type identity struct{ rule, address, attribute, distribution string }

func (w *World) identity(f checks.Finding) identity {
	out := identity{rule: f.Rule, address: f.Address, attribute: f.Attribute}
	if len(f.Outcomes) > 0 {
		out.distribution = w.Outcomes[f.Outcomes[0]].Distribution.Address
	}
	return out
}
