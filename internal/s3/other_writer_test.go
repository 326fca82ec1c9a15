package s3

import (
	"testing"
)

// Whose objects stay their own: what another account uploads or replicates into a bucket
// with ACLs (S3 User Guide, Controlling ownership of objects; Changing the replica owner).
func TestOtherWriter(t *testing.T) {
	const other = "arn:aws:iam::444455556666:role/partner"
	for name, c := range map[string]struct {
		mode, principal string
		actions         []string
		condition       attrs
		want            string
	}{
		"uploads of another account":         {"ObjectWriter", other, []string{"s3:PutObject"}, nil, other},
		"any action of it":                   {"ObjectWriter", other, []string{"s3:*"}, nil, other},
		"only reads":                         {"ObjectWriter", other, []string{"s3:GetObject"}, nil, ""},
		"uploads of the bucket's account":    {"ObjectWriter", "arn:aws:iam::" + account + ":role/ci", []string{"s3:PutObject"}, nil, ""},
		"where the bucket's owner owns all":  {"BucketOwnerEnforced", other, []string{"s3:PutObject"}, nil, ""},
		"where the owner is preferred":       {"BucketOwnerPreferred", other, []string{"s3:PutObject"}, nil, other},
		"and is given full control":          {"BucketOwnerPreferred", other, []string{"s3:PutObject"}, attrs{"StringEquals": attrs{"s3:x-amz-acl": "bucket-owner-full-control"}}, ""},
		"replicas of another account":        {"ObjectWriter", other, []string{"s3:ReplicateObject", "s3:ReplicateDelete"}, nil, other},
		"replicas that may change the owner": {"ObjectWriter", other, []string{"s3:ReplicateObject", "s3:ObjectOwnerOverrideToBucketOwner"}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := statement{"Effect": "Allow", "Principal": attrs{"AWS": c.principal}, "Action": c.actions, "Resource": "arn:aws:s3:::docs/*"}
			if c.condition != nil {
				s["Condition"] = c.condition
			}
			b := docs(t, true, noBlock, created(ownershipAddress, ownership(c.mode)), bucketPolicy(s))
			b.Account = account
			got := ""
			if w := b.OtherWriter(); w != nil {
				got = w.Who
			}
			if got != c.want {
				t.Errorf("%q puts objects of its own, want %q", got, c.want)
			}
			if b.Account = ""; b.OtherWriter() != nil {
				t.Error("another account than one that is not known")
			}
		})
	}
}
