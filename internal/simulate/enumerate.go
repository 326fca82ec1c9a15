package simulate

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/atlas"
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// enumeration collects the outcomes of one distribution.
type enumeration struct {
	world        *World
	distribution *cloudfront.Distribution
	// before is the world before apply, nil if it is of no interest. changes:
	// the plan may change what the distribution answers, and changed: the distribution
	// itself; old is how it stood.
	before   *World
	changes  bool
	changed  bool
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

// open adds an outcome that no request was sent for.
func (e *enumeration) open(o Outcome) {
	o.Before = e.earlier(o)
	e.outcomes = append(e.outcomes, o)
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
	classes, views := e.classes()
	literal := literals(views)
	for _, doubled := range []bool{false, true} { // the plainer example first
		for _, c := range classes {
			if (c.Match[1] == tri.Yes) == doubled {
				e.plain(c, named(c, literal))
			}
		}
	}
	e.variants()
	e.add(Request{Method: "GET", Scheme: "https", Path: "/"}, true)
	e.hostNames()
	for _, p := range d.ErrorPages {
		if p.Page != "" && (p.Error == 403 || p.Error == 404) {
			e.errorPage(p)
		}
	}
	return e.finish()
}

// hostNames asks for / by each name that DNS leads to the distribution. Names that
// lead to a connection group and are no tenant's are asked for once.
func (e *enumeration) hostNames() {
	d := e.distribution
	first := !d.Tenant || e.world.firstBehind(d.DomainName) == d
	for _, r := range e.world.records(d) {
		serves := d.Serves(r.Name)
		switch {
		case r.Name == "" && first:
			e.open(unnamed(d, r.Resource))
		case r.Name == "" || serves.IsFalse() && !first:
		default:
			if other, _ := e.world.owner(d, r.Name); other == nil || serves.IsUnknown() { // else that one is asked
				e.add(Request{Method: "GET", Scheme: "https", Path: "/", Host: r.Name}, true)
			}
		}
	}
}

// reachesS3 reports whether a behavior's target is a bucket, or may be one. An
// origin without custom_origin_config is meant for one, whatever its domain looks
// like, and so may a target be that no origin has.
func (e *enumeration) reachesS3(b *cloudfront.Behavior) bool {
	targets := e.distribution.Targets(b)
	for _, t := range targets {
		for _, o := range t.Origins {
			if o.Kind == cloudfront.S3Origin ||
				o.Kind == cloudfront.CustomOrigin && o.Endpoint.Form != cloudfront.NotS3 {
				return true
			}
		}
	}
	return len(targets) == 0
}

// plain sends GET over https for one class of keys. A path that ends in a
// slash names no ordinary object, so it is only taken where nothing else is. One
// with doubled slashes speaks for its behavior only if it goes there: behaviors
// are found by the normalised path.
func (e *enumeration) plain(c glob.Class, named bool) {
	path := witnessPath(c.Witness)
	b, _ := e.distribution.Behavior(path)
	if b == nil {
		return
	}
	if c.Match[doubledSlashes] == tri.Yes {
		if other, _ := e.distribution.Behavior(atlas.Normalized(path)); other != b {
			return
		}
	}
	directory := c.Match[directories] == tri.Yes
	if directory && !strings.HasSuffix(b.Pattern, "/") {
		return
	}
	e.add(Request{Method: "GET", Scheme: "https", Path: path}, named)
}

// literals are the numbers of the views by patterns without wildcards.
func literals(views []glob.View) []int {
	var out []int
	for i, v := range views {
		if v.Pattern.Literal() {
			out = append(out, i)
		}
	}
	return out
}

// named reports whether a pattern without wildcards names the only text of a class.
func named(c glob.Class, literals []int) bool {
	return slices.ContainsFunc(literals, func(i int) bool { return c.Match[i] == tri.Yes })
}

// variants sends what differs from GET over https: writes and preflights where
// the behavior allows them, and http where it lets it through or refuses it.
func (e *enumeration) variants() {
	for i := range len(e.outcomes) { // more are added
		o := e.outcomes[i]
		if o.Result.Behavior == nil || o.Elsewhere {
			continue
		}
		b := o.Result.Behavior
		for _, method := range []string{"OPTIONS", "PUT", "DELETE"} {
			if b.Allows(method).IsTrue() || method == "OPTIONS" && o.Bucket().CORS.Configured.IsTrue() {
				e.add(Request{Method: method, Scheme: "https", Path: o.Path, Signed: o.Signed}, o.Named)
			}
		}
		if b.ViewerProtocol != "redirect-to-https" {
			e.add(Request{Method: "GET", Scheme: "http", Path: o.Path, Signed: o.Signed}, o.Named)
		}
	}
}

func (e *enumeration) errorPage(p cloudfront.ErrorPage) {
	o := e.outcome(Request{Method: "GET", Scheme: "https", Path: p.Page})
	o.ErrorPage, o.Named = p.Error, true
	for _, other := range e.outcomes {
		if other.ErrorPage != 0 && other.Path == o.Path {
			return
		}
	}
	e.outcomes = append(e.outcomes, o)
}

func (e *enumeration) outcome(r Request) Outcome {
	o := Outcome{
		Distribution: e.distribution, Request: r, Behavior: "default", Result: e.world.decide(e.distribution, r),
	}
	if o.Result.Behavior != nil {
		o.Behavior = o.Result.Behavior.Name()
	} else if b, _ := e.distribution.Behavior(atlas.Normalized(r.Path)); b != nil {
		o.Behavior = b.Name()
	}
	o.Before, o.world = e.earlier(o), e.world
	return o
}

// between tells apart what is served before and after apply by how it fares while
// only the distribution, or only what stands behind it, has changed: some keys
// may then be refused and others not.
func (e *enumeration) between(o Outcome) string {
	if e.old == nil || o.Before != Served || o.Verdict != Served {
		return ""
	}
	if !e.changed && (o.Host == "" || !e.hosts) {
		return "" // then it fares as before and after
	}
	first, last := e.before.decide(e.distribution, o.Request), e.world.decide(e.old, o.Request)
	return "\x00" + first.Verdict.String() + "\x00" + last.Verdict.String()
}

// add sends a request, and again with a signature where it is refused for having
// none: what stands behind that gate refuses those whom it is meant to let in.
func (e *enumeration) add(r Request, named bool) {
	o := e.outcome(r)
	o.Named = named
	e.keep(o)
	if slices.ContainsFunc(o.Refusals, func(f Refusal) bool { return f.Code == trace.Unsigned }) {
		r.Signed = true
		o = e.outcome(r)
		o.Named = named
		e.keep(o)
	}
}

// keep adds an outcome unless one with a shorter path says the same, before apply
// as well.
func (e *enumeration) keep(o Outcome) {
	key := groupKey(o) + "\x00" + o.Before.String() + e.between(o)
	if e.groups == nil {
		e.groups = map[string]int{}
	}
	o.Standby = e.world.standby(o)
	if i, ok := e.groups[key]; ok {
		if o.Standby == nil {
			e.outcomes[i].Standby = nil
		}
		e.outcomes[i].Named = e.outcomes[i].Named && e.outcomes[i].Path == o.Path
		return
	}
	e.groups[key] = len(e.outcomes)
	e.outcomes = append(e.outcomes, o)
}
