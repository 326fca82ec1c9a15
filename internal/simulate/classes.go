package simulate

import (
	"fmt"
	"slices"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/tri"
)

// maxClasses bounds the classes of keys of one distribution. What is beyond is
// reported as undecided.
const maxClasses = 4096

// classes splits the paths by what the distribution and the buckets behind it
// say of them, and said before a plan that changes it: of the paths that are
// refused after apply, some may have been served.
func (e *enumeration) classes() ([]glob.Class, []glob.View) {
	views := e.views()
	if e.old != nil {
		all := glob.Distinct(e.allViews(views))
		if classes, complete := e.world.shapes.Classes("/", all, maxClasses); complete {
			return classes, all
		}
	}
	classes, complete := e.world.shapes.Classes("/", views, maxClasses)
	if !complete {
		e.open(e.incomplete())
	}
	return classes, views
}

// allViews adds how the distribution as it was, and what stood behind it, look at
// paths, each also with what is new of the other if both change: so it is during apply.
func (e *enumeration) allViews(views []glob.View) []glob.View {
	others := []enumeration{{world: e.before, distribution: e.old}}
	if e.changed {
		others = append(
			others, enumeration{world: e.before, distribution: e.distribution},
			enumeration{world: e.world, distribution: e.old},
		)
	}
	views = slices.Clip(views)
	for _, other := range others {
		views = append(views, other.views()...)
	}
	return views
}

func (e *enumeration) incomplete() Outcome {
	d := e.distribution
	r := undecided(Result{}, tri.Value{}, tri.Cause{
		Address: d.Address,
		Reason:  "behaviors and policies split the paths into more classes than plan403 examines",
		Remedy:  "ask for single paths with plan403 request",
	})
	return Outcome{
		Distribution: d, Request: Request{Method: "GET", Scheme: "https", Path: "/*"}, Behavior: "default",
		Result: r,
	}
}

// The views that every distribution has, by their index in glob.Class.Match:
// directories splits paths that end in a slash from others, and doubledSlashes
// those that are not normalised; see plain.
const (
	directories = iota
	doubledSlashes
)

func (e *enumeration) views() []glob.View {
	views := []glob.View{directories: {Pattern: glob.Compile("*/")}, doubledSlashes: {Pattern: glob.Compile("*//*")}}
	if f := e.world.firewall(e.distribution.WebACL); f != nil {
		views = append(views, f.views()...)
	}
	seen := map[string]bool{}
	for _, b := range e.distribution.Behaviors {
		views = append(views, glob.View{Pattern: b.PathPattern(), Encode: escapeRune})
		for _, t := range e.distribution.Targets(b) {
			for _, o := range t.Origins {
				views = append(views, e.keyViews(b, o, seen)...)
			}
		}
	}
	return views
}

// keyViews are how the bucket behind an origin looks at paths. Origins that ask
// one bucket under one path as one caller see the same.
func (e *enumeration) keyViews(b *cloudfront.Behavior, o *cloudfront.Origin, seen map[string]bool) []glob.View {
	bucket := e.world.Behind(e.distribution, o)
	if bucket == nil {
		return nil
	}
	kind, _ := o.Caller()
	prefix := bucket.Name + o.Path
	who := fmt.Sprint(prefix, "\x00", kind)
	if o.Identity != nil {
		who += o.Identity.ARN
	}
	if seen[who] {
		return nil
	}
	seen[who] = true
	var views []glob.View
	for _, p := range e.keyPatterns(b, o, bucket) {
		views = append(views, glob.View{Prefix: prefix, Pattern: p})
	}
	return views
}

// keyPatterns are the patterns by which the bucket behind an origin tells keys apart.
func (e *enumeration) keyPatterns(b *cloudfront.Behavior, o *cloudfront.Origin, bucket *s3.Bucket) []glob.Pattern {
	kind, _ := o.Caller()
	ask := func(kind cloudfront.CallerKind) s3.Request {
		x := e.world.exchange(e.distribution, Request{}).to(b, o)
		x.Caller = kind
		return x.originRequest()
	}
	return bucket.KeyPatterns(ask(kind), ask(cloudfront.Anonymous))
}
