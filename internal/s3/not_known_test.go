package s3

import "testing"

// What is not known of the bucket's settings may archive an object, let everybody
// read it, or have them pay (no document says otherwise of a value that a plan does
// not hold).
func TestSettingsNotKnown(t *testing.T) {
	lifecycle := func(rule any) change {
		return created("aws_s3_bucket_lifecycle_configuration.docs", attrs{"bucket": "docs", "rule": rule})
	}
	rule := func(more attrs) []attrs {
		r := attrs{"id": "r", "status": "Enabled", "transition": []attrs{{"days": 30, "storage_class": "GLACIER"}}}
		for k, v := range more {
			r[k] = v
		}
		return []attrs{r}
	}
	tiering := func(more attrs) []change {
		body := attrs{"bucket": "docs", "name": "all", "status": "Enabled", "tiering": []attrs{{"access_tier": "ARCHIVE_ACCESS", "days": 90}}}
		for k, v := range more {
			body[k] = v
		}
		return []change{
			lifecycle(rule(attrs{"transition": []attrs{{"days": 0, "storage_class": "INTELLIGENT_TIERING"}}})),
			created("aws_s3_bucket_intelligent_tiering_configuration.docs", body),
		}
	}
	for name, c := range map[string]struct {
		changes []change
		want    string
	}{
		"a rule":                             {[]change{lifecycle(later)}, "unknown"},
		"its transition":                     {[]change{lifecycle(rule(attrs{"transition": later}))}, "unknown"},
		"its storage class":                  {[]change{lifecycle(rule(attrs{"transition": []attrs{{"storage_class": later}}}))}, "unknown"},
		"its status":                         {[]change{lifecycle(rule(attrs{"status": later}))}, "unknown"},
		"its filter":                         {[]change{lifecycle(rule(attrs{"filter": later}))}, "unknown"},
		"its prefix":                         {[]change{lifecycle(rule(attrs{"filter": []attrs{{"prefix": later}}}))}, "unknown"},
		"the rest of its prefix":             {[]change{lifecycle(rule(attrs{"filter": []attrs{{"prefix": "other/"}}}))}, "yes"},
		"its tags":                           {[]change{lifecycle(rule(attrs{"filter": []attrs{{"and": []attrs{{"prefix": "", "tags": later}}}}}))}, "unknown"},
		"its tag, where it has one":          {[]change{lifecycle(rule(attrs{"filter": []attrs{{"tag": []attrs{{"key": later, "value": later}}}}}))}, "yes"},
		"its transition, where it is off":    {[]change{lifecycle(rule(attrs{"status": "Disabled", "transition": later}))}, "yes"},
		"the days of a rule that only tiers": {tiering(attrs{"status": "Disabled"}), "yes"},
		"tiers of objects that are tiered":   {tiering(attrs{"tiering": later}), "unknown"},
		"whether objects are tiered":         {append(tiering(nil)[1:], lifecycle(later)), "unknown"},
		"the key of an archived object":      {[]change{created("aws_s3_object.a", attrs{"bucket": "docs", "key": later, "storage_class": "GLACIER"})}, "unknown"},
		"the key of another object":          {[]change{created("aws_s3_object.a", attrs{"bucket": "docs", "key": later})}, "yes"},
	} {
		t.Run(name, func(t *testing.T) {
			got := docs(t, true, c.changes...).Archived("a.html").Allowed
			if word(got) != c.want {
				t.Errorf("can be read: %s, want %s", word(got), c.want)
			}
			if got.IsUnknown() && len(got.Causes()) == 0 {
				t.Error("nothing says what is missing")
			}
		})
	}
}

func TestGrantsNotKnown(t *testing.T) {
	owned := created("aws_s3_bucket_ownership_controls.docs", attrs{"bucket": "docs", "rule": []attrs{{"object_ownership": "ObjectWriter"}}})
	acl := func(grantee, permission any) change {
		return created("aws_s3_bucket_acl.docs", attrs{"bucket": "docs", "access_control_policy": []attrs{{
			"grant": []attrs{{"grantee": []attrs{{"type": "Group", "uri": grantee}}, "permission": permission}},
		}}})
	}
	object := func(key, acl any) change {
		return created("aws_s3_object.a", attrs{"bucket": "docs", "key": key, "acl": acl})
	}
	for name, c := range map[string]struct {
		change    change
		key, want string
	}{
		"who is granted the bucket":            {acl(later, "READ"), "", "unknown"},
		"who is granted nothing of use":        {acl(later, "WRITE_ACP"), "", "no"},
		"what everybody is granted":            {acl(allUsers, later), "", "unknown"},
		"what nobody of the public is granted": {acl("http://acs.amazonaws.com/groups/s3/LogDelivery", later), "", "no"},
		"the key of an object for everybody":   {object(later, "public-read"), "a.html", "unknown"},
		"the ACL of another":                   {object("b.html", later), "a.html", "no"},
		"the key of an object for the owner":   {object(later, "private"), "a.html", "no"},
	} {
		t.Run(name, func(t *testing.T) {
			r := callers["anonymous"]
			r.Key = c.key
			if got := word(docs(t, true, noBlock, owned, c.change).Authorize(r).Allowed); got != c.want {
				t.Errorf("may read: %s, want %s", got, c.want)
			}
		})
	}
}

// The public access block of another account does not count, and one that may be
// another's may not.
func TestAccountBlockNotKnown(t *testing.T) {
	of := func(account any) change {
		return created("aws_s3_account_public_access_block.all", attrs{
			"account_id": account, "block_public_acls": false, "ignore_public_acls": false, "block_public_policy": false, "restrict_public_buckets": true,
		})
	}
	for name, c := range map[string]struct {
		account any
		want    string
	}{"this account": {account, "no"}, "another": {"999999999999", "yes"}, "the provider's": {"", "no"}} {
		t.Run(name, func(t *testing.T) {
			b := docs(t, true, noBlock, bucketPolicy(publicRead), of(c.account))
			if got := word(b.Authorize(callers["anonymous"]).Allowed); got != c.want {
				t.Errorf("may read: %s, want %s", got, c.want)
			}
		})
	}
}

// Whether a key can be used decides where its policy grants; where that refuses,
// only with which status.
func TestKeyNotKnown(t *testing.T) {
	key := func(enabled any) []change {
		return []change{
			created("aws_kms_key.k", attrs{
				"arn": "arn:aws:kms:eu-west-1:111122223333:key/k", "key_id": "k", "is_enabled": enabled, "policy": policyText(keyRoot, keyGrant(nil)),
			}),
			created("aws_s3_bucket_server_side_encryption_configuration.docs", attrs{"bucket": "docs", "rule": []attrs{{
				"apply_server_side_encryption_by_default": []attrs{{"sse_algorithm": "aws:kms", "kms_master_key_id": "arn:aws:kms:eu-west-1:111122223333:key/k"}},
			}}}),
			bucketPolicy(grantTo("oac")),
		}
	}
	for enabled, want := range map[any]struct {
		allowed string
		status  int
	}{true: {"yes", 0}, false: {"no", 400}, later: {"unknown", 0}} {
		got := docs(t, true, key(enabled)...).Authorize(callers["oac"])
		if word(got.Allowed) != want.allowed || got.Status != want.status {
			t.Errorf("enabled %v: %s with %d, want %s with %d", enabled, word(got.Allowed), got.Status, want.allowed, want.status)
		}
	}
}
