package trace

// Code tells refusals apart.
type Code string

// The codes. Each names what refuses, not the rule that reports it.
const (
	// The edge answers by itself.
	AliasMissing     Code = "host not among the aliases"
	Disabled         Code = "distribution disabled"
	WebACL           Code = "web ACL blocks"
	WebACLQuery      Code = "web ACL asks for a query string"
	HTTPSOnly        Code = "https only"
	MethodNotAllowed Code = "method not allowed"
	Unsigned         Code = "signature required"

	// The origin request is refused for what it is.
	HostForwarded    Code = "host forwarded"
	WrongOriginType  Code = "access control of another origin type"
	WebsiteRejected  Code = "website endpoint with access control or identity"
	GlobalEndpoint   Code = "global endpoint"
	IdentityRegion   Code = "identity in a new region"
	IdentityWrites   Code = "write through an identity"
	CORSMissing      Code = "no CORS rule"
	CORSNotForwarded Code = "CORS headers not forwarded"
	RequesterPays    Code = "requester pays"
	Archived         Code = "archived object"
	KeyMissing       Code = "missing object"
	EmptyKey         Code = "empty key"
	SlashKey         Code = "key with leading slash"
	ErrorPage        Code = "error page refused"

	// Nothing grants the request, or something denies it.
	PolicyMissing     Code = "no bucket policy"
	PrincipalMissing  Code = "no statement for the caller"
	SourceMismatch    Code = "source condition not met"
	ConditionNotMet   Code = "condition not met"
	ActionMissing     Code = "action not granted"
	ResourceMissing   Code = "resource not granted"
	ExplicitDeny      Code = "explicit deny"
	NotPublic         Code = "not public"
	PublicBlocked     Code = "public access blocked"
	NotSigning        Code = "request not signed"
	WebsitePrivate    Code = "private website"
	AccessPointDenied Code = "access point not granted"

	// The object's key cannot be used.
	KeyNotGranted  Code = "KMS key not granted"
	ManagedKey     Code = "AWS managed KMS key"
	KeyNeedsSigner Code = "KMS needs origin access control"
)

// properties are what a refusal hangs on besides the configuration.
type properties struct {
	// key: on the object's key alone, so that a function that rewrites the path may
	// end it.
	key bool
	// viewer: on who asks and how, so that some viewers are refused and others not.
	viewer bool
}

// codes has a row for every code.
var codes = map[Code]properties{
	AliasMissing:     {},
	Disabled:         {},
	WebACL:           {viewer: true},
	WebACLQuery:      {viewer: true},
	HTTPSOnly:        {viewer: true},
	MethodNotAllowed: {},
	Unsigned:         {viewer: true},

	HostForwarded:    {},
	WrongOriginType:  {},
	WebsiteRejected:  {},
	GlobalEndpoint:   {},
	IdentityRegion:   {},
	IdentityWrites:   {},
	CORSMissing:      {},
	CORSNotForwarded: {},
	RequesterPays:    {},
	Archived:         {},
	KeyMissing:       {key: true},
	EmptyKey:         {key: true},
	SlashKey:         {key: true},
	ErrorPage:        {},

	PolicyMissing:     {},
	PrincipalMissing:  {},
	SourceMismatch:    {},
	ConditionNotMet:   {},
	ActionMissing:     {},
	ResourceMissing:   {key: true},
	ExplicitDeny:      {},
	NotPublic:         {},
	PublicBlocked:     {},
	NotSigning:        {},
	WebsitePrivate:    {},
	AccessPointDenied: {},

	KeyNotGranted:  {},
	ManagedKey:     {},
	KeyNeedsSigner: {},
}

// HangsOnKey reports whether the object's key alone is the reason: another key
// might be answered.
func (c Code) HangsOnKey() bool { return codes[c].key }

// HangsOnViewer reports whether another viewer might be answered.
func (c Code) HangsOnViewer() bool { return codes[c].viewer }
