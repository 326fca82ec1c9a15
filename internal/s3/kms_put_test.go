package s3

import "testing"

// A key policy that KMS refuses never comes into force: a new key is not made, nor the
// encryption by it; a key that exists keeps the policy that it has (AWS KMS API
// Reference, CreateKey, PutKeyPolicy).
func TestRefusedKeyPolicies(t *testing.T) {
	body := func(policy any) attrs {
		return attrs{"id": "k", "key_id": "k", "arn": keyARN, "is_enabled": true, "policy": policy}
	}
	lockout, open, shut := policyText(keyGrant(nil)), policyText(keyRoot, keyGrant(nil)), policyText(keyRoot)
	separate := func(policy string) change {
		return created("aws_kms_key_policy.docs", attrs{"key_id": keyARN, "policy": policy})
	}
	updated := func(from, to string) change {
		return change{address: "aws_kms_key.docs", before: body(from), after: body(to)}
	}
	for name, c := range map[string]struct {
		changes  []change
		oac, oai string
		refused  int
	}{
		"a new key that shuts its account out":      {[]change{created("aws_kms_key.docs", body(lockout))}, "yes", "yes", 1},
		"a new key without that check":              {[]change{created("aws_kms_key.docs", attrs{"id": "k", "key_id": "k", "arn": keyARN, "policy": lockout, "bypass_policy_lockout_safety_check": true})}, "yes", "no", 0},
		"a new key whose policy is not JSON":        {[]change{created("aws_kms_key.docs", body("{"))}, "yes", "yes", 1},
		"a policy of its own for a new key":         {[]change{created("aws_kms_key.docs", body(nil)), separate(lockout)}, "no", "no", 1},
		"a key that exists keeps a grant":           {[]change{updated(open, lockout)}, "yes", "no", 1},
		"a key that exists keeps the lack of one":   {[]change{updated(shut, lockout)}, "no", "no", 1},
		"a policy that KMS took once":               {[]change{existing("aws_kms_key.docs", body(lockout))}, "yes", "no", 0},
		"a statement without Resource is no grant":  {[]change{created("aws_kms_key.docs", body(policyText(keyRoot, without(keyGrant(nil), "Resource"))))}, "no", "no", 0},
		"a statement without Action is none either": {[]change{created("aws_kms_key.docs", body(policyText(keyRoot, without(keyGrant(nil), "Action"))))}, "no", "no", 0},
	} {
		t.Run(name, func(t *testing.T) {
			encryption := created("aws_s3_bucket_server_side_encryption_configuration.docs", attrs{"bucket": "docs", "rule": []attrs{{
				"apply_server_side_encryption_by_default": []attrs{{"sse_algorithm": "aws:kms", "kms_master_key_id": keyARN}},
			}}})
			b := docs(t, true, append(c.changes, everyReader, noBlock, encryption)...)
			allows(t, b, map[string]string{"oac": c.oac, "oai": c.oai})
			if got := len(b.store.Refused()) + len(b.store.RefusedKeys()); got != c.refused {
				t.Errorf("%d refused calls, want %d", got, c.refused)
			}
		})
	}
}

func without(s statement, element string) statement {
	delete(s, element)
	return s
}
