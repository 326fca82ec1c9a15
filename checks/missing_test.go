package checks

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A missing object that returns 403 is a notice; that something is done about
// 404 alone, that a behavior has no object at all, or that it is the root, makes
// it a warning.
func TestMissingObjects(t *testing.T) {
	list := allowing(siteARN, "s3:ListBucket", "arn:aws:s3:::docs")
	listing := working().with(policyAddress, attrs{"policy": policyOf(allowing(siteARN, "s3:GetObject", "arn:aws:s3:::docs/*"), list)})
	page := func(code int, path string) resources {
		return working().with(distributionAddress, attrs{"custom_error_response": []attrs{{"error_code": code, "response_code": 200, "response_page_path": path}}})
	}
	closed := working().with(policyAddress, nil)
	folders := func(r resources) resources {
		b := r["aws_cloudfront_distribution.site"]["default_cache_behavior"].([]attrs)[0]
		docs := attrs{"path_pattern": "/docs/"}
		for k, v := range b {
			docs[k] = v
		}
		return r.with(distributionAddress, attrs{"ordered_cache_behavior": []attrs{docs}})
	}
	upload := func(r resources, key string) resources {
		return r.with("aws_s3_object.o", attrs{"bucket": "docs", "key": key})
	}
	for name, c := range map[string]struct {
		plan             resources
		present, missing []string
		want             []string
	}{
		"some keys":                                   {working(), nil, []string{"old/*"}, []string{"notice missing-key-answers-403"}},
		"the right to list makes it 404":              {listing, nil, []string{"old/*"}, []string{}},
		"all but some":                                {working(), []string{"index.html"}, []string{"*"}, []string{"notice missing-key-answers-403"}},
		"all keys of the behavior":                    {working(), nil, []string{"*"}, []string{"warning default-root-object-missing", "warning missing-key-answers-403"}},
		"the root object":                             {working(), nil, []string{"index.html"}, []string{"warning default-root-object-missing", "notice missing-key-answers-403"}},
		"a page for 404 that never comes":             {page(404, "/index.html"), []string{"index.html"}, []string{"old/*"}, []string{"warning missing-key-answers-403"}},
		"a page for 403 takes its place":              {page(403, "/index.html"), []string{"index.html"}, []string{"*"}, []string{}},
		"the page is missing itself":                  {page(403, "/e.html"), []string{"index.html"}, []string{"e.html"}, []string{"warning error-page-forbidden", "notice missing-key-answers-403"}},
		"what nobody may read is another matter":      {closed, nil, []string{"old/*"}, []string{"error bucket-policy-missing"}},
		"a folder with an index page of the plan":     {upload(folders(working()), "docs/index.html"), []string{"index.html"}, []string{"docs/"}, []string{"notice directory-index-missing"}},
		"a folder with an index page outside it":      {folders(working()), []string{"docs/index.html"}, []string{"docs/"}, []string{"notice directory-index-missing"}},
		"an index page, and the folder's own key":     {upload(working(), "docs/index.html"), []string{"docs/", "index.html"}, nil, []string{}},
		"a root object that the plan does not upload": {upload(working(), "main.js"), nil, nil, []string{"notice page-not-uploaded"}},
		"one that it uploads in other letters":        {upload(working(), "Index.html"), nil, nil, []string{"warning page-not-uploaded"}},
		"one that it uploads":                         {upload(working(), "index.html"), nil, nil, []string{}},
		"one that is 404 when it is missing":          {upload(listing, "main.js"), nil, nil, []string{}},
		"an error page that it does not upload":       {upload(page(403, "/e.html"), "index.html"), nil, nil, []string{"notice page-not-uploaded"}},
		"a slash before the root object": {
			working().with(distributionAddress, attrs{"default_root_object": "/index.html"}),
			[]string{"index.html"},
			[]string{"*"},
			[]string{"warning default-root-object-slash", "notice missing-key-answers-403"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, findings := found(t, nil, c.plan, assuming(c.present, c.missing)...)
			if diff := cmp.Diff(c.want, names(findings)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// Both findings of directory-index-missing follow from what is said of the
// folder's key; without that, nothing tells whether anybody uploads it.
func TestCertaintyOfMissingFolders(t *testing.T) {
	uploaded := working().with("aws_s3_object.o", attrs{"bucket": "docs", "key": "docs/index.html"})
	for _, c := range []struct {
		missing []string
		want    Certainty
	}{{nil, Possible}, {[]string{"docs/"}, Certain}} {
		_, findings := found(t, nil, uploaded, assuming(nil, c.missing)...)
		seen := false
		for _, f := range findings {
			if f.Rule == "directory-index-missing" {
				seen = true
				if f.Certainty != c.want {
					t.Errorf("with %v missing: %s, want %s", c.missing, f.Certainty, c.want)
				}
			}
		}
		if !seen {
			t.Errorf("with %v missing: not found", c.missing)
		}
	}
}

// pattern-without-object rests on what the plan uploads; objects that are said
// to exist under the pattern silence it.
func TestPatternWithAssumedObjects(t *testing.T) {
	behavior := attrs{"path_pattern": "/app/*"}
	for k, v := range working()[distributionAddress]["default_cache_behavior"].([]attrs)[0] {
		behavior[k] = v
	}
	r := working().with(distributionAddress, attrs{"ordered_cache_behavior": []attrs{behavior}}).with("aws_s3_object.o", attrs{"bucket": "docs", "key": "index.html"})
	for name, c := range map[string]struct {
		originPath string
		present    []string
		want       bool
	}{
		"nothing is said":                     {"", nil, true},
		"objects under the pattern":           {"", []string{"app/*"}, false},
		"one object under the pattern":        {"", []string{"app/main.js"}, false},
		"objects that may be under it":        {"", []string{"*.js"}, false},
		"objects elsewhere":                   {"", []string{"assets/*"}, true},
		"an origin path is part of the key":   {"/site", []string{"site/app/*"}, false},
		"which the pattern alone is not then": {"/site", []string{"app/*"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			origin := attrs{"origin_path": c.originPath}
			for k, v := range r[distributionAddress]["origin"].([]attrs)[0] {
				origin[k] = v
			}
			_, findings := found(t, nil, r.with(distributionAddress, attrs{"origin": []attrs{origin}}), assuming(c.present, nil)...)
			got := strings.Contains(strings.Join(names(findings), " "), "pattern-without-object")
			if got != c.want {
				t.Errorf("reported: %v, want %v in %v", got, c.want, names(findings))
			}
		})
	}
}
