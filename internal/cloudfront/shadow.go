package cloudfront

import (
	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/tri"
)

// Shadow is the behavior that takes every path of another one before it is tried,
// nil if there is none: the first whose pattern matches takes a path (CloudFront
// Developer Guide, Path pattern).
func (d *Distribution) Shadow(b *Behavior) *Behavior {
	one := b.pattern.Least()
	for _, earlier := range d.Behaviors {
		if earlier == b || b.Pattern == "" {
			return nil
		}
		if earlier.pattern.Match(one) == tri.No { // as nearly all do
			continue
		}
		if covered, _ := glob.Covers(b.pattern, earlier.pattern); covered == tri.Yes {
			return earlier
		}
	}
	return nil
}

// Example is a shortest path that the pattern of the behavior matches.
func (b *Behavior) Example() string {
	_, path := glob.Covers(b.pattern)
	return path
}
