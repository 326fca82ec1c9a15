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

// Of two distributions whose names cover a host, the one with the more specific alias
// answers, wherever DNS leads (CloudFront Developer Guide, Use custom URLs).
func TestMostSpecificAlias(t *testing.T) {
	for name, c := range map[string]struct {
		own, other, host string
		want             status
	}{
		"a name and a wildcard":           {"*.example.com", "www.example.com", "www.example.com", forbidden},
		"its letters in another case":     {"*.example.com", "WWW.example.com", "www.Example.com.", forbidden},
		"a wildcard and a narrower one":   {"*.example.com", "*.shop.example.com", "a.shop.example.com", forbidden},
		"a wildcard and a wider one":      {"*.shop.example.com", "*.example.com", "a.shop.example.com", served},
		"a wildcard and another name":     {"*.example.com", "www.example.com", "api.example.com", served},
		"a name and a wildcard elsewhere": {"www.example.com", "*.example.com", "www.example.com", served},
	} {
		t.Run(name, func(t *testing.T) {
			shut := attrs{
				"id": "EOTHER", "arn": siteARN + "2", "domain_name": "d222222abcdef8.cloudfront.net", "enabled": true,
				"aliases": []string{c.other}, "origin": []attrs{origin("shut")}, "default_cache_behavior": []attrs{behavior("shut", nil)},
			}
			w := site(t, attrs{"aliases": []string{c.own}}, resources{"aws_cloudfront_distribution.other": shut})
			r := Request{Method: "GET", Scheme: "https", Host: c.host, Path: "/a"}
			compare(t, c.want, w.Send(w.Distribution(siteAddress), r))
			d, err := Find(w, w, "", c.host)
			if err != nil {
				t.Fatal(err)
			}
			compare(t, c.want, w.Send(d, r))
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
