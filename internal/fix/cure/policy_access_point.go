package cure

import (
	"strings"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/trace"
)

const (
	accessPointType       = "aws_s3_access_point"
	accessPointPolicyType = "aws_s3control_access_point_policy"
)

// grantThroughPoint lets that layer of an access point grant the read which does not: the
// policy of the access point or that of the bucket behind it.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
func grantThroughPoint(c *Case) []Candidate {
	o, ok := c.refused(trace.AccessPointDenied)
	if !ok {
		return nil
	}
	a := c.reads(o)
	at, _ := addr.Parse(c.Finding.Address)
	switch at.Type {
	case bucketPolicyType:
		return a.statement(c.policy())
	case "aws_s3_bucket":
		return a.tries(a.why, func() ([]hcledit.Edit, bool) { return a.newPolicy(o.Bucket().Resource.Module, false) })
	}
	point := a.accessPoint()
	if point == "" {
		return nil
	}
	a.resources = func(home string) ([]policyedit.Term, bool) {
		arn, ok := a.reach(home, point, "arn")
		return []policyedit.Term{policyedit.Refer(arn, "/object/*")}, ok
	}
	if block, ok := c.Block(c.Finding.Address); ok && at.Type == accessPointType &&
		block.Syntax.Body.Attributes["policy"] == nil {
		return a.tries(a.why, func() ([]hcledit.Edit, bool) { return a.newPointPolicy(at, block) })
	}
	return a.statement(c.policy())
}

// accessPoint is the address of the access point that the finding is about, "" if it is
// not told.
func (c *Case) accessPoint() string {
	for _, address := range append([]string{c.Finding.Address}, c.Finding.Related...) {
		if at, ok := addr.Parse(address); ok && at.Type == accessPointType {
			return address
		}
	}
	return ""
}

// newPointPolicy writes the policy of an access point behind it. It stands apart, since
// the distribution already depends on the access point.
func (a *admission) newPointPolicy(point addr.Resource, block Block) ([]hcledit.Edit, bool) {
	if _, mine := Editable(block.File); !mine {
		return nil, false
	}
	home := point
	home.Type = accessPointPolicyType // which does not refer to itself
	g, ok := a.grant(home.String())
	if !ok {
		return nil, false
	}
	s := a.sheet(block.File)
	each, key := a.eachOf(point, s, block.Syntax)
	lines := []string{"resource \"" + accessPointPolicyType + "\" \"" + point.Name + "\" {"}
	if each != "" {
		lines = append(lines, "  "+each, "")
		own := point.BlockName() + key + ".arn"
		g.Resources = []policyedit.Term{policyedit.Refer(own, "/object/*")}
	}
	lines = append(lines, "  access_point_arn = "+point.BlockName()+key+".arn")
	head := ""
	if a.documents(point.String()) {
		label := a.freeLabelOf(point.Module, "data.aws_iam_policy_document", point.Name)
		head = policyedit.Page{Sheet: s}.DocumentText(label, each, g) + "\n\n"
		lines = append(lines, "  policy = data.aws_iam_policy_document."+label+key+".json")
	} else {
		lines = append(lines, "", "  policy = "+strings.ReplaceAll(encoded(g), "\n", "\n  "))
	}
	return []hcledit.Edit{s.InsertAfter(block.Syntax, head+strings.Join(append(lines, "}"), "\n"))}, true
}
