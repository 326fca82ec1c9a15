package simulate

import (
	"fmt"
	"net/url"
	"runtime"
	"slices"
	"sort"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/tri"
)

// Outcome is one class of viewer requests with what becomes of it before and
// after apply. Path is a witness: the class's shortest path.
type Outcome struct {
	Distribution *cloudfront.Distribution
	Request
	// Behavior names the behavior that takes the path.
	Behavior string
	Before   Verdict
	Result
	// Whole: every key that the behavior takes shares the verdict; Only: and
	// the reasons too.
	Whole, Only bool
	// ErrorPage is the status whose custom error page the path is, 0 if none.
	ErrorPage int
}

// Run sends every class of requests through every distribution of the world
// after apply, and each again through the world before if the plan may change
// its answer.
func Run(after, before *World) []Outcome {
	parts := make([][]Outcome, len(after.Distributions))
	touched := newTouched(after, before)
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, d := range after.Distributions {
		group.Go(func() error {
			e := enumeration{world: after, distribution: d, before: before, hosts: touched.hosts}
			if touched.reaches(after, before, d) {
				e.changes, e.old = true, before.Distribution(d.Address)
			}
			parts[i] = e.run()
			return nil
		})
	}
	_ = group.Wait() // nothing in it can fail
	return append(slices.Concat(parts...), vanished(after, before)...)
}

// verdict is what becomes of a request in this world.
func (w *World) verdict(distribution string, r Request) Verdict {
	d := w.Distribution(distribution)
	if d == nil {
		return Absent
	}
	return w.Send(d, r).Verdict
}

// vanished are the outcomes of distributions that the plan removes.
func vanished(after, before *World) []Outcome {
	var out []Outcome
	for _, d := range before.Distributions {
		if after.Distribution(d.Address) != nil || strings.Contains(d.Address, " (deposed ") {
			continue
		}
		e := enumeration{world: before, distribution: d}
		for _, o := range e.run() {
			o.Before, o.Verdict = o.Verdict, Absent
			o.Refusals, o.Causes = nil, nil
			out = append(out, o)
		}
	}
	return out
}

// run lists the classes of requests to one distribution: for each behavior
// whose origin is S3, the classes of keys that the configuration treats
// differently, by GET over https; the other methods that it allows, http where
// it lets that through; the root; and the error pages.
func (e *enumeration) run() []Outcome {
	d := e.distribution
	if !slices.ContainsFunc(d.Behaviors, e.reachesS3) && d.Known.IsTrue() {
		return nil
	}
	classes := e.classes()
	for _, doubled := range []bool{false, true} { // the plainer example first
		for _, c := range classes {
			if (c.Match[1] == tri.Yes) == doubled {
				e.plain(c)
			}
		}
	}
	e.variants()
	e.add(Request{Method: "GET", Scheme: "https", Path: "/"})
	for _, r := range e.world.records(d) {
		if r.Name == "" {
			e.open(unnamed(d, r.Resource))
			continue
		}
		if other, _ := e.world.owner(d, r.Name); other == nil || !d.Serves(r.Name).IsFalse() { // else that one is asked
			e.add(Request{Method: "GET", Scheme: "https", Path: "/", Host: r.Name})
		}
	}
	for _, p := range d.ErrorPages {
		if p.Page != "" && (p.Error == 403 || p.Error == 404) {
			e.errorPage(p)
		}
	}
	return e.finish()
}

// enumeration collects the outcomes of one distribution.
type enumeration struct {
	world        *World
	distribution *cloudfront.Distribution
	// before is the world before apply, nil if it is of no interest. changes:
	// the plan may change what the distribution answers; old is how it stood.
	before   *World
	changes  bool
	hosts    bool // and what names lead to distributions
	old      *cloudfront.Distribution
	outcomes []Outcome
	// groups finds the outcome that stands for all classes of one behavior
	// with one verdict and the same reasons.
	groups map[string]int
}

// earlier is what became of an outcome's request before apply.
func (e *enumeration) earlier(o Outcome) Verdict {
	if o.Host != "" && e.hosts && e.before.Distribution(e.distribution.Address) != nil {
		return e.before.named(o.Request)
	}
	if e.before != nil && (e.changes || o.Verdict == Unknown) {
		return e.before.verdict(e.distribution.Address, o.Request)
	}
	return o.Verdict
}

// maxClasses bounds the classes of keys of one distribution. What is beyond is
// reported as undecided.
const maxClasses = 4096

// classes splits the paths by what the distribution and the buckets behind it
// say of them, and said before a plan that changes it: of the paths that are
// refused after apply, some may have been served.
func (e *enumeration) classes() []glob.Class {
	views := e.views()
	if e.old != nil {
		before := enumeration{world: e.before, distribution: e.old}
		both := glob.Distinct(append(slices.Clip(views), before.views()...))
		if classes, complete := e.world.shapes.Classes("/", both, maxClasses); complete {
			return classes
		}
	}
	classes, complete := e.world.shapes.Classes("/", views, maxClasses)
	if !complete {
		e.open(e.incomplete())
	}
	return classes
}

// open adds an outcome that no request was sent for.
func (e *enumeration) open(o Outcome) {
	o.Before = e.earlier(o)
	e.outcomes = append(e.outcomes, o)
}

func (e *enumeration) incomplete() Outcome {
	d := e.distribution
	r := undecided(Result{}, tri.Value{}, tri.Cause{Address: d.Address, Reason: "behaviors and policies split the paths into more classes than are looked at", Remedy: "ask for single paths with plan403 request"})
	return Outcome{Distribution: d, Request: Request{Method: "GET", Scheme: "https", Path: "/*"}, Behavior: "default", Result: r}
}

// directories splits paths that end in a slash from others, and doubledSlashes
// those that are not normalised; see plain.
const directories, doubledSlashes = "*/", "*//*"

func (e *enumeration) views() []glob.View {
	views := []glob.View{{Pattern: glob.Compile(directories)}, {Pattern: glob.Compile(doubledSlashes)}}
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
	bucket := e.world.behind(e.distribution, o)
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
	ask := func(kind cloudfront.CallerKind) s3.Request {
		return e.world.originRequest(e.distribution, b, o, Request{}, "", kind)
	}
	var views []glob.View
	for _, p := range bucket.KeyPatterns(ask(kind), ask(cloudfront.Anonymous)) {
		views = append(views, glob.View{Prefix: prefix, Pattern: p})
	}
	return views
}

// behind is the bucket of an origin, nil if it is none.
func (w *World) behind(d *cloudfront.Distribution, o *cloudfront.Origin) *s3.Bucket {
	b, _, _ := w.bucketOf(d, o, Result{})
	return b
}

func escapeRune(r rune) string {
	if r == '/' {
		return "/"
	}
	return url.PathEscape(string(r))
}

// plain sends GET over https for one class of keys. A path that ends in a
// slash names no ordinary object, so it is only taken where nothing else is. One
// with doubled slashes speaks for its behavior only if it goes there: behaviors
// are found by the normalised path.
func (e *enumeration) plain(c glob.Class) {
	path := witnessPath(c.Witness)
	b, _ := e.distribution.Behavior(path)
	if b == nil {
		return
	}
	if c.Match[1] == tri.Yes {
		if other, _ := e.distribution.Behavior(normalized(path)); other != b {
			return
		}
	}
	directory := c.Match[0] == tri.Yes
	if directory && !strings.HasSuffix(b.Pattern, "/") {
		return
	}
	e.add(Request{Method: "GET", Scheme: "https", Path: path})
}

func witnessPath(witness string) string {
	var out strings.Builder
	for _, r := range witness {
		out.WriteString(escapeRune(r))
	}
	return out.String()
}

// reachesS3 reports whether a behavior's target is a bucket, or may be one. A
// target that no origin has may have been meant for one.
func (e *enumeration) reachesS3(b *cloudfront.Behavior) bool {
	targets := e.distribution.Targets(b)
	for _, t := range targets {
		for _, o := range t.Origins {
			if o.Kind != cloudfront.VPCOrigin && o.Endpoint.Form != cloudfront.NotS3 {
				return true
			}
		}
	}
	return len(targets) == 0
}

// variants sends what differs from GET over https: writes and preflights where
// the behavior allows them, and http where it lets it through or refuses it.
func (e *enumeration) variants() {
	for _, o := range slices.Clone(e.outcomes) {
		if o.Result.Behavior == nil || o.Elsewhere {
			continue
		}
		b := o.Result.Behavior
		for _, method := range []string{"OPTIONS", "PUT", "DELETE"} {
			if b.Allows(method) || method == "OPTIONS" && o.Bucket != nil && o.Bucket.CORS.Configured.IsTrue() {
				e.add(Request{Method: method, Scheme: "https", Path: o.Path})
			}
		}
		if b.ViewerProtocol != "redirect-to-https" {
			e.add(Request{Method: "GET", Scheme: "http", Path: o.Path})
		}
	}
}

func (e *enumeration) errorPage(p cloudfront.ErrorPage) {
	o := e.outcome(Request{Method: "GET", Scheme: "https", Path: p.Page})
	o.ErrorPage = p.Error
	for _, other := range e.outcomes {
		if other.ErrorPage != 0 && other.Path == o.Path {
			return
		}
	}
	e.outcomes = append(e.outcomes, o)
}

func (e *enumeration) outcome(r Request) Outcome {
	o := Outcome{Distribution: e.distribution, Request: r, Behavior: "default", Result: e.world.Send(e.distribution, r)}
	if o.Result.Behavior != nil {
		o.Behavior = o.Result.Behavior.Name()
	} else if b, _ := e.distribution.Behavior(r.Path); b != nil {
		o.Behavior = b.Name()
	}
	o.Before = e.earlier(o)
	return o
}

// add sends a request and keeps it unless an outcome with a shorter path says
// the same, before apply as well.
func (e *enumeration) add(r Request) {
	o := e.outcome(r)
	key := groupKey(o) + "\x00" + o.Before.String()
	if e.groups == nil {
		e.groups = map[string]int{}
	}
	if _, ok := e.groups[key]; ok {
		return
	}
	e.groups[key] = len(e.outcomes)
	e.outcomes = append(e.outcomes, o)
}

func groupKey(o Outcome) string {
	parts := []string{o.Behavior, o.Method, o.Scheme, o.Host, o.Verdict.String()}
	if o.Path == "/" {
		parts = append(parts, "root")
	}
	for _, f := range o.Refusals {
		parts = append(parts, string(f.Code), f.Step.Address, f.Step.Attribute)
	}
	for _, c := range o.Causes {
		parts = append(parts, string(c.Symbol), c.Address, c.Attribute)
	}
	return strings.Join(parts, "\x00")
}

// finish sorts the outcomes and marks those whose verdict all keys of the
// behavior share.
func (e *enumeration) finish() []Outcome {
	verdicts := map[string]map[Verdict]bool{}
	reasons := map[string]map[string]bool{}
	class := func(o Outcome) string { return o.Behavior + " " + o.Method + " " + o.Scheme }
	for _, o := range e.outcomes {
		if o.counts() {
			if verdicts[class(o)] == nil {
				verdicts[class(o)], reasons[class(o)] = map[Verdict]bool{}, map[string]bool{}
			}
			verdicts[class(o)][o.Verdict] = true
			reasons[class(o)][groupKey(o)] = true
		}
	}
	for i, o := range e.outcomes {
		e.outcomes[i].Whole = o.counts() && len(verdicts[class(o)]) == 1
		e.outcomes[i].Only = o.counts() && len(reasons[class(o)]) == 1
	}
	order := map[string]int{}
	for i, b := range e.distribution.Behaviors {
		order[b.Name()] = i
	}
	sort.SliceStable(e.outcomes, func(i, j int) bool { return order[e.outcomes[i].Behavior] < order[e.outcomes[j].Behavior] })
	return e.outcomes
}

// counts reports whether an outcome stands for keys of its behavior: the root,
// error pages and other host names are questions of their own.
func (o Outcome) counts() bool { return o.Path != "/" && o.ErrorPage == 0 && o.Host == "" }

// MissingKey tells whether a request for an object that does not exist is
// answered 403 rather than 404: S3 tells only those who may list the bucket
// (S3 API Reference, GetObject, Permissions).
func (w *World) MissingKey(o Outcome) tri.Value {
	if o.Bucket == nil || o.Origin == nil || o.Origin.Endpoint.Form == cloudfront.Website {
		return tri.False
	}
	request := w.originRequest(o.Distribution, o.Result.Behavior, o.Origin, o.Request, "", o.Caller)
	request.Implied = true
	return w.authorize(o.Origin, o.Bucket, request).Allowed.Not()
}
