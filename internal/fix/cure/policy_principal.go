package cure

import (
	"regexp"
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/trace"
)

// wrongPrincipals are references that people take for a principal of CloudFront's and that
// are none: S3 refuses a policy with one of them. An access control has no principal of its
// own, and an identity is named by its iam_arn or its user.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
var wrongPrincipals = regexp.MustCompile(`^aws_cloudfront_(?:origin_access_control|distribution)\.` +
	`|^aws_cloudfront_origin_access_identity\..*\.(?:id|arn|cloudfront_access_identity_path|etag|caller_reference)$`)

// misnamed lists the ways to name the caller right where a statement names it by something
// that is no principal.
func (a *admission) misnamed() (out []Candidate) {
	for _, p := range a.nearPolicies() {
		if p.Address() != a.Finding.Address || p.Document() == nil {
			continue
		}
		for i := range p.Document().Statements {
			s := &p.Document().Statements[i]
			if s.Effect == policy.Allow && s.Principal != nil {
				out = append(out, a.rename(s)...)
			}
		}
	}
	return out
}

// rename names the caller as the principal of a statement.
func (a *admission) rename(s *policy.Statement) (out []Candidate) {
	for i, entry := range s.Principal.AWS {
		part := trace.Part{Statement: s.Index + 1, Element: "Principal", Key: "AWS", Entry: entry, Number: i + 1}
		spot, ok := a.Spot(a.part(part))
		if !ok || spot.Left > 0 && !a.stands(a.part(part), spot) {
			continue
		}
		p, ok := a.clauseAt(a.part(part), spot, spot.Range)
		if !ok || p.node == nil || !wrongPrincipals.MatchString(strings.Trim(p.text(), "\"${ }")) {
			continue
		}
		if a.outcome.Caller == cloudfront.OAI {
			if arn, ok := a.identity(p.home); ok {
				if edits, ok := p.set(arn); ok {
					out = append(out, Candidate{Edits: edits, Why: "an origin access identity is named by its iam_arn"})
				}
			}
			continue
		}
		out = append(out, a.asService(part, s)...)
	}
	return out
}

// asService makes CloudFront's service principal the principal of a statement, for this
// distribution if the statement does not say for which.
func (a *admission) asService(part trace.Part, s *policy.Statement) []Candidate {
	edits, ok := a.toService(part)
	if !ok {
		return nil
	}
	sourced := slices.ContainsFunc(s.Conditions, func(c policy.Condition) bool {
		return strings.HasPrefix(strings.ToLower(c.Key), "aws:source")
	})
	if !sourced {
		more, ok := a.addCondition(a.part(trace.Part{Statement: s.Index + 1}), a.source)
		if !ok {
			return nil
		}
		edits = append(edits, more...)
	}
	return []Candidate{{Edits: edits, Why: asServiceWhy}}
}

const asServiceWhy = "CloudFront asks as the service principal " + s3.ServicePrincipal

// toService lists the edits that make CloudFront's service the one principal of a statement.
func (c *Case) toService(part trace.Part) ([]hcledit.Edit, bool) {
	part.Key, part.Entry, part.Number = "", "", 0
	p, ok := c.clause(c.part(part))
	switch {
	case !ok || p.spot.Left > 0:
	case p.block != nil && p.block.Type == "principals":
		set := func(name, value string) hcledit.Edit {
			return p.Sheet.Set(p.block, hcledit.Argument{Name: name, Value: value})
		}
		return []hcledit.Edit{set("type", `"Service"`), set("identifiers", `["`+s3.ServicePrincipal+`"]`)}, true
	case p.node != nil && p.node.Form == policyedit.Object && len(p.node.Members) == 1:
		m := p.MannerOf(p.node)
		text := m.Object(
			[]policyedit.Pair{{Key: "Service", Text: policyedit.JSONQuote(s3.ServicePrincipal)}},
			p.SpreadOut(p.node),
		)
		return []hcledit.Edit{p.Put(p.node, p.Under(p.node.End, text))}, true
	}
	return nil, false
}
