package s3

import (
	"testing"
)

// attached are a policy of the organization, attached to a target, and what else is
// said of the organization.
func attached(kind, content string, target any, more ...change) []change {
	return append(more,
		created("aws_organizations_policy.guard", attrs{"id": "p-examplepolicyid", "type": kind, "content": content}),
		created("aws_organizations_policy_attachment.guard", attrs{"policy_id": "p-examplepolicyid", "target_id": target}),
	)
}

// member is the bucket's account in a unit of the organization.
func member(unit string) change {
	return existing("aws_organizations_account.site", attrs{"id": account, "parent_id": unit})
}

func unit(id, parent string) change {
	return existing("aws_organizations_organizational_unit."+id[len(id)-4:], attrs{"id": id, "parent_id": parent})
}

// A resource control policy denies everybody, AWS services included, in the accounts
// that it is attached over (AWS Organizations User Guide, Resource control policies).
func TestResourceControlPolicies(t *testing.T) {
	deny := func(more attrs) string {
		s := statement{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}
		for k, v := range more {
			s[k] = v
		}
		return policyText(s)
	}
	only := func(condition attrs) attrs { return attrs{"Condition": condition} }
	outsiders := deny(only(attrs{"StringNotEquals": attrs{"aws:PrincipalOrgID": "o-7hq2m4x9ke"}}))
	spared := deny(only(attrs{"StringNotEqualsIfExists": attrs{"aws:PrincipalOrgID": "o-7hq2m4x9ke"}, "BoolIfExists": attrs{"aws:PrincipalIsAWSService": "false"}}))
	const root, parent, child = "r-a1b2", "ou-a1b2-parentid", "ou-a1b2-childid1"
	for name, c := range map[string]struct {
		changes  []change
		oac, oai string
	}{
		"over the account":                       {attached(resourceControl, outsiders, account), "no", "no"},
		"over another account":                   {attached(resourceControl, outsiders, "999999999999"), "yes", "yes"},
		"over the unit of the account":           {attached(resourceControl, outsiders, parent, member(parent)), "no", "no"},
		"over the unit around that":              {attached(resourceControl, outsiders, parent, member(child), unit(child, parent)), "no", "no"},
		"over the root":                          {attached(resourceControl, outsiders, root, member(child), unit(child, parent), unit(parent, root)), "no", "no"},
		"over a unit, and nobody knows whose":    {attached(resourceControl, outsiders, parent), "unknown", "unknown"},
		"over a target that is not known":        {attached(resourceControl, outsiders, later), "unknown", "unknown"},
		"services are spared":                    {attached(resourceControl, spared, account), "yes", "no"},
		"services are spared over a unit":        {attached(resourceControl, spared, parent), "yes", "unknown"},
		"for another service":                    {attached(resourceControl, deny(attrs{"Action": "sqs:*"}), account), "yes", "yes"},
		"for writes":                             {attached(resourceControl, deny(attrs{"Action": "s3:Put*"}), account), "yes", "yes"},
		"for another bucket":                     {attached(resourceControl, deny(attrs{"Resource": "arn:aws:s3:::other/*"}), account), "yes", "yes"},
		"a policy that is not attached":          {attached(resourceControl, outsiders, account)[:1], "yes", "yes"},
		"a service control policy says nothing":  {attached("SERVICE_CONTROL_POLICY", outsiders, account), "yes", "yes"},
		"the policy that AWS attaches by itself": {attached(resourceControl, policyText(statement{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}), root), "yes", "yes"},
		"a kind that is not known": {[]change{
			created("aws_organizations_policy.guard", attrs{"id": "p-examplepolicyid", "type": later, "content": outsiders}),
			created("aws_organizations_policy_attachment.guard", attrs{"policy_id": "p-examplepolicyid", "target_id": account}),
		}, "unknown", "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			b := docs(t, true, append(c.changes, bucketPolicy(grantTo("oac"), grantTo("oai")))...)
			allows(t, b, map[string]string{"oac": c.oac, "oai": c.oai})
			if got := b.Authorize(callers["oac"]).Allowed; got.IsUnknown() && len(got.Causes()) == 0 {
				t.Error("nothing says what is missing")
			}
		})
	}
}

// It denies the use of keys in these accounts as well.
func TestResourceControlOfKeys(t *testing.T) {
	deny := policyText(statement{"Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"})
	const arn = "arn:aws:kms:eu-west-1:111122223333:key/k"
	for target, want := range map[string]string{account: "no", "999999999999": "yes", "ou-a1b2-parentid": "unknown"} {
		changes := append(attached(resourceControl, deny, target),
			created("aws_kms_key.k", attrs{"arn": arn, "key_id": "k", "policy": policyText(keyRoot, keyGrant(nil))}),
			created("aws_s3_bucket_server_side_encryption_configuration.docs", attrs{"bucket": "docs", "rule": []attrs{{
				"apply_server_side_encryption_by_default": []attrs{{"sse_algorithm": "aws:kms", "kms_master_key_id": arn}},
			}}}), bucketPolicy(grantTo("oac")))
		if got := word(docs(t, true, changes...).Authorize(callers["oac"]).Allowed); got != want {
			t.Errorf("over %s: %s, want %s", target, got, want)
		}
	}
}

// An S3 policy of the organization blocks public access in the accounts that it is
// attached over, whatever bucket and account say (S3 User Guide, Blocking public
// access, organization level).
func TestOrganizationBlock(t *testing.T) {
	const all = `{"s3_attributes":{"public_access_block_configuration":{"@@assign":"all"}}}`
	const none = `{"s3_attributes":{"public_access_block_configuration":{"@@assign":"none"}}}`
	for name, c := range map[string]struct {
		changes []change
		want    string
	}{
		"over the account":                {attached(s3Settings, all, account), "no"},
		"over another account":            {attached(s3Settings, all, "999999999999"), "yes"},
		"none of it":                      {attached(s3Settings, none, account), "yes"},
		"over a unit that may be another": {attached(s3Settings, all, "ou-a1b2-parentid"), "unknown"},
		"a text that is not known": {[]change{
			created("aws_organizations_policy.guard", attrs{"id": "p-examplepolicyid", "type": s3Settings, "content": later}),
			created("aws_organizations_policy_attachment.guard", attrs{"policy_id": "p-examplepolicyid", "target_id": account}),
		}, "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			b := docs(t, true, append(c.changes, noBlock, bucketPolicy(publicRead, grantTo("oac")))...)
			allows(t, b, map[string]string{"oac": "yes", "anonymous": c.want, "website": c.want})
		})
	}
}

// A public policy is refused where the organization blocks it before the plan.
func TestPutUnderOrganizationBlock(t *testing.T) {
	const all = `{"s3_attributes":{"public_access_block_configuration":{"@@assign":"all"}}}`
	standing := func(list []change) []change {
		var out []change
		for _, c := range list {
			out = append(out, existing(c.address, c.after))
		}
		return out
	}
	for name, c := range map[string]struct {
		changes []change
		refused bool
	}{
		"standing": {standing(attached(s3Settings, all, account)), true}, "of this plan": {attached(s3Settings, all, account), false},
	} {
		b := docs(t, false, append(c.changes, block("aws_s3_bucket_public_access_block.docs"), bucketPolicy(publicRead))...)
		if got := b.Policies[0].Refused != ""; got != c.refused {
			t.Errorf("%s: refused %v, want %v", name, got, c.refused)
		}
	}
}
