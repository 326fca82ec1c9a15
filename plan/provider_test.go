package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/symbol"
)

func providerSections(key string, expressions attrs, prior ...attrs) attrs {
	return attrs{
		"configuration": attrs{
			"provider_config": attrs{key: attrs{"name": "aws", "expressions": expressions}},
			"root_module": attrs{"resources": []attrs{{
				"address": "aws_s3_bucket.docs", "mode": "managed", "type": "aws_s3_bucket", "name": "docs", "provider_config_key": key,
				"expressions": attrs{"bucket": attrs{"constant_value": "docs"}},
			}}},
		},
		"prior_state": attrs{"format_version": "1.0", "values": attrs{"root_module": attrs{"resources": prior}}},
	}
}

// Where a resource lives: what it says itself, what its provider's
// configuration says, what the plan has read of the account, what the user
// says.
func TestWhere(t *testing.T) {
	caller := attrs{"address": "data.aws_caller_identity.current", "mode": "data", "type": "aws_caller_identity", "name": "current", "values": attrs{"account_id": "444455556666"}}
	region := attrs{"address": "data.aws_region.current", "mode": "data", "type": "aws_region", "name": "current", "values": attrs{"name": "ap-south-1"}}
	bucket := creating("aws_s3_bucket.docs", attrs{"bucket": "docs", "arn": nil})
	type where struct{ Account, Region, Partition string }
	for name, c := range map[string]struct {
		key         string
		expressions attrs
		prior       []attrs
		options     StateOptions
		want        where
	}{
		"the provider's region":       {"aws", attrs{"region": attrs{"constant_value": "eu-west-3"}}, []attrs{caller}, StateOptions{}, where{"444455556666", "eu-west-3", "aws"}},
		"a provider with an alias":    {"aws.china", attrs{"region": attrs{"constant_value": "cn-north-1"}, "alias": attrs{"constant_value": "china"}}, nil, StateOptions{Account: "111122223333"}, where{"111122223333", "cn-north-1", "aws-cn"}},
		"the region that was read":    {"aws", attrs{}, []attrs{region}, StateOptions{Account: "111122223333"}, where{"111122223333", "ap-south-1", "aws"}},
		"one account that is allowed": {"aws", attrs{"region": attrs{"constant_value": "eu-west-1"}, "allowed_account_ids": attrs{"constant_value": []string{"777788889999"}}}, nil, StateOptions{}, where{"777788889999", "eu-west-1", "aws"}},
		"the role that it assumes":    {"aws", attrs{"assume_role": []attrs{{"role_arn": attrs{"constant_value": "arn:aws:iam::222233334444:role/deploy"}}}}, nil, StateOptions{Account: "111122223333", Region: "eu-west-1"}, where{"222233334444", "eu-west-1", "aws"}},
		"the last of its roles":       {"aws", attrs{"assume_role": []attrs{{"role_arn": attrs{"constant_value": "arn:aws:iam::222233334444:role/hub"}}, {"role_arn": attrs{"constant_value": "arn:aws:iam::555566667777:role/spoke"}}}}, nil, StateOptions{Region: "eu-west-1"}, where{"555566667777", "eu-west-1", "aws"}},
		"what was read, not the role": {"aws", attrs{"assume_role": []attrs{{"role_arn": attrs{"constant_value": "arn:aws:iam::222233334444:role/deploy"}}}}, []attrs{caller}, StateOptions{Region: "eu-west-1"}, where{"444455556666", "eu-west-1", "aws"}},
		"what the user says":          {"aws", attrs{}, nil, StateOptions{Account: "111122223333", Region: "sa-east-1"}, where{"111122223333", "sa-east-1", "aws"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, after := mustStates(t, mustRead(t, planJSON(t, providerSections(c.key, c.expressions, c.prior...), bucket)), c.options)
			r := after.Resource("aws_s3_bucket.docs")
			if diff := cmp.Diff(c.want, where{r.Account, r.Region, r.Partition}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Where nothing tells, account and region are the same unknown value for every
// resource of the provider.
func TestNowhere(t *testing.T) {
	_, after := mustStates(t, mustRead(t, planJSON(t, nil, creating("aws_s3_bucket.a", attrs{"bucket": "a"}), creating("aws_s3_bucket.b", attrs{"bucket": "b"}))), StateOptions{})
	a, b := after.Resource("aws_s3_bucket.a"), after.Resource("aws_s3_bucket.b")
	if !symbol.Contains(a.Account) || a.Account != b.Account || !symbol.Contains(a.Region) || a.Region != b.Region {
		t.Errorf("accounts %q and %q, regions %q and %q; want one unknown value each", a.Account, b.Account, a.Region, b.Region)
	}
}

// From version 6 of the provider on, a resource names its own region.
func TestOwnRegion(t *testing.T) {
	_, after := statesOf(t, creating("aws_s3_bucket.docs", attrs{"bucket": "docs", "region": "eu-south-2", "bucket_regional_domain_name": nil}))
	r := after.Resource("aws_s3_bucket.docs")
	if got := r.String("bucket_regional_domain_name"); r.Region != "eu-south-2" || got != "docs.s3.eu-south-2.amazonaws.com" {
		t.Errorf("region %q, domain %q", r.Region, got)
	}
}
