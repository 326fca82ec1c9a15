package fix

import (
	"bytes"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/source/expr"
	"github.com/plan403/plan403/internal/trace"
)

const bucketPolicyType = "aws_s3_bucket_policy"

// writePolicy gives a bucket the policy that it lacks: by what switches on one that is
// there, or a new one behind the bucket.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
func writePolicy(c *Case) (out []Candidate) {
	o, ok := c.refused(trace.PolicyMissing, trace.NotPublic, trace.WebsitePrivate)
	if !ok || o.Bucket().Resource == nil || o.Bucket().Resource.From != "" {
		return nil
	}
	if _, there := c.Block(c.Finding.Address); there && c.Finding.Rule == "policy-removed" {
		return c.deletedFirst()
	}
	a := c.reads(o)
	if c.Finding.Rule == "bucket-policy-missing" {
		out = a.switchedOn()
	}
	for m := o.Bucket().Resource.Module; ; m = m.Parent() {
		out = append(out, a.tries(a.why, func() ([]Edit, bool) { return a.newPolicy(m) })...)
		if m.IsRoot() {
			break
		}
	}
	for i := range out {
		if c.Finding.Rule == "policy-removed" {
			out[i].Other = "a removed block with destroy = false, if another configuration manages the policy now"
		}
	}
	return out
}

// deletedFirst lets a policy that is replaced be deleted before the new one is put: a
// bucket has one alone, and what is deleted last is the new one.
func (c *Case) deletedFirst() []Candidate {
	block, ok := c.Block(c.Finding.Address)
	if !ok {
		return nil
	}
	for _, b := range block.Syntax.Body.Blocks {
		attr := b.Body.Attributes["create_before_destroy"]
		if b.Type != "lifecycle" || attr == nil {
			continue
		}
		s := c.sheet(block.File)
		edit := s.removeArgument(attr)
		if len(b.Body.Attributes) == 1 && len(b.Body.Blocks) == 0 {
			edit = s.removeBlock(b)
		}
		return []Candidate{{
			Edits: []Edit{edit},
			Why:   "a bucket has one policy, so deleting the old one after the new one is put deletes the new one",
		}}
	}
	return nil
}

// refused is the first outcome of the finding that a refusal with one of the codes met.
func (c *Case) refused(codes ...trace.Code) (o simulate.Outcome, ok bool) {
	for _, i := range c.Finding.Outcomes {
		for _, f := range c.Outcomes[i].Refusals {
			if o := c.Outcomes[i].At(f); slices.Contains(codes, f.Code) && o.Reached() {
				return o, true
			}
		}
	}
	return o, false
}

// newPolicy writes the policy of the bucket into a module: that of the bucket, or one
// around it.
func (a *admission) newPolicy(m addr.Module) ([]Edit, bool) {
	bucket := a.outcome.Bucket().Resource
	own, _ := addr.Parse(bucket.Address)
	block, ok := a.Block(bucket.Address)
	inside := m.String() == bucket.Module.String()
	if !inside {
		block, ok = a.Call(bucket.Module.Path()[m.Depth()])
	}
	if _, mine := editable(block.File); !ok || !mine {
		return nil, false
	}
	w := policyBlock{admission: a, home: m.String(), block: block, label: own.Name}
	if !inside {
		w.label = bucket.Module.Path()[m.Depth()].Call().Name
	}
	if inside && own.Key != addr.NoKey {
		w.mirror(own)
	}
	w.label = a.freeName(m, w.label)
	return w.write()
}

// policyBlock is a bucket policy that is to be written.
type policyBlock struct {
	*admission
	home  string // where references start
	block Block  // behind which it is written
	label string
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

// freeName is a label that no bucket policy and no policy document of the module has.
func (c *Case) freeName(m addr.Module, label string) string {
	module := c.Tree.Module(m.Names())
	taken := func(label string) bool {
		return module.Resources[bucketPolicyType+"."+label] != nil ||
			module.Resources["data.aws_iam_policy_document."+label] != nil
	}
	for module != nil && taken(label) {
		label += "_cloudfront"
	}
	return label
}

// write makes the text, as policies are written in the module.
func (w *policyBlock) write() ([]Edit, bool) {
	bucket := w.outcome.Bucket().Resource
	name, ok := w.bucketName(bucket.Address)
	if !ok {
		return nil, false
	}
	g, ok := w.forBucket()
	if !ok {
		return nil, false
	}
	s := w.sheet(w.block.File)
	text := w.policyText(g, name)
	if w.documents(w.home) {
		text = page{sheet: s}.documentText(w.label, w.each, g) + "\n\n" + text
	}
	return []Edit{s.insertAfter(w.block.Syntax, text)}, true
}

// bucketName is how the policy names the bucket.
func (w *policyBlock) bucketName(address string) (string, bool) {
	own, _ := addr.Parse(address)
	attribute := "id"
	src := w.Source(w.block.File)
	if bytes.Contains(src, []byte(own.Name+".bucket\n")) && !bytes.Contains(src, []byte(own.Name+".id\n")) {
		attribute = "bucket"
	}
	if w.each != "" {
		return own.BlockName() + w.eachKey(own) + "." + attribute, true
	}
	return w.reach(w.home, address, attribute)
}

// forBucket is the grant, whose resource is the bucket of the instance.
func (w *policyBlock) forBucket() (grant, bool) {
	if w.each == "" {
		return w.grant(w.home)
	}
	own, _ := addr.Parse(w.outcome.Bucket().Resource.Address)
	plain := w.resources
	w.resources = func(string) ([]term, bool) {
		return []term{refer(own.BlockName()+w.eachKey(own)+".arn", "/*")}, true
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

// documentText is a policy as a data.aws_iam_policy_document.
func (p page) documentText(label, each string, grants ...grant) string {
	var body []string
	if each != "" {
		body = append(body, "  "+each)
	}
	for _, g := range grants {
		if len(grants) == 1 {
			g.sid = ""
		}
		text := "  " + strings.ReplaceAll(p.documentMannerOf(nil).statement(g), "\n", "\n  ")
		body = append(body, strings.ReplaceAll(text, "\n  \n", "\n\n"))
	}
	return "data \"aws_iam_policy_document\" \"" + label + "\" {\n" + strings.Join(body, "\n\n") + "\n}"
}

// policyText is the aws_s3_bucket_policy.
func (w *policyBlock) policyText(g grant, bucket string) string {
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
	if w.documents(w.home) {
		key := ""
		if w.each != "" {
			own, _ := addr.Parse(w.outcome.Bucket().Resource.Address)
			key = w.eachKey(own)
		}
		out = append(out, "  policy = data.aws_iam_policy_document."+w.label+key+".json")
	} else {
		out = append(out, "", "  policy = "+strings.ReplaceAll(encoded(g), "\n", "\n  "))
	}
	return strings.Join(append(out, "}"), "\n")
}

// encoded is a policy by jsonencode().
func encoded(grants ...grant) string {
	m := manner{tongue: native, unit: "  ", padded: true, sid: len(grants) > 1, key: sourceARN}
	var statements []string
	for _, g := range grants {
		text, _ := m.statement(g)
		statements = append(statements, "    "+strings.ReplaceAll(text, "\n", "\n    ")+",")
	}
	return "jsonencode({\n  Version = \"2012-10-17\"\n  Statement = [\n" + strings.Join(statements, "\n") + "\n  ]\n})"
}
