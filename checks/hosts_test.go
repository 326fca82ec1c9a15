package checks

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// named is a world of two distributions with the aliases given, and a record for
// www.example.com that leads to one of them, or to none if target is empty.
func named(first, second []string, target string) resources {
	world := working().with("aws_cloudfront_distribution.site", attrs{"aliases": first})
	other := attrs{"id": "E2", "arn": siteARN + "2", "domain_name": "d2.cloudfront.net", "aliases": second}
	for name, value := range world["aws_cloudfront_distribution.site"] {
		if _, own := other[name]; !own {
			other[name] = value
		}
	}
	world["aws_cloudfront_distribution.two"] = other
	world = world.with("aws_s3_bucket_policy.docs", attrs{"policy": policyOf(
		allowing(siteARN, "s3:GetObject", "arn:aws:s3:::docs/*"), allowing(siteARN+"2", "s3:GetObject", "arn:aws:s3:::docs/*"))})
	if target != "" {
		world["aws_route53_record.www"] = attrs{"name": "www.example.com", "type": "A", "zone_id": "Z1", "fqdn": "www.example.com", "alias": []attrs{{"name": target, "zone_id": "Z2FDTNDATAQYW2"}}}
	}
	return world
}

// CloudFront goes by the aliases, whichever distribution DNS leads a name to
// (CloudFront Developer Guide, Use custom URLs), and a name that DNS led nowhere
// before was not refused then.
func TestAliasMissingChanges(t *testing.T) {
	const one, two = "d111111abcdef8.cloudfront.net", "d2.cloudfront.net"
	www := []string{"www.example.com"}
	tests := []struct {
		name     string
		from, to resources
		want     []Change
	}{
		{"nothing changes and the name is an alias", named(www, nil, one), named(www, nil, one), nil},
		{"nothing changes and nobody has the name", named(nil, nil, one), named(nil, nil, one), []Change{Existing}},
		{"the alias is removed", named(www, nil, one), named(nil, nil, one), []Change{Introduced}},
		{"the alias is added", named(nil, nil, one), named(www, nil, one), []Change{Fixed}},
		{"the other distribution has the alias", named(nil, www, one), named(nil, www, one), nil},
		{"the alias moves to the other distribution", named(www, nil, one), named(nil, www, one), nil},
		{"the other distribution has a wildcard alias", named(nil, []string{"*.example.com"}, one), named(nil, []string{"*.example.com"}, one), nil},
		{"the other distribution loses the alias", named(nil, www, one), named(nil, nil, one), []Change{Introduced}},
		{"the record is made", named(nil, nil, ""), named(nil, nil, one), []Change{Introduced}},
		{"the record led elsewhere", named(nil, nil, "lb.example.net"), named(nil, nil, one), []Change{Introduced}},
		{"the record led to the other distribution, which did not know the name either", named(nil, nil, two), named(nil, nil, one), []Change{Existing}},
		{"the record goes", named(nil, nil, one), named(nil, nil, ""), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, findings := found(t, test.from, test.to)
			var got []Change
			for _, f := range findings {
				if f.Rule == "alias-missing" {
					got = append(got, f.Change)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A distribution that is made in place of another, under another address, had no
// requests before, whatever became of its names.
func TestHostOfDistributionMadeAnew(t *testing.T) {
	from := named(nil, nil, "d111111abcdef8.cloudfront.net")
	to := named(nil, []string{"www.example.com"}, "d2.cloudfront.net")
	delete(from, "aws_cloudfront_distribution.two")
	delete(to, "aws_cloudfront_distribution.site")
	_, findings := found(t, from, to)
	for _, f := range findings {
		if f.Rule == "alias-missing" {
			t.Errorf("%s: %s", f.Change, f.Message)
		}
	}
}
