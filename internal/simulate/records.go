package simulate

import (
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/glob"
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
// distribution: alias records and CNAMEs. Records whose zone, and so whose full
// name, is not known are left out.
func (w *World) records(d *cloudfront.Distribution) []record {
	w.once.Do(func() { w.pointing = recordsByTarget(w.State) })
	var out []record
	for _, r := range w.pointing[hostName(d.DomainName)] {
		if name, ok := w.fullName(r); ok && !strings.HasPrefix(name, "*") {
			out = append(out, record{name, r})
		}
	}
	return out
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
	if alias, ok := r.First("alias"); ok {
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
func (w *World) fullName(r *plan.Resource) (string, bool) {
	name := strings.TrimSuffix(strings.ToLower(r.String("name")), ".")
	if fqdn := r.String("fqdn"); fqdn != "" && !unknownText(fqdn) {
		return strings.TrimSuffix(strings.ToLower(fqdn), "."), true
	}
	zone, ok := w.zoneName(r.String("zone_id"))
	switch {
	case unknownText(name) || !ok && name == "":
		return "", false
	case !ok:
		return name, strings.Count(name, ".") >= 2
	case name == "" || name == zone:
		return zone, true
	case strings.HasSuffix(name, "."+zone):
		return name, true
	}
	return name + "." + zone, true
}

func (w *World) zoneName(id string) (string, bool) {
	for _, z := range append(w.State.OfType("aws_route53_zone"), w.State.Data("aws_route53_zone")...) {
		for _, attribute := range []string{"zone_id", "id"} {
			if s := z.String(attribute); s != "" && glob.CompileLiteral(s).Match(id) == tri.Yes && z.String("name") != "" {
				return strings.TrimSuffix(strings.ToLower(z.String("name")), "."), !unknownText(z.String("name"))
			}
		}
	}
	return "", false
}

func unknownText(s string) bool { return symbol.Contains(s) }
