package simulate

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// mixed is a distribution with grants for some prefixes only, behaviors that
// overlap them, and a second bucket.
func mixed(t testing.TB) *World {
	policy := granting("s3:GetObject", "arn:aws:s3:::shut/img/*")
	return site(t, attrs{
		"default_root_object": "index.html",
		"ordered_cache_behavior": []attrs{
			behavior("shut", attrs{"path_pattern": "/i?g/*"}), behavior("shut", attrs{"path_pattern": "*.png", "viewer_protocol_policy": "https-only"}),
			behavior("list", attrs{"path_pattern": "/up/*", "allowed_methods": []string{"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"}}),
		},
	}, resources{"aws_s3_bucket_policy.shut": {"bucket": "shut", "policy": policy}})
}

// Each distribution is asked for a plain key of each behavior, and for the
// root.
func TestRunAsksEveryBehavior(t *testing.T) {
	w := mixed(t)
	got := map[string]bool{}
	for _, o := range Run(w, worldAfter(t, nil)) {
		if o.Method == "GET" && o.Scheme == "https" {
			got[o.Behavior] = true
			if o.Path == "/" {
				got["/"] = true
			}
		}
		if o.Before != Absent {
			t.Errorf("%s was %s before the distribution was there", o.Path, o.Before)
		}
	}
	want := map[string]bool{"default": true, "/i?g/*": true, "*.png": true, "/up/*": true, "/": true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("asked for (-want +got):\n%s", diff)
	}
}

// What an outcome says is what its witness gets, and no path fares in a way
// that no outcome of its behavior tells.
func TestOutcomesSpeakForEveryPath(t *testing.T) {
	w := mixed(t)
	outcomes := Run(w, worldAfter(t, nil))
	verdicts, whole := map[string]map[Verdict]bool{}, map[string]bool{}
	for _, o := range outcomes {
		if got := w.Send(o.Distribution, o.Request); got.Verdict != o.Verdict {
			t.Errorf("%s %s %s is %s, its outcome says %s", o.Method, o.Scheme, o.Path, got.Verdict, o.Verdict)
		}
		if o.Method == "GET" && o.Scheme == "https" && o.Path != "/" {
			if verdicts[o.Behavior] == nil {
				verdicts[o.Behavior] = map[Verdict]bool{}
			}
			verdicts[o.Behavior][o.Verdict] = true
			whole[o.Behavior] = whole[o.Behavior] || o.Whole
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		path := rapid.StringMatching(`/(img|iag|up|x)?/?[a-z]{1,3}(\.png|\.txt)?`).Draw(r, "path")
		got := get(w, path)
		name := got.Behavior.Name()
		if !verdicts[name][got.Verdict] {
			r.Errorf("%s is %s; the outcomes of behavior %s say %v", path, got.Verdict, name, verdicts[name])
		}
		if whole[name] && len(verdicts[name]) != 1 {
			r.Errorf("behavior %s is whole with the verdicts %v", name, verdicts[name])
		}
	})
}

// A distribution that the plan removes is absent afterwards.
func TestVanished(t *testing.T) {
	outcomes := Run(worldAfter(t, nil), mixed(t))
	if len(outcomes) == 0 {
		t.Fatal("nobody asks for a distribution that goes")
	}
	for _, o := range outcomes {
		if o.Verdict != Absent || o.Before == Absent {
			t.Errorf("%s: %s before, %s after", o.Path, o.Before, o.Verdict)
		}
	}
}

// A name that DNS leads to the distribution is asked for; it returns 403 unless
// the name is among the aliases (CloudFront Developer Guide, Use custom URLs).
func TestRecords(t *testing.T) {
	record := func(name string) attrs {
		return attrs{"name": name, "type": "A", "zone_id": "Z1", "alias": []attrs{{"name": "d111111abcdef8.cloudfront.net", "zone_id": "Z2FDTNDATAQYW2"}}}
	}
	w := site(t, attrs{"aliases": []string{"example.com", "*.img.example.com"}, "default_root_object": "index.html"}, resources{
		"aws_route53_zone.z":       {"zone_id": "Z1", "id": "Z1", "name": "example.com"},
		"aws_route53_record.apex":  record(""),
		"aws_route53_record.www":   record("www"),
		"aws_route53_record.full":  record("docs.example.com"),
		"aws_route53_record.image": record("a.b.img"),
		"aws_route53_record.cname": {"name": "cdn", "type": "CNAME", "zone_id": "Z1", "records": []string{"d111111abcdef8.cloudfront.net"}},
		"aws_route53_record.other": {"name": "mail", "type": "CNAME", "zone_id": "Z1", "records": []string{"mail.example.net"}},
	})
	got := map[string]string{}
	for _, o := range Run(w, worldAfter(t, nil)) {
		if o.Host != "" {
			got[o.Host] = o.Verdict.String()
		}
	}
	want := map[string]string{"www.example.com": "forbidden", "docs.example.com": "forbidden", "cdn.example.com": "forbidden", "example.com": "served", "a.b.img.example.com": "served"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("hosts (-want +got):\n%s", diff)
	}
}

// A wildcard record leads many names here. One that is an alias stands for them;
// without such an alias any of them returns 403.
func TestWildcardRecords(t *testing.T) {
	record := attrs{"name": "*", "type": "A", "zone_id": "Z1", "alias": []attrs{{"name": "d111111abcdef8.cloudfront.net", "zone_id": "Z2FDTNDATAQYW2"}}}
	for name, c := range map[string]struct {
		aliases []string
		host    string
		want    Verdict
	}{
		"the wildcard is an alias":         {[]string{"*.example.com"}, "any.example.com", Served},
		"one name below it is an alias":    {[]string{"shop.example.com"}, "shop.example.com", Served},
		"no name below it is an alias":     {[]string{"example.org"}, "any.example.com", Forbidden},
		"the apex is not below a wildcard": {[]string{"example.com"}, "any.example.com", Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{"aliases": c.aliases, "default_root_object": "index.html"}, resources{
				"aws_route53_zone.z": {"zone_id": "Z1", "id": "Z1", "name": "example.com"}, "aws_route53_record.w": record,
			})
			got := Absent
			for _, o := range Run(w, worldAfter(t, nil)) {
				if o.Host == c.host {
					got = o.Verdict
				}
			}
			if got != c.want {
				t.Errorf("%s: %s, want %s", c.host, got, c.want)
			}
		})
	}
}

// The zone of a record is often only an id. Its name is then full if an alias
// is that name or lies below it, and may be relative if it begins an alias.
func TestNamesWithoutZone(t *testing.T) {
	for name, c := range map[string]struct {
		aliases []string
		record  string
		want    Verdict
	}{
		"an alias":                         {[]string{"Example.com"}, "example.com", Served},
		"the parent of an alias":           {[]string{"www.example.com"}, "example.com", Forbidden},
		"the parent of a wildcard":         {[]string{"*.example.com"}, "example.com", Forbidden},
		"two labels of their own":          {[]string{"www.example.com"}, "api.dev", Unknown},
		"three labels":                     {[]string{"example.com"}, "www.example.com", Forbidden},
		"three labels that begin an alias": {[]string{"a.b.c.example.com"}, "a.b.c", Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{"aliases": c.aliases, "default_root_object": "index.html"}, resources{
				"aws_route53_record.w": {"name": c.record, "type": "A", "zone_id": "Z9", "alias": []attrs{{"name": "d111111abcdef8.cloudfront.net", "zone_id": "Z2FDTNDATAQYW2"}}},
			})
			got := Unknown // the outcome of such a record has no host
			for _, o := range Run(w, worldAfter(t, nil)) {
				if o.Host == c.record {
					got = o.Verdict
				}
			}
			if got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// A record whose zone is not in the plan has no full name: whether it is among
// the aliases is not decided, and said so.
func TestRecordWithoutZone(t *testing.T) {
	w := site(t, attrs{"aliases": []string{"www.example.com"}, "default_root_object": "index.html"}, resources{
		"aws_route53_record.w": {"name": "www", "type": "A", "zone_id": "Z9", "alias": []attrs{{"name": "d111111abcdef8.cloudfront.net", "zone_id": "Z2FDTNDATAQYW2"}}},
	})
	for _, o := range Run(w, worldAfter(t, nil)) {
		if o.Verdict == Unknown && len(o.Causes) == 1 && o.Causes[0].Address == "aws_route53_record.w" {
			return
		}
	}
	t.Error("the record is not among what is undecided")
}

// A bucket with CORS rules means to answer preflights, so they are asked for
// even where the behavior does not allow OPTIONS.
func TestPreflightOfABucketWithCORS(t *testing.T) {
	rules := resources{"aws_s3_bucket_cors_configuration.web": {"bucket": "web", "cors_rule": []attrs{{"allowed_methods": []string{"GET"}, "allowed_origins": []string{"*"}}}}}
	for name, c := range map[string]struct {
		more resources
		want bool
	}{"CORS rules": {rules, true}, "no CORS rules": {nil, false}} {
		t.Run(name, func(t *testing.T) {
			o := attrs{"origin_id": "web", "domain_name": restDomain}
			w := site(t, attrs{"origin": []attrs{o}, "default_cache_behavior": []attrs{behavior("web", attrs{})}}, public(c.more))
			got := false
			for _, o := range Run(w, worldAfter(t, nil)) {
				got = got || o.Method == "OPTIONS" && o.Verdict == Forbidden
			}
			if got != c.want {
				t.Errorf("asked and refused: %v, want %v", got, c.want)
			}
		})
	}
}
