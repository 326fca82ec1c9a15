package cloudfront

import (
	"strings"
	"unicode/utf8"

	"github.com/plan403/plan403/internal/glob"
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

// lookup finds the resources that a distribution names by id.
type lookup struct {
	state   *plan.State
	symbols *symbol.Table
}

func newLookup(s *plan.State) *lookup { return &lookup{state: s, symbols: s.Symbols} }

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

// CallerKind is who S3 sees.
type CallerKind uint8

// The callers of design and documentation: the service principal, an origin
// access identity, nobody, and nobody through a website endpoint.
const (
	Anonymous CallerKind = iota
	OAC
	OAI
	WebsiteCaller
)

// String returns "oac", "oai", "anonymous" or "website".
func (k CallerKind) String() string {
	return [...]string{"anonymous", "oac", "oai", "website"}[k]
}

// Caller tells as whom CloudFront asks the origin. signing is not decided when
// it hangs on what the plan does not hold of an access control: the request is
// then either signed (OAC) or anonymous.
func (o *Origin) Caller() (kind CallerKind, signing tri.Value) {
	switch {
	case o.Endpoint.Form == Website:
		return WebsiteCaller, tri.False
	case o.AccessControl != nil:
		return o.AccessControl.caller()
	case o.Identity != nil:
		return OAI, tri.True
	}
	return Anonymous, tri.False
}

// caller: an access control of another type does not sign for S3 either.
func (a *AccessControl) caller() (CallerKind, tri.Value) {
	switch signs := a.Signing == "always" || a.Signing == "no-override"; {
	case a.Signing == "never":
		return Anonymous, tri.False
	case signs && !symbol.Contains(a.Type):
		return OAC, tri.True
	}
	return OAC, tri.Because(symbolCauses(a.Signing, a.Type)...)
}

// Scheme is the protocol of the origin request. An S3 origin is asked as the
// viewer asked, but over https whenever requests are always signed (CloudFront
// Developer Guide, Using HTTPS for communication between CloudFront and your
// Amazon S3 origin; Restricting access to an Amazon S3 origin, Important).
func (o *Origin) Scheme(viewer string) string {
	switch {
	case o.Kind == CustomOrigin && o.Protocol == "http-only":
		return "http"
	case o.Kind == CustomOrigin && o.Protocol == "https-only":
		return "https"
	case o.AccessControl != nil && o.AccessControl.Signing == "always":
		return "https"
	}
	return viewer
}

// Protocols are the origin as it may be asked where the protocol is not known, and
// why it is not; without a cause the origin is the only one.
func (o *Origin) Protocols() (ways []*Origin, open tri.Value) {
	if o.Kind != CustomOrigin || !symbol.Contains(o.Protocol) {
		return []*Origin{o}, tri.True
	}
	for _, protocol := range []string{"http-only", "https-only"} {
		way := *o
		way.Protocol = protocol
		ways = append(ways, &way)
	}
	return ways, tri.Because(symbolCauses(o.Protocol)...)
}

// Access is the argument that says as whom the origin asks, the origin's block if
// none does.
func (o *Origin) Access() string {
	switch {
	case o.AccessControl != nil:
		return o.At("origin_access_control_id")
	case o.Identity != nil:
		return o.At("s3_origin_config[0].origin_access_identity")
	}
	return o.Block.Path()
}

// SymbolsOfDomain is unknown, with the causes, where the domain name is not known.
func (o *Origin) SymbolsOfDomain() tri.Value { return tri.Because(symbolCauses(o.Domain)...) }
