package cure

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/s3"
)

// grantKey lets CloudFront decrypt with a KMS key: by a statement of the key's policy, by
// one that is there and names another, or by a policy where the key has none.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
func grantKey(c *Case) (out []Candidate) {
	o, f, ok := c.met()
	if !ok {
		return nil
	}
	a := c.reads(o)
	a.actions, a.resources = []string{"kms:Decrypt"}, everything
	if o.Method == "PUT" || o.Method == "POST" {
		a.actions = append(a.actions, "kms:GenerateDataKey*")
	}
	part := c.Finding.Part
	switch s := c.keyStatement(); {
	case f.Wanted == s3.DefaultKeyPolicy:
		return a.keyPolicies()
	case s != nil && s.Effect == policy.Deny:
		return a.exempted(f.Key)
	case part.Element == "Action":
		part.Entry, part.Number = "", 0
		if p, ok := c.clause(c.part(part)); ok {
			if edits, ok := p.include(policyedit.Literal("kms:Decrypt")); ok {
				out = append(out, Candidate{Edits: edits, Why: "reading an encrypted object takes kms:Decrypt"})
			}
		}
	case part.Element == "Condition":
		out = a.sourceValues(part.Key, c.Place())
	}
	return append(out, a.statement(c.policy())...)
}

// everything is the resource of a key policy: the key itself.
func everything(string) ([]policyedit.Term, bool) {
	return []policyedit.Term{policyedit.Literal("*")}, true
}

// keyStatement is the statement of a key policy that the finding is about, nil if it is
// about none.
func (c *Case) keyStatement() *policy.Statement {
	n := c.Finding.Part.Statement
	for _, p := range c.After.Store.KeyPolicies() {
		if p.Address() == c.Finding.Address && p.Document() != nil && n > 0 && n <= len(p.Document().Statements) {
			return &p.Document().Statements[n-1]
		}
	}
	return nil
}

// newKeyPolicy writes the policy of a key that has the default one. It has to say what
// that says, too, or nobody could manage the key any more.
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
func (a *admission) newKeyPolicy() ([]hcledit.Edit, bool) {
	key := a.Finding.Address
	own, ok := addr.Parse(key)
	block, found := a.Block(key)
	if _, mine := Editable(block.File); !ok || !found || !mine || block.Syntax.Body.Attributes["policy"] != nil {
		return nil, false
	}
	s := a.sheet(block.File)
	value, edits, ok := a.keyPolicyText(key, own, s, block.Syntax)
	if !ok {
		return nil, false
	}
	kin := []string{"enable_key_rotation", "deletion_window_in_days", "description"}
	return append(edits, s.Set(block.Syntax, hcledit.Argument{Name: "policy", Value: value, Kin: kin})), true
}

// keyPolicies lists the ways to give a key a policy: as its argument, or if that is a circle
// as a resource of its own, or else for all distributions of the account.
func (a *admission) keyPolicies() []Candidate {
	out := a.tries(a.why, a.newKeyPolicy)
	if edits, ok := a.policyApart(); ok {
		out = slices.Insert(out, min(1, len(out)), Candidate{Edits: edits, Why: a.why()})
	}
	return out
}

// policyApart writes an aws_kms_key_policy: the key depends on nothing then.
// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_key_policy
func (a *admission) policyApart() ([]hcledit.Edit, bool) {
	own, ok := addr.Parse(a.Finding.Address)
	block, found := a.Block(a.Finding.Address)
	if _, mine := Editable(block.File); !ok || !found || !mine || own.Type != "aws_kms_key" {
		return nil, false
	}
	s := a.sheet(block.File)
	home := own
	home.Type = "aws_kms_key_policy"
	value, edits, ok := a.keyPolicyText(home.String(), own, s, block.Syntax)
	if !ok {
		return nil, false
	}
	each, key := a.eachOf(own, s, block.Syntax)
	lines := []string{"resource \"aws_kms_key_policy\" \"" + own.Name + "\" {"}
	if each != "" {
		lines = append(lines, "  "+each, "")
	}
	lines = append(lines, "  key_id = "+own.BlockName()+key+".id", "  policy = "+value, "}")
	return append(edits, s.InsertAfter(block.Syntax, strings.Join(lines, "\n"))), true
}

// keyPolicyText is the policy of a key as it is written in a block: as a document behind the
// key's block, or by jsonencode().
func (a *admission) keyPolicyText(
	home string,
	key addr.Resource,
	s hcledit.Sheet,
	b *hclsyntax.Block,
) (string, []hcledit.Edit, bool) {
	owner, edits := a.owner(home, s, b)
	admin := policyedit.Grant{
		Sid: "EnableIAMUserPermissions", Effect: "Allow", Kind: "AWS", Principal: owner,
		Actions: []string{"kms:*"}, Resources: []policyedit.Term{policyedit.Literal("*")},
	}
	reader, ok := a.grant(home)
	if !ok || !a.documents(home) {
		return strings.ReplaceAll(encoded(admin, reader), "\n", "\n"+s.IndentIn(b)), edits, ok
	}
	label := a.freeLabelOf(key.Module, "data.aws_iam_policy_document", key.Name)
	each, suffix := a.eachOf(key, s, b)
	text := policyedit.Page{Sheet: s}.DocumentText(label, each, admin, reader)
	return "data.aws_iam_policy_document." + label + suffix + ".json", append(edits, s.InsertAfter(b, text)), true
}

// owner is the root user of the account that asks, and the data source which tells the
// account if the module has none yet.
func (a *admission) owner(home string, s hcledit.Sheet, b *hclsyntax.Block) (policyedit.Term, []hcledit.Edit) {
	account, _ := a.account(home)
	var edits []hcledit.Edit
	if !account.Refers() {
		const ask = "data \"aws_caller_identity\" \"current\" {}"
		edits = append(edits, s.InsertAfter(b, ask))
		account = policyedit.Refer("data.aws_caller_identity.current.account_id", "")
	}
	partition := a.outcome.Distribution.Partition
	return append(
		append(policyedit.Literal("arn:"+partition+":iam::"), account...),
		policyedit.Bit{Text: ":root"},
	), edits
}

// eachOf is the line that gives a policy document an instance for each key, and the key
// by which these name theirs.
func (c *Case) eachOf(own addr.Resource, s hcledit.Sheet, b *hclsyntax.Block) (line, suffix string) {
	for _, name := range []string{"for_each", "count"} {
		if attr := b.Body.Attributes[name]; attr != nil {
			return name + " = " + string(attr.Expr.Range().SliceBytes(s.Src)), c.eachKey(own)
		}
	}
	return "", ""
}
