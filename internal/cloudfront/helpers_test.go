package cloudfront

import (
	"strings"
	"testing"

	"github.com/plan403/plan403/internal/plantest"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/plan"
)

// attrs are the arguments of a resource or block.
type attrs map[string]any

// stateAfter is the world after a plan that creates the resources, keyed by
// address. A nil argument is unknown before apply.
func stateAfter(t testing.TB, resources map[string]attrs) *plan.State {
	t.Helper()
	var changes []any
	for address, after := range resources {
		typ, name, _ := strings.Cut(address, ".")
		known, unknown := attrs{}, attrs{"id": true, "arn": true, "domain_name": true}
		for k, v := range after {
			if v == nil {
				unknown[k] = true
			} else {
				known[k] = v
				delete(unknown, k)
			}
		}
		changes = append(changes, attrs{
			"address": address, "mode": "managed", "type": typ, "name": name,
			"change": attrs{"actions": []string{"create"}, "before": nil, "after": known, "after_unknown": unknown},
		})
	}
	_, after := plantest.States(t, changes)
	return after
}

const site = "aws_cloudfront_distribution.site"

// none finds no distribution before apply.
func none(string) *Distribution { return nil }

// distribution reads one distribution beside other resources.
func distribution(t testing.TB, body attrs, others map[string]attrs) *Distribution {
	t.Helper()
	all := map[string]attrs{site: body}
	for address, r := range others {
		all[address] = r
	}
	list := Distributions(stateAfter(t, all), none)
	if len(list) != 1 {
		t.Fatalf("%d distributions", len(list))
	}
	return list[0]
}

// defaultBehavior is a distribution with the arguments in its default cache
// behavior.
func defaultBehavior(t testing.TB, behavior attrs, others map[string]attrs) *Behavior {
	t.Helper()
	d := distribution(t, attrs{"default_cache_behavior": []attrs{behavior}}, others)
	b, _ := d.Behavior("/a")
	return b
}

// onlyOrigin is the only origin of a distribution.
func onlyOrigin(t testing.TB, origin attrs, others map[string]attrs) *Origin {
	t.Helper()
	return distribution(t, attrs{"origin": []attrs{origin}}, others).Origins[0]
}

// unknownText is a text that is known only after apply.
func unknownText(t testing.TB) string {
	t.Helper()
	s, ok := new(symbol.Table).New(symbol.Opaque, "", symbol.Origin{})
	if !ok {
		t.Fatal("no symbol")
	}
	return s
}
