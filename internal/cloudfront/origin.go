package cloudfront

import (
	"strings"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// OriginKind is what CloudFront takes an origin for.
type OriginKind uint8

// The kinds. S3 origins are those without a custom or VPC configuration,
// whatever their domain says: the provider then sends an S3 configuration.
const (
	S3Origin OriginKind = iota
	CustomOrigin
	VPCOrigin
)

// Origin is one origin block.
type Origin struct {
	plan.Block
	ID, Domain string
	// Path is the origin path, "" or "/…"; Folder is what keys begin with because of
	// it, "" or "…/".
	Path, Folder string
	// FolderKnown is not true where there may be no path at all.
	FolderKnown tri.Value
	Kind        OriginKind
	// KindKnown is not true where a configuration may be there that makes it another.
	KindKnown tri.Value
	Endpoint  Endpoint
	// AccessControl is the origin access control, nil without one.
	AccessControl *AccessControl
	// Identity is the origin access identity, nil without one.
	Identity *Identity
	// Protocol is the origin_protocol_policy of a custom origin.
	Protocol string
	// Headers are the custom headers, names in lower case.
	Headers map[string]string
	// headersKnown is not true where it is unknown which headers there are.
	headersKnown tri.Value
	both         bool // it has an S3 and a custom configuration
	// identityThere is not true where it is unknown whether there is an identity.
	identityThere tri.Value
}

// AccessControl is an origin access control as far as it is known.
type AccessControl struct {
	ID string
	// Resource is nil when it is not in the plan; Type and Signing are then
	// symbols.
	Resource *plan.Resource
	// Type is the origin type: "s3", "lambda", …; Signing the signing
	// behavior: "always", "never", "no-override".
	Type, Signing string
	// there is not true where it is unknown whether the origin has one.
	there tri.Value
}

// Identity is an origin access identity: its ARN and canonical user as S3
// knows them. The canonical user is a symbol when it is not in the plan.
type Identity struct {
	ID, ARN, CanonicalUser string
	Resource               *plan.Resource
	misnamed               bool // by something else than its path
}

func newOrigin(b plan.Block, names schema, f filler) *Origin {
	l := f.lookup
	o := &Origin{Block: b, ID: b.String(names.originID), Headers: map[string]string{}}
	o.Domain, o.Path = f.fill(b.String("domain_name"), false), f.fill(b.String("origin_path"), false)
	o.Folder, o.FolderKnown = l.folder(b, o.Path)
	o.Endpoint = ParseEndpoint(o.Domain)
	l.conceal(b, o, f)
	o.readKind(b)
	if id := b.String("origin_access_control_id"); id != "" {
		o.AccessControl = l.accessControl(id)
		o.AccessControl.there = b.Has("origin_access_control_id")
		if o.AccessControl.Resource != nil {
			o.AccessControl.there = tri.True
		}
	}
	o.readIdentity(b, l)
	o.readHeaders(b, names, l.symbols)
	return o
}

// readHeaders reads the custom headers. Their values are secrets by nature: by them
// an origin knows CloudFront.
func (o *Origin) readHeaders(b plan.Block, names schema, symbols *symbol.Table) {
	headers, known := b.Blocks("custom_header")
	o.headersKnown = known
	for _, h := range headers {
		name := strings.ToLower(h.String(names.headerName))
		o.Headers[name] = h.Sealed(names.headerValue)
		symbols.Conceal(h.String(names.headerValue))
		o.headersKnown = o.headersKnown.And(noneUnknown([]string{name}))
	}
}

// Header is the value that a custom header of the origin has, by its name in lower
// case. Where it is not known whether there is one, value may be it.
func (o *Origin) Header(name string) (value string, there tri.Value) {
	if value, ok := o.Headers[name]; ok {
		return value, tri.True
	}
	if o.headersKnown.IsTrue() {
		return "", tri.False
	}
	for _, c := range o.headersKnown.Causes() {
		if c.Symbol != 0 {
			value = string(c.Symbol)
		}
	}
	return value, o.headersKnown
}

// readIdentity: an identity that may be there is any one: what even that is refused,
// nobody gets.
func (o *Origin) readIdentity(b plan.Block, l *lookup) {
	c, there := b.First("s3_origin_config")
	o.both, o.identityThere = there.IsTrue() && o.Kind == CustomOrigin, tri.False
	path := c.String("origin_access_identity")
	if path == "" {
		return
	}
	o.identityThere = c.Has("origin_access_identity")
	if there.IsTrue() || o.AccessControl == nil {
		if o.Identity = l.identity(path); o.Identity.Resource != nil {
			o.identityThere = tri.True
		}
	}
}

// readKind: S3 origins are those that are nothing else.
func (o *Origin) readKind(b plan.Block) {
	c, custom := b.First("custom_origin_config")
	_, vpc := b.First("vpc_origin_config")
	o.KindKnown = tri.True
	switch {
	case custom.IsTrue():
		o.Kind, o.Protocol = CustomOrigin, c.String("origin_protocol_policy")
	case vpc.IsTrue():
		o.Kind = VPCOrigin
	case !custom.IsFalse():
		o.KindKnown = custom
	case !vpc.IsFalse():
		o.KindKnown = vpc
	}
}

// SymbolsOfDomain is unknown, with the causes, where the domain name is not known.
func (o *Origin) SymbolsOfDomain() tri.Value { return tri.Because(symbolCauses(o.Domain)...) }
