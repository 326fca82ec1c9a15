package cloudfront

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/glob"
)

// CloudFront Developer Guide, Use custom URLs by adding alternate domain
// names: a wildcard stands for every depth below a name, not for the name.
func TestServes(t *testing.T) {
	for name, c := range map[string]struct {
		alias, host string
		want        bool
	}{
		"the name itself":                          {"www.example.com", "www.example.com", true},
		"another name":                             {"www.example.com", "example.com", false},
		"case does not matter":                     {"www.Example.com", "WWW.example.COM", true},
		"a trailing dot does not matter":           {"www.example.com", "www.example.com.", true},
		"a wildcard covers one level":              {"*.example.com", "www.example.com", true},
		"a wildcard covers every level":            {"*.example.com", "a.b.example.com", true},
		"a wildcard does not cover the apex":       {"*.example.com", "example.com", false},
		"a wildcard needs the dot":                 {"*.example.com", "badexample.com", false},
		"a wildcard does not cover an empty label": {"*.example.com", ".example.com", false},
		"an ending is not the name":                {"example.com", "www.example.com", false},
	} {
		t.Run(name, func(t *testing.T) {
			d := distribution(t, attrs{"aliases": []string{c.alias}, "domain_name": "d111111abcdef8.cloudfront.net"}, nil)
			if got := d.Serves(c.host); got.IsTrue() != c.want || got.IsUnknown() {
				t.Errorf("%s serves %s: %v, want %v", c.alias, c.host, got.Truth(), c.want)
			}
			if !d.Serves("d111111abcdef8.cloudfront.net").IsTrue() {
				t.Error("does not serve its own domain name")
			}
		})
	}
}

func TestServesUnknownAliases(t *testing.T) {
	d := distribution(t, attrs{"aliases": nil, "default_cache_behavior": []attrs{{}}}, nil)
	if got := d.Serves("www.example.com"); got.IsTrue() {
		t.Errorf("aliases that are not set or not known serve a name: %v", got.Truth())
	}
}

// CloudFront Developer Guide, Cache behavior settings, Path pattern: the first
// pattern in order takes the path, the default what is left; * is any run of
// characters, ? exactly one; case matters, a leading slash does not.
func TestBehavior(t *testing.T) {
	for name, c := range map[string]struct {
		patterns   []string
		path, want string
	}{
		"the first that matches":          {[]string{"/img/*", "/img/a*"}, "/img/a", "/img/*"},
		"the order counts":                {[]string{"/img/a*", "/img/*"}, "/img/a", "/img/a*"},
		"the default takes the rest":      {[]string{"/img/*"}, "/css/a", "default"},
		"a leading slash may be left out": {[]string{"img/*"}, "/img/a", "img/*"},
		"a star crosses slashes":          {[]string{"*.jpg"}, "/a/b/c.jpg", "*.jpg"},
		"a star may be empty":             {[]string{"/img/*"}, "/img/", "/img/*"},
		"a folder needs its slash":        {[]string{"/img/*"}, "/img", "default"},
		"case matters":                    {[]string{"*.jpg"}, "/a.JPG", "default"},
		"a question mark is one":          {[]string{"/v?/*"}, "/v1/a", "/v?/*"},
		"a question mark is not none":     {[]string{"/v?/*"}, "/v/a", "default"},
		"a question mark is not two":      {[]string{"/v?/*"}, "/v12/a", "default"},
		"a pattern is the whole path":     {[]string{"/img"}, "/img/a", "default"},
		"a dot is a dot":                  {[]string{"/a.jpg"}, "/axjpg", "default"},
	} {
		t.Run(name, func(t *testing.T) {
			var ordered []attrs
			for _, p := range c.patterns {
				ordered = append(ordered, attrs{"path_pattern": p, "target_origin_id": "o"})
			}
			d := distribution(t, attrs{"ordered_cache_behavior": ordered, "default_cache_behavior": []attrs{{"target_origin_id": "o"}}}, nil)
			b, maybe := d.Behavior(c.path)
			if b.Name() != c.want || len(maybe) > 0 {
				t.Errorf("%s goes to %s, perhaps %v; want %s", c.path, b.Name(), maybe, c.want)
			}
		})
	}
}

// An unknown pattern may match, so what stands behind it is not certain.
func TestBehaviorUnknownPattern(t *testing.T) {
	d := distribution(t, attrs{
		"ordered_cache_behavior": []attrs{{"path_pattern": "PATTERN", "target_origin_id": "o"}},
		"default_cache_behavior": []attrs{{"target_origin_id": "o"}},
	}, nil)
	d.Behaviors[0].pattern = glob.Compile(unknownText(t))
	d.indexPaths()
	b, maybe := d.Behavior("/a")
	if b.Name() != "default" || len(maybe) != 1 {
		t.Errorf("/a goes to %s, perhaps %d others; want default and perhaps one", b.Name(), len(maybe))
	}
}

// The methods of a behavior; GET and HEAD where none are named.
func TestAllows(t *testing.T) {
	b := defaultBehavior(t, attrs{"allowed_methods": []string{"GET", "HEAD", "OPTIONS"}}, nil)
	got := map[string]bool{}
	for _, m := range []string{"GET", "HEAD", "OPTIONS", "PUT", "DELETE"} {
		got[m] = b.Allows(m).IsTrue()
	}
	want := map[string]bool{"GET": true, "HEAD": true, "OPTIONS": true, "PUT": false, "DELETE": false}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("methods (-want +got):\n%s", diff)
	}
}

// Signed URLs are asked for by key groups or by signers of the old kind; an
// unset list of a new distribution is unknown in the plan and asks for none.
func TestSigned(t *testing.T) {
	for name, c := range map[string]struct {
		behavior attrs
		want     bool
	}{
		"a key group": {attrs{"trusted_key_groups": []string{"7a1e"}}, true},
		"a signer":    {attrs{"trusted_signers": []string{"self"}}, true},
		"empty lists": {attrs{"trusted_key_groups": []string{}, "trusted_signers": []string{}}, false},
		"nothing":     {attrs{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := defaultBehavior(t, c.behavior, nil).Signed; got.IsTrue() != c.want || got.IsUnknown() {
				t.Errorf("signed: %v, want %v", got.Truth(), c.want)
			}
		})
	}
}

// An origin group stands for its members in order.
func TestTargets(t *testing.T) {
	d := distribution(t, attrs{
		"origin": []attrs{{"origin_id": "a", "domain_name": "a.s3.eu-west-1.amazonaws.com"}, {"origin_id": "b", "domain_name": "b.s3.eu-west-1.amazonaws.com"}},
		"origin_group": []attrs{{
			"origin_id": "both", "member": []attrs{{"origin_id": "b"}, {"origin_id": "a"}},
			"failover_criteria": []attrs{{"status_codes": []int{403, 404}}},
		}},
		"default_cache_behavior": []attrs{{"target_origin_id": "both"}},
		"ordered_cache_behavior": []attrs{{"path_pattern": "/a/*", "target_origin_id": "a"}, {"path_pattern": "/none/*", "target_origin_id": "none"}},
	}, nil)
	got := map[string][]string{}
	for _, b := range d.Behaviors {
		for _, target := range d.Targets(b) {
			for _, o := range target.Origins {
				got[b.Name()] = append(got[b.Name()], o.ID)
			}
		}
	}
	if diff := cmp.Diff(map[string][]string{"default": {"b", "a"}, "/a/*": {"a"}}, got); diff != "" {
		t.Errorf("targets (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"403", "404"}, d.Group("both").Statuses); diff != "" {
		t.Errorf("failover criteria (-want +got):\n%s", diff)
	}
}

// Only a custom error response with a page replaces an answer.
func TestErrorPage(t *testing.T) {
	d := distribution(t, attrs{"custom_error_response": []attrs{
		{"error_code": 404, "response_code": 200, "response_page_path": "/404.html"},
		{"error_code": 403, "error_caching_min_ttl": 5, "response_page_path": ""},
	}}, nil)
	if p, ok := d.ErrorPage(404); !ok || p.Page != "/404.html" || p.Status != 200 {
		t.Errorf("page for 404: %+v, %v", p, ok)
	}
	if _, ok := d.ErrorPage(403); ok {
		t.Error("a response that only sets the caching time replaces 403")
	}
}
