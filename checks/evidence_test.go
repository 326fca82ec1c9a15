package checks

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// withIdentity is the working set-up with an origin access identity instead of
// the access control.
func withIdentity() resources {
	const id = "E2OAI000000000"
	origin := attrs{"origin_id": "o", "domain_name": "docs.s3.eu-west-1.amazonaws.com", "s3_origin_config": []attrs{{"origin_access_identity": "origin-access-identity/cloudfront/" + id}}}
	old := working().with(distributionAddress, attrs{"origin": []attrs{origin}})
	old["aws_cloudfront_origin_access_identity.oai"] = attrs{"id": id, "iam_arn": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity " + id, "s3_canonical_user_id": "c0ffee"}
	grant := attrs{"Effect": "Allow", "Principal": attrs{"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity " + id}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/*"}
	return old.with(policyAddress, attrs{"policy": policyOf(grant)})
}

// A finding about the time of an apply has steps with places, as one about a
// request has: what begins the refusal first, what ends it last.
func TestStepsOfAWindow(t *testing.T) {
	_, findings := found(t, withIdentity(), working())
	var places []string
	for _, f := range findings {
		if f.Rule == applyWindow.Name {
			places = []string{f.Steps[0].Address, f.Steps[len(f.Steps)-1].Address}
			break
		}
	}
	begins, ends := policyAddress, distributionAddress
	if len(places) > 0 && places[0] == distributionAddress {
		begins, ends = ends, begins // as Terraform happens to order it
	}
	if diff := cmp.Diff([]string{begins, ends}, places); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
}
