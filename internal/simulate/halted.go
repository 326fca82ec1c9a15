package simulate

import (
	"slices"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// halts lists the refused calls, of S3 and others, that a distribution depends on. Apply makes
// nothing that waits for what is refused (Terraform, "terraform apply"), so a new
// distribution does not come to be, and one that exists stays as it was.
func (w *World) halts(d *cloudfront.Distribution) []cloudfront.Refusal {
	if w.State.Graph == nil {
		return nil
	}
	var out []cloudfront.Refusal
	for _, r := range slices.Concat(w.Store.Refused(), w.RefusedKeys()) {
		if w.waits(d.Resource, r.Resource) {
			out = append(out, cloudfront.Refusal{
				At: r.Resource.Address, Status: r.Status, Error: r.Error, Attribute: r.Attribute, Why: r.Why,
				Certain: tri.True,
			})
		}
	}
	for _, r := range w.RefusedResources() {
		if w.waits(d.Resource, r.Resource) {
			out = append(out, cloudfront.Refusal{
				At: r.Address, Status: r.Status, Error: r.Error, Attribute: r.Attribute, Why: r.Why, Certain: r.Certain,
			})
		}
	}
	return out
}

// RefusedResources lists what apply stops at beside distributions and buckets.
func (w *World) RefusedResources() []cloudfront.RefusedResource {
	w.refusedOnce.Do(w.findRefused)
	return w.refused
}

// RefusedKeys lists the key policies that it stops at.
func (w *World) RefusedKeys() []s3.Refusal {
	w.refusedOnce.Do(w.findRefused)
	return w.refusedKeys
}

func (w *World) findRefused() {
	if w.before != nil {
		w.refused, w.refusedKeys = cloudfront.RefusedResources(w.State), w.Store.RefusedKeys()
	}
}

// waits reports whether a resource certainly waits for another. Of blocks with
// several instances only that of the same key is sure to be meant.
func (w *World) waits(a, b *plan.Resource) bool {
	same := b.Key.String() == "" || a.Key == b.Key
	for _, m := range b.Module.Path() {
		same = same && (m.Call().Key.String() == "" || a.Module.String() == b.Module.String())
	}
	return same && w.State.Graph.DependsOn(a, b) == tri.Yes
}

// HaltedBy lists the addresses of the resources because of whose refused calls a
// distribution is not made, or stays as it is.
func (w *World) HaltedBy(d *cloudfront.Distribution) []string {
	var out []string
	for _, r := range w.stopOf(d).others {
		if !slices.Contains(out, r.At) {
			out = append(out, r.At)
		}
	}
	return out
}
