package s3

import (
	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// The kinds of policies of an organization that decide about requests to buckets
// (AWS Organizations User Guide, Managing organization policies).
const (
	resourceControl = "RESOURCE_CONTROL_POLICY"
	s3Settings      = "S3_POLICY"
)

// attachment is a policy of the organization where it is attached.
type attachment struct {
	policy *plan.Resource
	// covers tells whether that is over the account that is asked about.
	covers tri.Value
	// standing: it is attached before this plan.
	standing bool
}

// attachments lists the policies of a kind that are attached over an account, or may
// be.
func (s *Store) attachments(kind, account string) []attachment {
	var out []attachment
	for _, p := range s.state.OfType("aws_organizations_policy") {
		is := equals(p.String("type"), kind)
		if is.IsFalse() {
			continue
		}
		for _, a := range s.state.OfType("aws_organizations_policy_attachment") {
			attached := is.And(sameText(a.String("policy_id"), p.String("id")))
			if covers := attached.And(s.covers(a, account)); !covers.IsFalse() {
				out = append(out, attachment{p, covers, !p.New() && !a.New()})
			}
		}
	}
	return out
}

// covers tells whether the target of an attachment stands over an account: it is the
// account, or the unit or root that the account is below of.
func (s *Store) covers(a *plan.Resource, account string) tri.Value {
	target := a.String("target_id")
	if target == "" || account == "" {
		return tri.Because(notBelow(a, target))
	}
	is := sameText(target, account)
	if is.IsTrue() || accountNumber(target) && !is.IsUnknown() {
		return is
	}
	at := s.parentOfAccount(account)
	for depth := 0; at != "" && depth < maxUnits; at, depth = s.parentOfUnit(at), depth+1 {
		if sameText(target, at).IsTrue() {
			return tri.True
		}
	}
	return tri.Because(notBelow(a, target))
}

// maxUnits bounds how deep units are nested; AWS's quota is five levels (AWS
// Organizations User Guide, Quotas).
const maxUnits = 16

func notBelow(a *plan.Resource, target string) tri.Cause {
	if accountNumber(target) {
		return tri.Cause{
			Address: a.Address, Attribute: "target_id",
			Reason: "whether the bucket is one of account " + target + " is not in this plan",
			Remedy: "give the account with --account, or by allowed_account_ids of the provider",
		}
	}
	return tri.Cause{
		Address: a.Address, Attribute: "target_id",
		Reason: "whether the bucket's account is below " + target + " is not in this plan",
		Remedy: "manage the account here (aws_organizations_account with parent_id), or attach the policy to the " +
			"account",
	}
}

// accountNumber reports whether a target is an account, and not a unit or a root.
func accountNumber(target string) bool {
	if len(target) != 12 {
		return false
	}
	for _, r := range target {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

func (s *Store) parentOfAccount(account string) string {
	return s.parent("aws_organizations_account", account)
}

func (s *Store) parentOfUnit(unit string) string {
	return s.parent("aws_organizations_organizational_unit", unit)
}

func (s *Store) parent(typ, id string) string {
	for _, r := range s.state.OfType(typ) {
		if sameText(r.String("id"), id).IsTrue() {
			return r.String("parent_id")
		}
	}
	return ""
}

// sameText compares two texts that may hold symbols.
func sameText(a, b string) tri.Value {
	if !symbol.Contains(a) && !symbol.Contains(b) {
		return tri.Of(a == b)
	}
	return tri.From(glob.CompileLiteral(a).Match(b), causes(a, b)...)
}
