package simulate

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/plan"
)

// A missing object gets 403 or, to whoever may list the bucket, 404 (S3
// API Reference, GetObject, Permissions); error pages and origin groups take it
// from there (CloudFront Developer Guide, Generate custom error responses;
// Optimize high availability with CloudFront origin failover).
func TestMissingObject(t *testing.T) {
	notFound := status{"other", 404}
	group := func(first string, statuses ...int) attrs {
		return attrs{
			"origin_group": []attrs{{
				"origin_id": "both", "failover_criteria": []attrs{{"status_codes": statuses}},
				"member": []attrs{{"origin_id": first}, {"origin_id": map[string]string{"open": "list", "list": "open"}[first]}},
			}},
			"default_cache_behavior": []attrs{behavior("both", nil)},
		}
	}
	of := func(target string, more attrs) attrs {
		more["default_cache_behavior"] = []attrs{behavior(target, nil)}
		return more
	}
	pages := func(list ...attrs) attrs { return attrs{"custom_error_response": list} }
	rewriting := attrs{"function_association": []attrs{{"event_type": "viewer-request", "function_arn": "arn:aws:cloudfront::111122223333:function/f"}}}
	for name, c := range map[string]struct {
		arguments attrs
		path      string
		want      status
	}{
		"403 without the right to list":          {of("open", attrs{}), "/old/a", forbidden},
		"404 with it":                            {of("list", attrs{}), "/old/a", notFound},
		"other objects are served":               {of("open", attrs{}), "/new/a", served},
		"objects that are said to exist too":     {of("open", attrs{}), "/old/kept", served},
		"a page for 403 takes its place":         {of("open", pages(errorPage(403, 200, "/p.html"))), "/old/a", status{"served", 200}},
		"a page for 404 does not":                {of("open", pages(errorPage(404, 200, "/p.html"))), "/old/a", forbidden},
		"a page for 404 takes the place of 404":  {of("list", pages(errorPage(404, 200, "/p.html"))), "/old/a", status{"served", 200}},
		"a page for 404 that stays 404":          {of("list", pages(errorPage(404, 404, "/p.html"))), "/old/a", notFound},
		"a page for 404 that becomes 403":        {of("list", pages(errorPage(404, 403, "/p.html"))), "/old/a", forbidden},
		"a page that is missing itself":          {of("open", pages(errorPage(403, 200, "/old/p.html"))), "/old/a", forbidden},
		"a page that is missing, with 404":       {of("list", pages(errorPage(404, 200, "/old/p.html"))), "/old/a", notFound},
		"a page for 404 that is refused":         {attrs{"default_cache_behavior": []attrs{behavior("list", nil)}, "ordered_cache_behavior": []attrs{behavior("shut", attrs{"path_pattern": "/p.html"})}, "custom_error_response": []attrs{errorPage(404, 200, "/p.html")}}, "/old/a", forbidden},
		"403 fails over where it is listed":      {group("open", 403), "/old/only-open", served},
		"403 does not where 404 is":              {group("open", 404), "/old/only-open", forbidden},
		"404 fails over where it is listed":      {group("list", 404), "/old/only-list", served},
		"404 does not where 403 is":              {group("list", 403), "/old/only-list", notFound},
		"missing in both, the second one's 403":  {group("list", 404), "/old/a", forbidden},
		"missing in both, the second one's 404":  {group("open", 403), "/old/a", notFound},
		"the root object":                        {attrs{"default_root_object": "old/a"}, "/", forbidden},
		"the root object with a slash":           {attrs{"default_root_object": "/old/a"}, "/", forbidden},
		"a function may find another key for it": {attrs{"default_cache_behavior": []attrs{behavior("open", rewriting)}}, "/old/a", unknown},
		"and in place of 404 too":                {attrs{"default_cache_behavior": []attrs{behavior("list", rewriting)}}, "/old/a", unknown},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, c.arguments, nil, presentIn("open", "old/kept", "old/only-list"), presentIn("list", "old/only-open"), missingIn("open", "old/*", "/old/*"), missingIn("list", "old/*"))
			got := get(w, c.path)
			compare(t, c.want, got)
			if got.Verdict == Forbidden && len(got.Refusals) == 0 {
				t.Error("nothing says why")
			}
		})
	}
}

// The slash is why the object is missing, so the slash is what is named.
func TestMissingSlashKey(t *testing.T) {
	got := get(site(t, attrs{"default_root_object": "/index.html"}, nil, missingIn("open", "*")), "/")
	if len(got.Refusals) != 1 || got.Refusals[0].Code != trace.SlashKey {
		t.Errorf("refused by %+v, want the slash alone", got.Refusals)
	}
}

// Patterns of missing keys, and their exceptions, are classes of their own, each
// with a path for example.
func TestMissingClasses(t *testing.T) {
	for name, c := range map[string]struct {
		assume []plan.Assumption
		want   map[string]string
		whole  bool
	}{
		"nothing is missing": {nil, map[string]string{"/a": "served"}, true},
		"two patterns, one with an exception": {
			[]plan.Assumption{missingIn("open", "old/*", "favicon.ico"), presentIn("open", "old/logo.svg")},
			map[string]string{"/a": "served", "/old/a": "forbidden", "/favicon.ico": "forbidden"},
			false,
		},
		"all but one":                          {[]plan.Assumption{missingIn("open", "*"), presentIn("open", "index.html")}, map[string]string{"/a": "forbidden", "/index.html": "served"}, false},
		"everything":                           {[]plan.Assumption{missingIn("open", "*")}, map[string]string{"/a": "forbidden"}, true},
		"what exists is no class of its own":   {[]plan.Assumption{presentIn("open", "img/*")}, map[string]string{"/a": "served"}, true},
		"a bucket that the distribution lacks": {[]plan.Assumption{missingIn("elsewhere", "*")}, map[string]string{"/a": "served"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			got := map[string]string{}
			for _, o := range Run(site(t, nil, nil, c.assume...), worldAfter(t, nil)) {
				if o.Method != "GET" || o.Scheme != "https" || !o.counts() {
					continue
				}
				got[o.Path] = o.Verdict.String()
				if o.Whole != c.whole {
					t.Errorf("%s speaks for the whole behavior: %v, want %v", o.Path, o.Whole, c.whole)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("outcomes (-want +got):\n%s", diff)
			}
		})
	}
}

// An assumption about one bucket says nothing about another.
func TestMissingInAnotherBucket(t *testing.T) {
	w := site(t, nil, nil, missingIn("list", "*"), missingIn("ope", "*"), missingIn("opened", "*"))
	if diff := cmp.Diff(served, statusOf(get(w, "/a")), cmp.AllowUnexported(status{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The shortest path with a folder in it is "//a", which another behavior takes
// once it is normalised: a longer one has to speak for this behavior.
func TestMissingWitnessIsNormalised(t *testing.T) {
	w := site(t, attrs{"ordered_cache_behavior": []attrs{behavior("open", attrs{"path_pattern": "/a*"})}}, nil, missingIn("open", "*/*"))
	got := map[string]string{}
	for _, o := range Run(w, worldAfter(t, nil)) {
		if o.Verdict == Forbidden && o.Method == "GET" && o.Scheme == "https" && o.counts() {
			got[o.Behavior] = o.Path
		}
	}
	if diff := cmp.Diff(map[string]string{"default": "/b/a", "/a*": "/a/a"}, got); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
}

// No path fares in a way that no outcome tells, whatever is said of the objects.
func TestMissingOutcomesSpeakForEveryPath(t *testing.T) {
	patterns := rapid.SliceOfN(rapid.StringMatching(`[ab*?][ab/*?]{0,3}`), 0, 4)
	asAny := func(list []string) []any {
		var out []any
		for _, s := range list {
			out = append(out, s)
		}
		return out
	}
	rapid.Check(t, func(r *rapid.T) {
		missing, present := missingIn("open", asAny(patterns.Draw(r, "missing"))...), presentIn("open", asAny(patterns.Draw(r, "objects"))...)
		w := site(t, attrs{"ordered_cache_behavior": []attrs{behavior("open", attrs{"path_pattern": "/a*"})}}, nil, missing, present)
		told := map[string]bool{}
		for _, o := range Run(w, worldAfter(t, nil)) {
			if o.counts() && o.Method == "GET" && o.Scheme == "https" {
				told[o.Behavior+" "+o.Verdict.String()] = true
			}
		}
		path := "/" + rapid.StringMatching(`([ab]{1,2}/)?[ab]{1,2}`).Draw(r, "path") // behaviors are found by the normalised path
		got := get(w, path)
		if !told[got.Behavior.Name()+" "+got.Verdict.String()] {
			r.Errorf("%s is %s, and outcomes tell only %v", path, got.Verdict, told)
		}
	})
}
