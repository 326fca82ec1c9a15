package cloudfront

import (
	"strings"
	"unicode/utf8"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// lookup finds the resources that a distribution names by id.
type lookup struct {
	state   *plan.State
	symbols *symbol.Table
	// earlier finds a distribution as it stood before apply, nil if it did not.
	earlier  func(address string) *Distribution
	policies []policyRead // of one distribution
}

// disclose notes that a text that is not sensitive is shown by the plan.
func (l *lookup) disclose(text string) {
	if !symbol.Contains(text) {
		l.symbols.Disclose(text)
	}
}

// conceal keeps the parts of a sensitive domain name or origin path from being
// shown: a bucket's name, the beginning of a key.
func (l *lookup) conceal(b plan.Block, o *Origin, f filler) {
	if f.fill(b.Sealed("domain_name"), true) != o.Domain {
		for _, part := range []string{o.Endpoint.Bucket, o.Endpoint.Alias, o.Endpoint.Name} {
			l.symbols.Derive(part)
		}
	}
	if f.fill(b.Sealed("origin_path"), true) != o.Path {
		l.symbols.DeriveParts(o.Path)
	}
}

// concealParts does the same for a path or a path pattern.
func (l *lookup) concealParts(b plan.Block, name string) {
	if text := b.String(name); text != b.Sealed(name) {
		l.symbols.DeriveParts(text)
	}
}

// byID finds a resource or data source, nil if there is none.
func (l *lookup) byID(typ, id string) *plan.Resource {
	return l.state.Find([]string{id}, []string{"id"}, typ, "data."+typ)
}

func (l *lookup) accessControl(id string) *AccessControl {
	if r := l.byID("aws_cloudfront_origin_access_control", id); r != nil {
		return &AccessControl{
			ID: id, Resource: r, Type: r.String("origin_access_control_origin_type"),
			Signing: r.String("signing_behavior"),
		}
	}
	signing := l.outside("signing_behavior of origin access control", id, "origin_access_control")
	return &AccessControl{ID: id, Type: "s3", Signing: signing}
}

// outside is the symbol of a property of something that the plan names but
// does not hold; block is what would tell it in the configuration file.
func (l *lookup) outside(what, id, block string) string {
	s, _ := l.symbols.New(symbol.Opaque, what+" "+id, symbol.Origin{
		Attribute: what + " " + l.symbols.Display(id), Reason: "it is not in this plan",
		Remedy: plan.Assumable("manage it here, read it with a data source", block, id),
	})
	return s
}

const identityPath = "origin-access-identity/cloudfront/"

// identityARN is how S3 names the identity in policies (CloudFront Developer
// Guide, Giving an origin access identity permission to read files).
const identityARN = ":iam::cloudfront:user/CloudFront Origin Access Identity "

func (l *lookup) identity(path string) *Identity {
	id := strings.TrimPrefix(path, identityPath)
	if r := l.byID("aws_cloudfront_origin_access_identity", id); r != nil {
		return &Identity{
			ID: id, ARN: r.String("iam_arn"), CanonicalUser: r.String("s3_canonical_user_id"), Resource: r,
			misnamed: id == path,
		}
	}
	return &Identity{
		ID: id, ARN: "arn:aws" + identityARN + id, misnamed: id == path && !opaqueStart(path),
		CanonicalUser: l.outside("canonical user id of origin access identity", id, "origin_access_identity"),
	}
}

// opaqueStart reports whether a text begins with a value that may hold anything.
func opaqueStart(text string) bool {
	for _, r := range text {
		return symbol.KindOf(r) == symbol.Opaque
	}
	return false
}

func sameText(a, b string) tri.Truth { return glob.CompileLiteral(a).Match(b) }

func symbolCauses(texts ...string) []tri.Cause {
	var out []tri.Cause
	for _, t := range texts {
		for _, r := range symbol.In(t) {
			out = append(out, tri.Cause{Symbol: r})
		}
	}
	return out
}

// folder is the part of a key that an origin path stands for. A path of which not
// even the beginning is known may begin with a slash, and may be empty.
func (l *lookup) folder(b plan.Block, path string) (string, tri.Value) {
	switch {
	case path == "":
		return "", tri.True
	case !opaqueStart(path):
		return strings.TrimPrefix(path, "/") + "/", tri.True
	}
	first, size := utf8.DecodeRuneInString(path)
	s, _ := l.symbols.New(symbol.Opaque, b.Owner()+" folder of "+b.At("origin_path"), l.symbols.Origin(first))
	if size == len(path) {
		return s, tri.Because(tri.Cause{Symbol: first})
	}
	return s + strings.TrimPrefix(path[size:], "/") + "/", tri.True
}
