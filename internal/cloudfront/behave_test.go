package cloudfront

import (
	"strings"
	"testing"

	"github.com/plan403/plan403/internal/plantest"
)

// Behaviors stand in both worlds where neither they nor their policies change: else
// those after apply answer by what is new.
func TestBehaviorsOfBothWorlds(t *testing.T) {
	behavior := func(target string) []attrs {
		return []attrs{{"target_origin_id": target, "cache_policy_id": "P1"}}
	}
	policy := func(header string) attrs {
		return attrs{"id": "P1", "parameters_in_cache_key_and_forwarded_to_origin": []attrs{{
			"headers_config": []attrs{{"header_behavior": "whitelist", "headers": []attrs{{"items": []string{header}}}}},
		}}}
	}
	base := attrs{"id": "E1", "comment": "old", "default_cache_behavior": behavior("s3")}
	for name, c := range map[string]struct {
		after, policyAfter attrs
		shared             bool
		forwards           string
	}{
		"the same":        {base, policy("Referer"), true, "Referer"},
		"another comment": {attrs{"id": "E1", "comment": "new", "default_cache_behavior": behavior("s3")}, policy("Referer"), true, "Referer"},
		"another target":  {attrs{"id": "E1", "comment": "old", "default_cache_behavior": behavior("s4")}, policy("Referer"), false, "Referer"},
		"another policy":  {base, policy("Origin"), false, "Origin"},
		"no policy":       {base, nil, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			const rules = "aws_cloudfront_cache_policy.rules"
			before, after := plantest.States(t, []any{changed(site, base, c.after), changed(rules, policy("Referer"), c.policyAfter)})
			old := Distributions(before, none)[0]
			now := Distributions(after, func(string) *Distribution { return old })[0]
			if shared := now.Behaviors[0] == old.Behaviors[0]; shared != c.shared {
				t.Errorf("shared: %v, want %v", shared, c.shared)
			}
			b, _ := now.Behavior("/a")
			for _, header := range []string{"Referer", "Origin"} {
				if got := b.Forwards(header); c.forwards != "" && got.IsTrue() != (header == c.forwards) {
					t.Errorf("%s is forwarded: %v", header, got)
				}
			}
		})
	}
}

// changed is a resource that the plan updates, or deletes if nothing is left of it.
func changed(address string, before, after attrs) attrs {
	actions := []string{"update"}
	if after == nil {
		actions = []string{"delete"}
	}
	typ, name, _ := strings.Cut(address, ".")
	return attrs{
		"address": address, "mode": "managed", "type": typ, "name": name,
		"change": attrs{"actions": actions, "before": before, "after": after, "after_unknown": attrs{}},
	}
}
