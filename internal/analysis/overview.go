package analysis

import (
	"context"
	"slices"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/overview"
	"github.com/plan403/plan403/internal/parallel"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/symbol"
)

// Overviewed is what one input's plans serve, or why they cannot be read.
type Overviewed struct {
	Plans []overview.Plan
	Err   error
}

// OverviewAll reads plans on all cores and keeps their order. asking adds what a page
// needs to answer requests.
func OverviewAll(ctx context.Context, inputs []Input, asking bool) []Overviewed {
	out := make([]Overviewed, len(inputs))
	parallel.Each(len(inputs), func(i int) {
		out[i].Err = guard(inputs[i].name(), func() error {
			return eachPlan(ctx, inputs[i], func(a *analysis) {
				out[i].Plans = append(out[i].Plans, a.overview(asking))
			})
		})
	})
	return out
}

func (a *analysis) overview(asking bool) overview.Plan {
	a.before.Untold, a.after.Untold = true, true
	outcomes := simulate.Run(a.after, a.before)
	out := a.overviewOf(outcomes, checks.Run(a.after, a.before, outcomes, nil))
	if asking {
		out.Atlas = a.atlas()
	}
	return out
}

// overviewOf is what a plan serves by its outcomes, with the rules that explain them.
func (a *analysis) overviewOf(outcomes []simulate.Outcome, findings []checks.Finding) overview.Plan {
	rules := make([][]string, len(outcomes))
	for _, f := range findings {
		for _, i := range f.Outcomes {
			if i < len(outcomes) && !slices.Contains(rules[i], f.Rule) {
				rules[i] = append(rules[i], f.Rule)
			}
		}
	}
	out := overview.Plan{Path: a.name}
	for first := 0; first < len(outcomes); {
		d, end := outcomes[first].Distribution, first
		for end < len(outcomes) && outcomes[end].Distribution == d {
			end++
		}
		out.Distributions = append(out.Distributions, a.distribution(d, outcomes[first:end], rules[first:end]))
		first = end
	}
	return out
}

// distribution is one distribution with its outcomes.
func (a *analysis) distribution(
	d *cloudfront.Distribution,
	outcomes []simulate.Outcome,
	rules [][]string,
) overview.Distribution {
	symbols := a.after.State.Symbols
	out := overview.Distribution{Address: symbols.Show(d.Address), Enabled: "unknown", Served: a.served(d, outcomes)}
	switch {
	case d.Enabled.IsTrue():
		out.Enabled = "yes"
	case d.Enabled.IsFalse():
		out.Enabled = "no"
	}
	for _, name := range append(slices.Clone(d.Aliases), d.DomainName) {
		if name != "" && !symbol.Contains(name) {
			out.Names = append(out.Names, symbols.Display(name))
		}
	}
	world := a.after
	if world.Distribution(d.Address) == nil {
		world = a.before
	}
	for _, b := range d.Behaviors {
		behavior := overview.Behavior{
			Pattern: symbols.Display(b.Name()), Viewers: viewers(b.ViewerProtocol), Routes: routes(world, d, b),
		}
		for _, method := range b.Methods {
			behavior.Methods = append(behavior.Methods, symbols.Display(method))
		}
		for i, o := range outcomes {
			if o.Behavior == b.Name() {
				c := overview.Class{
					Request: o.Request,
					Every:   o.Whole,
					Before:  o.Before,
					After:   o.Verdict,
					Rules:   rules[i],
				}
				c.Request.Path, c.Request.Host = symbols.Display(o.Path), symbols.Display(o.Host)
				behavior.Classes = append(behavior.Classes, c)
			}
		}
		out.Behaviors = append(out.Behaviors, behavior)
	}
	return out
}

// viewers says in words by which schemes a behavior serves.
func viewers(policy string) string {
	switch policy {
	case "allow-all":
		return "http and https"
	case "redirect-to-https":
		return "https, from http by a redirect"
	case "https-only":
		return "https only"
	}
	return ""
}

func routes(w *simulate.World, d *cloudfront.Distribution, b *cloudfront.Behavior) []overview.Route {
	symbols := w.State.Symbols
	var out []overview.Route
	for _, t := range d.Targets(b) {
		for _, o := range t.Origins {
			r := overview.Route{
				Origin: symbols.Display(o.ID),
				Bucket: symbols.Display(o.Domain),
				Prefix: symbols.Display(o.Folder),
			}
			if t.Group != nil {
				r.Group = symbols.Display(t.Group.ID)
			}
			if bucket := w.Behind(d, o); bucket != nil {
				kind, _ := o.Caller()
				r.Caller, r.Bucket = kind.String(), symbols.Display(bucket.Address())
				if e := bucket.Encryption; e.KMS.IsTrue() {
					r.Key = symbols.Display(e.KeyName())
				}
			}
			out = append(out, r)
		}
	}
	return out
}

// served are the requests that viewers are served today, before apply where the
// distribution is there by then: patterns of behaviors where all their paths are, or
// else the paths that stand for a class.
func (a *analysis) served(d *cloudfront.Distribution, outcomes []simulate.Outcome) []string {
	now := a.before
	if now.Distribution(d.Address) == nil {
		now = a.after
	}
	rooted := func(o simulate.Outcome) string {
		if b := o.Result.Behavior; b != nil && b.Pattern != "" && o.Path != "/" {
			return cloudfront.Rooted(b.Pattern)
		}
		return ""
	}
	asked, all := []string{everyPath}, map[string]bool{everyPath: true}
	for _, o := range outcomes {
		for _, path := range []string{rooted(o), o.Path} {
			if path != "" && plainRead(o) && !all[path] {
				all[path] = true
				asked = append(asked, path)
			}
		}
	}
	serves := now.Serves(now.Distribution(d.Address), asked)
	shown := func(path string) bool { return serves[path] && a.after.State.Symbols.Display(path) == path }
	if shown(everyPath) {
		return []string{everyPath}
	}
	var out []string
	told := map[string]bool{}
	for _, o := range outcomes {
		path := rooted(o)
		if !shown(path) {
			path = o.Path
		}
		if plainRead(o) && shown(path) && !told[path] {
			told[path] = true
			out = append(out, path)
		}
	}
	return out
}

// everyPath is the pattern of all paths.
const everyPath = "/*"

// plainRead reports whether a request is made as most are.
func plainRead(o simulate.Outcome) bool {
	return o.Method == "GET" && o.Scheme == "https" && o.Host == "" && !o.Signed
}
