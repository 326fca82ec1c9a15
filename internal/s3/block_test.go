package s3

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const blockAddress = "aws_s3_bucket_public_access_block.docs"

func account1(flags ...string) change {
	body := blockFlags(flags...)
	delete(body, "bucket")
	body["account_id"] = account
	return created("aws_s3_account_public_access_block.all", body)
}

// Which flags hold: new buckets have all four, a block resource has what it
// says, deleting it leaves none, of an existing bucket nothing is known, and of
// account and bucket the stricter wins (S3 User Guide, Blocking public access;
// provider documentation of aws_s3_bucket_public_access_block).
func TestBlockDefaults(t *testing.T) {
	all := [4]string{"yes", "yes", "yes", "yes"}
	none := [4]string{"no", "no", "no", "no"}
	for name, c := range map[string]struct {
		isNew   bool
		changes []change
		want    [4]string // block ACLs, ignore ACLs, block policy, restrict
	}{
		"a new bucket without a block":                     {true, nil, all},
		"an existing bucket without a block":               {false, nil, [4]string{"unknown", "unknown", "unknown", "unknown"}},
		"what a block leaves out is false":                 {true, []change{created(blockAddress, attrs{"bucket": "docs", "block_public_acls": true})}, [4]string{"yes", "no", "no", "no"}},
		"a block says each for itself":                     {true, []change{block(blockAddress, "ignore_public_acls", "restrict_public_buckets")}, [4]string{"no", "yes", "no", "yes"}},
		"a block on an existing bucket":                    {false, []change{noBlock}, none},
		"a deleted block leaves none":                      {false, []change{deleted(blockAddress, blockFlags("block_public_policy", "restrict_public_buckets"))}, none},
		"a deleted block that skips its destruction stays": {false, []change{deleted(blockAddress, attrs{"bucket": "docs", "restrict_public_buckets": true, "skip_destroy": true})}, [4]string{"no", "no", "no", "yes"}},
		"the account's block is added":                     {true, []change{noBlock, account1("restrict_public_buckets")}, [4]string{"no", "no", "no", "yes"}},
		"the bucket's block is added":                      {true, []change{block(blockAddress, "block_public_acls"), account1()}, [4]string{"yes", "no", "no", "no"}},
		"the account's block of an existing bucket":        {false, []change{account1("restrict_public_buckets")}, [4]string{"unknown", "unknown", "unknown", "yes"}},
		"two blocks agree or are not known":                {true, []change{noBlock, block("aws_s3_bucket_public_access_block.other", "block_public_policy")}, [4]string{"no", "no", "unknown", "no"}},
		"another bucket's block":                           {true, []change{created("aws_s3_bucket_public_access_block.other", attrs{"bucket": "other"})}, all},
	} {
		t.Run(name, func(t *testing.T) {
			b := docs(t, c.isNew, c.changes...).Block
			got := [4]string{word(b.BlockACLs), word(b.IgnoreACLs), word(b.BlockPolicy), word(b.Restrict)}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("block ACLs, ignore ACLs, block policy, restrict (-want +got):\n%s", diff)
			}
		})
	}
}

// RestrictPublicBuckets leaves a bucket with a public policy to its account and
// to AWS services (S3 User Guide, Blocking public access): the identity's own
// statement does not help it either.
func TestRestrictPublicBuckets(t *testing.T) {
	both := []statement{publicRead, grantTo("oac"), grantTo("oai")}
	private := []statement{grantTo("oac"), grantTo("oai")}
	for name, c := range map[string]struct {
		statements []statement
		flags      []string
		want       map[string]string
	}{
		"a public policy, restricted":       {both, []string{"restrict_public_buckets"}, map[string]string{"oac": "yes", "oai": "no", "anonymous": "no", "website": "no"}},
		"a public policy, new ones blocked": {both, nil, map[string]string{"oac": "yes", "oai": "yes", "anonymous": "yes", "website": "yes"}},
		"a policy that is not public":       {private, []string{"block_public_policy", "restrict_public_buckets"}, map[string]string{"oac": "yes", "oai": "yes", "anonymous": "no", "website": "no"}},
	} {
		t.Run(name, func(t *testing.T) {
			old := existing("aws_s3_bucket_policy.docs", attrs{"bucket": "docs", "policy": policyText(c.statements...)})
			b := docs(t, false, old, block(blockAddress, c.flags...))
			allows(t, b, c.want)
		})
	}
}

// allows compares who may read with what a table says.
func allows(t *testing.T, b *Bucket, want map[string]string) {
	t.Helper()
	got := map[string]string{}
	for caller := range want {
		got[caller] = word(b.Authorize(callers[caller]).Allowed)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("may read (-want +got):\n%s", diff)
	}
}

// When PutBucketPolicy is certainly refused with 403: the policy is public and
// a block that is in force at that moment says so. Otherwise it is a question
// of order, or works.
func TestPolicyRefusedAtApply(t *testing.T) {
	policy := bucketPolicy(publicRead)
	changed := change{"aws_s3_bucket_policy.docs", attrs{"bucket": "docs", "policy": policyText(grantTo("oac"))}, attrs{"bucket": "docs", "policy": policyText(publicRead)}, nil}
	kept := existing("aws_s3_bucket_policy.docs", attrs{"bucket": "docs", "policy": policyText(publicRead)})
	blocked := existing(blockAddress, blockFlags("block_public_policy"))
	for name, c := range map[string]struct {
		isNew   bool
		changes []change
		want    bool
	}{
		"a new bucket blocks by default":               {true, []change{policy}, true},
		"a new bucket whose block blocks":              {true, []change{policy, block(blockAddress, "block_public_policy")}, true},
		"a new bucket whose block does not":            {true, []change{policy, noBlock}, false},
		"an existing block that stays":                 {false, []change{changed, blocked}, true},
		"a policy that does not change is not put":     {false, []change{kept, {blockAddress, blockFlags(), blockFlags("block_public_policy"), nil}}, false},
		"a policy that is not public":                  {true, []change{bucketPolicy(grantTo("oac")), block(blockAddress, "block_public_policy")}, false},
		"the account blocks already":                   {true, []change{policy, noBlock, existing("aws_s3_account_public_access_block.all", attrs{"account_id": account, "block_public_policy": true})}, true},
		"the account begins to block":                  {true, []change{policy, noBlock, {"aws_s3_account_public_access_block.all", attrs{"account_id": account}, attrs{"account_id": account, "block_public_policy": true}, nil}}, false},
		"the account stops blocking":                   {true, []change{policy, noBlock, {"aws_s3_account_public_access_block.all", attrs{"account_id": account, "block_public_policy": true}, attrs{"account_id": account}, nil}}, false},
		"a block that begins to block":                 {false, []change{changed, {blockAddress, blockFlags(), blockFlags("block_public_policy"), nil}}, false},
		"a block that is deleted":                      {false, []change{changed, deleted(blockAddress, blockFlags("block_public_policy"))}, false},
		"an existing bucket of which nothing is known": {false, []change{policy}, false},
	} {
		t.Run(name, func(t *testing.T) {
			for _, p := range docs(t, c.isNew, c.changes...).Policies {
				if got := p.Refused != ""; got != c.want {
					t.Errorf("refused: %v (%s), want %v", got, p.Refused, c.want)
				}
			}
		})
	}
}

// What has to be out of the way before a public policy is put: a block of the bucket or
// of its account that stops blocking, or that the plan deletes (S3 User Guide, Blocking
// public access).
func TestNeedsOfPublicPolicies(t *testing.T) {
	const accounts = "aws_s3_account_public_access_block.all"
	changed := change{"aws_s3_bucket_policy.docs", attrs{"bucket": "docs", "policy": policyText(grantTo("oac"))}, attrs{"bucket": "docs", "policy": policyText(publicRead)}, nil}
	wide := func(blocks bool) attrs { return attrs{"account_id": account, "block_public_policy": blocks} }
	for name, c := range map[string]struct {
		changes []change
		want    []string
		gone    bool
	}{
		"its block stops blocking":          {[]change{{blockAddress, blockFlags("block_public_policy"), blockFlags(), nil}}, []string{blockAddress}, false},
		"its block is deleted":              {[]change{deleted(blockAddress, blockFlags("block_public_policy"))}, []string{blockAddress}, true},
		"a block that is deleted and stays": {[]change{deleted(blockAddress, attrs{"bucket": "docs", "block_public_policy": true, "skip_destroy": true})}, nil, false},
		"a block that did not block":        {[]change{deleted(blockAddress, blockFlags("block_public_acls"))}, nil, false},
		"the account's block stops":         {[]change{{accounts, wide(true), wide(false), nil}}, []string{accounts}, false},
		"the account's block is deleted":    {[]change{deleted(accounts, wide(true))}, []string{accounts}, true},
		"the account's block stays open":    {[]change{existing(accounts, wide(false))}, nil, false},
		"another account's block stops":     {[]change{{accounts, attrs{"account_id": "444455556666", "block_public_policy": true}, attrs{"account_id": "444455556666"}, nil}}, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, n := range docs(t, false, append(c.changes, changed)...).Needs() {
				got = append(got, n.First.Address)
				if n.Gone != c.gone {
					t.Errorf("%s is gone: %v, want %v", n.First.Address, n.Gone, c.gone)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("what has to come first (-want +got):\n%s", diff)
			}
		})
	}
}
