package cure

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/fix/policyedit"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/source/expr"
)

// policyBlock is a bucket policy that is to be written.
type policyBlock struct {
	*admission
	home  string // where references start
	block Block  // behind which it is written
	label string
	// document is the label of its policy document.
	document string
	// each is the line that gives it an instance for each bucket, "" for one policy.
	each string
}

// mirror gives the policy the instances of the bucket, if the caller has an own one for
// each of them; else it is for the one bucket.
func (w *policyBlock) mirror(bucket addr.Resource) {
	arn, ok := w.Reference(bucket.String(), w.caller(), "arn")
	mirrored := strings.Contains(arn, "[each.key]") || strings.Contains(arn, "[count.index]")
	for _, name := range []string{"for_each", "count"} {
		attr := w.block.Syntax.Body.Attributes[name]
		if attr == nil || !ok || !mirrored {
			continue
		}
		w.each = name + " = " + string(attr.Expr.Range().SliceBytes(w.Source(w.block.File)))
		w.home = bucket.String()
		return
	}
	w.label += "_" + identifier(bucket.Key.String())
}

// caller is the resource whose ARN the statement names.
func (w *policyBlock) caller() string {
	if i := w.outcome.Origin.Identity; i != nil && i.Resource != nil {
		return i.Resource.Address
	}
	return w.outcome.Distribution.Place()
}

// identifier is what is left of a text in a name of Terraform's language.
func identifier(text string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if r < '0' || r > 'z' || !hclsyntax.ValidIdentifier("a"+string(r)) {
			return '_'
		}
		return r
	}, text), "_")
}

// freeLabelOf is a label that no block of a type has in a module.
func (c *Case) freeLabelOf(m addr.Module, typ, label string) string {
	module := c.Tree.Module(m.Names())
	for module != nil && module.Resources[typ+"."+label] != nil {
		label += "_cloudfront"
	}
	return label
}

// write makes the text, as policies are written in the module.
func (w *policyBlock) write(attach bool) ([]hcledit.Edit, bool) {
	bucket := w.outcome.Bucket().Resource
	name, ok := w.bucketName(bucket.Address)
	if !ok {
		return nil, false
	}
	s := w.sheet(w.block.File)
	if attach {
		document, ok := w.unattached()
		return []hcledit.Edit{s.InsertAfter(w.block.Syntax, w.policyText(name, document+".json"))}, ok
	}
	g, ok := w.forBucket()
	if !ok {
		return nil, false
	}
	value := strings.ReplaceAll(encoded(g), "\n", "\n  ")
	if w.documents(w.home) {
		value = "data.aws_iam_policy_document." + w.document + w.instance() + ".json"
	}
	text := w.policyText(name, value)
	if w.documents(w.home) {
		text = policyedit.Page{Sheet: s}.DocumentText(w.document, w.each, g) + "\n\n" + text
	}
	return []hcledit.Edit{s.InsertAfter(w.block.Syntax, text)}, true
}

// bucketName is how the policy names the bucket.
func (w *policyBlock) bucketName(address string) (string, bool) {
	own, _ := addr.Parse(address)
	attribute := "id"
	src := w.Source(w.block.File)
	says := func(attribute string) bool { return bytes.Contains(src, []byte(own.BlockName()+"."+attribute+"\n")) }
	if says("bucket") && !says("id") {
		attribute = "bucket"
	}
	if w.each != "" {
		return own.BlockName() + w.eachKey(own) + "." + attribute, true
	}
	return w.reach(w.home, address, attribute)
}

// forBucket is the grant, whose resource is the bucket of the instance.
func (w *policyBlock) forBucket() (policyedit.Grant, bool) {
	if w.each == "" {
		return w.grant(w.home)
	}
	own, _ := addr.Parse(w.outcome.Bucket().Resource.Address)
	plain := w.resources
	w.resources = func(string) ([]policyedit.Term, bool) {
		return []policyedit.Term{policyedit.Refer(own.BlockName()+w.eachKey(own)+".arn", "/*")}, true
	}
	g, ok := w.grant(w.home)
	w.resources = plain
	return g, ok
}

// documents reports whether the policies of a module are written as policy documents.
// Where there is none, they are what HashiCorp recommends.
// https://developer.hashicorp.com/terraform/tutorials/aws/aws-iam-policy
func (c *Case) documents(home string) bool {
	m := c.Tree.Module(moduleIn(home).Names())
	for _, of := range []*source.Module{m, c.Tree.Root} {
		documents, texts := policyStyles(of)
		if documents+texts > 0 {
			return documents >= texts
		}
	}
	return true
}

// policyStyles counts the policies of a module that are policy documents, and those
// that are made by jsonencode().
func policyStyles(m *source.Module) (documents, texts int) {
	if m == nil {
		return 0, 0
	}
	for name, r := range m.Resources {
		if strings.HasPrefix(name, "data.aws_iam_policy_document.") {
			documents++
		}
		attrs, _ := r.Body.JustAttributes()
		if p := attrs["policy"]; p != nil {
			if call, ok := expr.Node(p.Expr).(*hclsyntax.FunctionCallExpr); ok && call.Name == "jsonencode" {
				texts++
			}
		}
	}
	return documents, texts
}

// instance is the key by which the policy names its own document, "" without instances.
func (w *policyBlock) instance() string {
	if w.each == "" {
		return ""
	}
	own, _ := addr.Parse(w.outcome.Bucket().Resource.Address)
	return w.eachKey(own)
}

// policyText is the aws_s3_bucket_policy.
func (w *policyBlock) policyText(bucket, value string) string {
	out := []string{"resource \"" + bucketPolicyType + "\" \"" + w.label + "\" {"}
	if w.each != "" {
		out = append(out, "  "+w.each, "")
	}
	for _, name := range []string{"provider", "region"} {
		if attr := w.block.Syntax.Body.Attributes[name]; attr != nil && w.block.Syntax.Type == "resource" {
			out = append(out, "  "+name+" = "+string(attr.Expr.Range().SliceBytes(w.Source(w.block.File))))
		}
	}
	out = append(out, "  bucket = "+bucket)
	if strings.Contains(value, "\n") {
		out = append(out, "")
	}
	return strings.Join(append(out, "  policy = "+value, "}"), "\n")
}

// encoded is a policy by jsonencode().
func encoded(grants ...policyedit.Grant) string {
	m := policyedit.Manner{
		Tongue: policyedit.Native,
		Unit:   "  ",
		Padded: true,
		Sid:    len(grants) > 1,
		Key:    policyedit.SourceARN,
	}
	var statements []string
	for _, g := range grants {
		text, _ := m.Statement(g)
		statements = append(statements, "    "+strings.ReplaceAll(text, "\n", "\n    ")+",")
	}
	return "jsonencode({\n  Version = \"2012-10-17\"\n  Statement = [\n" + strings.Join(statements, "\n") + "\n  ]\n})"
}
