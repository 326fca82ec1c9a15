package simulate

import "testing"

// A name is the alias of one distribution. Of two that are made with it, either may
// come first (CloudFront Developer Guide, Requirements for using alternate domain
// names).
func TestSharedAliases(t *testing.T) {
	for name, c := range map[string]struct {
		other attrs
		want  status
	}{
		"another one with the alias":         {attrs{"aliases": []string{"WWW.example.com"}}, unknown},
		"another one with another alias":     {attrs{"aliases": []string{"shop.example.com"}}, served},
		"one with a wildcard that covers it": {attrs{"aliases": []string{"*.example.com"}}, served},
		"one for staging, which shares it":   {attrs{"aliases": []string{"www.example.com"}, "staging": true}, served},
		"one whose aliases are not known":    {attrs{"aliases": later{}}, served},
	} {
		t.Run(name, func(t *testing.T) {
			c.other["enabled"] = true
			w := site(t, attrs{"aliases": []string{"www.example.com"}}, resources{"aws_cloudfront_distribution.other": c.other})
			compare(t, c.want, get(w, "/a"))
		})
	}
}

// What depends on a policy that the API refuses is not made.
func TestDistributionOfRefusedPolicy(t *testing.T) {
	for name, c := range map[string]struct {
		header string
		want   int
	}{"refused": {"Authorization", 1}, "taken": {"X-Token", 0}} {
		t.Run(name, func(t *testing.T) {
			w := site(t, nil, resources{"aws_cloudfront_origin_request_policy.own": {
				"id": "own", "headers_config": []attrs{{"header_behavior": "whitelist", "headers": []attrs{{"items": []string{c.header}}}}},
			}})
			if got := len(w.RefusedResources()); got != c.want {
				t.Errorf("%d refused, want %d", got, c.want)
			}
		})
	}
}
