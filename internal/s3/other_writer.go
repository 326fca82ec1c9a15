package s3

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/tri"
)

// OtherWriter is another account that may put objects and stays their owner.
type OtherWriter struct {
	Policy *Policy
	// Who names the principal.
	Who string
}

// OtherWriter finds a statement that lets another account put objects which
// the uploader keeps: under ObjectWriter always, under BucketOwnerPreferred
// unless the upload must carry the ACL bucket-owner-full-control (S3 User
// Guide, Controlling ownership of objects). nil if there is none.
func (b *Bucket) OtherWriter() *OtherWriter {
	if b.Ownership.Address == "" || b.Ownership.Mode != "ObjectWriter" && b.Ownership.Mode != "BucketOwnerPreferred" {
		return nil
	}
	for _, p := range b.InForce() {
		d := p.Document()
		if d == nil {
			continue
		}
		for i := range d.Statements {
			s := &d.Statements[i]
			if who := b.otherAccount(s); who != "" && grantsPut(s) &&
				!(b.Ownership.Mode == "BucketOwnerPreferred" && wantsFullControl(s)) {
				return &OtherWriter{Policy: p, Who: who}
			}
		}
	}
	return nil
}

// otherAccount names a principal of another account that a statement allows.
func (b *Bucket) otherAccount(s *policy.Statement) string {
	if s.Effect != policy.Allow || s.Principal == nil {
		return ""
	}
	for _, arn := range s.Principal.AWS {
		account := arn
		if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
			account = parts[4]
		}
		if len(account) == 12 && b.Account != "" && glob.CompileLiteral(account).Match(b.Account) != tri.Yes {
			return arn
		}
	}
	return ""
}

// grantsPut reports whether a statement lets objects be put, or replicated from buckets
// of others: a replica belongs to the owner of its source, unless the replication may
// change that and does (S3 User Guide, Changing the replica owner).
func grantsPut(s *policy.Statement) bool {
	return grantsAction(s, "s3:PutObject") ||
		grantsAction(s, "s3:ReplicateObject") && !grantsAction(s, "s3:ObjectOwnerOverrideToBucketOwner")
}

func grantsAction(s *policy.Statement, name string) bool {
	return slices.ContainsFunc(s.Action, func(a string) bool { return glob.Compile(a).Fold().Match(name) == tri.Yes })
}

func wantsFullControl(s *policy.Statement) bool {
	for i := range s.Conditions {
		if s.Conditions[i].Name() == "s3:x-amz-acl" {
			return true
		}
	}
	return false
}
