package simulate

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// record is a host name that DNS leads to a distribution.
type record struct {
	Name     string
	Resource *plan.Resource
}

// records lists the Route 53 records of the state that point at a
// distribution: alias records and CNAMEs. Name is "" where the zone, and so the
// full name, is not known.
func (w *World) records(d *cloudfront.Distribution) []record {
	var out []record
	for _, r := range w.leading(d) {
		name, ok := w.fullName(d, r)
		if !ok {
			name = ""
		}
		if rest, wildcard := strings.CutPrefix(name, "*."); wildcard {
			if name = below(d, rest); d.Tenant && d.Serves(name).IsFalse() {
				continue // the others below it are those of other tenants
			}
		}
		out = append(out, record{name, r})
	}
	return out
}

// firstBehind is the first of the distributions to which a name of CloudFront leads:
// several tenants share the endpoint of a connection group.
func (w *World) firstBehind(domain string) *cloudfront.Distribution {
	i := slices.IndexFunc(w.Distributions, func(d *cloudfront.Distribution) bool { return d.DomainName == domain })
	if i < 0 {
		return nil
	}
	return w.Distributions[i]
}

func (w *World) leading(d *cloudfront.Distribution) []*plan.Resource {
	w.once.Do(func() { w.pointing = recordsByTarget(w.State) })
	return w.pointing[hostName(d.DomainName)]
}

// below is a name that a wildcard record covers: one that the distribution has
// among its aliases, since nobody means the others, or any if it has none.
func below(d *cloudfront.Distribution, domain string) string {
	for _, a := range d.Aliases {
		if a = hostName(a); strings.HasSuffix(a, "."+domain) && !strings.HasPrefix(a, "*") {
			return a
		}
	}
	return "any." + domain
}

// unnamed is the outcome of a record whose name is not known: whether the
// distribution serves it cannot be told.
func unnamed(d *cloudfront.Distribution, r *plan.Resource) Outcome {
	cause := tri.Cause{
		Address: r.Address, Attribute: "name",
		Reason: "the full name of this record, which points to " + d.Address + ", is not known",
		Remedy: "manage its zone here, or write the full name",
	}
	return Outcome{
		Distribution: d, Request: Request{Method: "GET", Scheme: "https", Path: "/"}, Behavior: "default",
		Result: undecided(Result{}, tri.Value{}, cause),
	}
}

// recordsByTarget finds the records by the name that they lead to. A name that
// holds symbols is that of a distribution if it is the same text: the symbols
// then stand for the same values.
func recordsByTarget(s *plan.State) map[string][]*plan.Resource {
	out := map[string][]*plan.Resource{}
	for _, r := range s.OfType("aws_route53_record") {
		for _, name := range targets(r) {
			if list := out[name]; name != "" && (len(list) == 0 || list[len(list)-1] != r) {
				out[name] = append(list, r)
			}
		}
	}
	return out
}

func targets(r *plan.Resource) []string {
	var out []string
	if alias, there := r.First("alias"); !there.IsFalse() {
		out = append(out, hostName(alias.String("name")))
	}
	if strings.EqualFold(r.String("type"), "CNAME") {
		values, _ := r.Texts("records")
		for _, v := range values {
			out = append(out, hostName(v))
		}
	}
	return out
}

func hostName(s string) string { return strings.TrimSuffix(strings.ToLower(s), ".") }

// fullName is the record's name with its zone: a name that does not end in the
// zone's is relative to it (provider documentation of aws_route53_record).
func (w *World) fullName(d *cloudfront.Distribution, r *plan.Resource) (string, bool) {
	name := hostName(r.String("name"))
	if fqdn := r.String("fqdn"); fqdn != "" && !symbol.Contains(fqdn) {
		return hostName(fqdn), true
	}
	zone, ok := w.zoneName(r.String("zone_id"))
	switch {
	case !ok && name == "":
		return "", false
	case !ok && !looksFull(d, name):
		return "", false
	case !ok:
	case name == "":
		name = zone
	case name != zone && !strings.HasSuffix(name, "."+zone):
		name += "." + zone
	}
	return name, !symbol.Contains(name) || d.Serves(name).IsTrue()
}

// looksFull reports whether a name in a zone that is not known is meant as a
// full one: an alias is that name or lies below it, or it has three labels and
// begins no alias, of which it would be the relative form.
func looksFull(d *cloudfront.Distribution, name string) bool {
	labels := strings.Count(name, ".") + 1
	for _, a := range d.Aliases {
		switch a = hostName(a); {
		case a == name || labels > 1 && strings.HasSuffix(a, "."+name):
			return true
		case strings.HasPrefix(a, name+"."):
			return false
		}
	}
	return labels > 2
}

func (w *World) zoneName(id string) (string, bool) {
	z := w.State.Find([]string{id}, []string{"zone_id", "id"}, "aws_route53_zone", "data.aws_route53_zone")
	if z == nil || z.String("name") == "" {
		return "", false
	}
	return hostName(z.String("name")), true
}
