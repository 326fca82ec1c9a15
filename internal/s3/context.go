package s3

import (
	"strings"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/symbol"
)

// contextKeys answers what a request says about condition keys.
//
// Source: IAM User Guide, "AWS global condition context keys"; S3 User Guide,
// "Policy keys for Amazon S3"; where they leave a value open, every possible
// one is listed.
type contextKeys struct {
	Request
	bucket  *Bucket
	symbols *symbol.Table
}

func value(v string) policy.Key            { return policy.Key{Possible: [][]string{{v}}} }
func list(vs ...string) policy.Key         { return policy.Key{Possible: [][]string{vs}, Multi: true} }
func absent() policy.Key                   { return policy.Key{} }
func (c contextKeys) secure() bool         { return c.Scheme == "https" }
func (c contextKeys) nobody() bool         { return c.Caller == Anonymous || c.Caller == WebsiteEndpoint }
func (c contextKeys) is(k CallerKind) bool { return c.Caller == k }

// open is a key of which AWS documents neither value nor presence.
func (c contextKeys) open(name string) policy.Key {
	return policy.Key{Possible: [][]string{nil, {c.unknown(name)}}, Note: "AWS does not document " + name + " for this caller"}
}

func (c contextKeys) unknown(name string) string {
	s, _ := c.symbols.New(symbol.Opaque, "condition key "+name, symbol.Origin{Attribute: name, Reason: "AWS does not document its value for this caller"})
	return s
}

// redacted is a key that one document says is withheld from service
// principals and another that it is always there.
func redacted(values ...string) policy.Key {
	k := policy.Key{Possible: [][]string{nil}, Note: "AWS's documents disagree on whether this key is present for service principals"}
	for _, v := range values {
		k.Possible = append(k.Possible, []string{v})
	}
	return k
}

// key implements policy.Context.
func (c contextKeys) key(name string) policy.Key {
	for _, table := range []func(string) (policy.Key, bool){c.sourceKeys, c.principalKeys, c.networkKeys, c.resourceKeys, c.s3Keys} {
		if k, ok := table(name); ok {
			return k
		}
	}
	if alwaysAbsent(name) {
		return absent()
	}
	return c.open(name)
}

func (c contextKeys) sourceKeys(name string) (policy.Key, bool) {
	switch name {
	case "aws:sourcearn":
		if c.is(Service) {
			return value(c.Distribution), true
		}
		return absent(), true
	case "aws:sourceaccount":
		if c.is(Service) {
			return value(c.Account), true
		}
		return absent(), true
	case "aws:sourceorgid", "aws:sourceorgpaths":
		if c.is(Service) {
			return policy.Key{
				Possible: [][]string{nil, {c.organization()}}, Multi: name == "aws:sourceorgpaths",
				Note: "whether the distribution's account is in the organization is not in the plan",
			}, true
		}
		return absent(), true
	}
	return policy.Key{}, false
}

func (c contextKeys) organization() string {
	s, _ := c.symbols.New(symbol.Opaque, "organization", symbol.Origin{Attribute: "the organization of the distribution's account", Reason: "it is not in the plan"})
	return s
}

func (c contextKeys) principalKeys(name string) (policy.Key, bool) {
	switch name {
	case "aws:principalisawsservice":
		if c.nobody() {
			return absent(), true
		}
		return value(map[bool]string{true: "true", false: "false"}[c.is(Service)]), true
	case "aws:principalservicename":
		if c.is(Service) {
			return value(ServicePrincipal), true
		}
		return absent(), true
	case "aws:principalservicenameslist":
		if c.is(Service) {
			// Which other names the list holds is not documented.
			return policy.Key{
				Possible: [][]string{{ServicePrincipal}, {ServicePrincipal, c.unknown(name)}}, Multi: true,
				Note: "AWS does not document which names " + name + " holds",
			}, true
		}
		return absent(), true
	case "aws:principalarn":
		if c.is(Identity) {
			return value(c.IdentityARN), true
		}
		return absent(), true
	case "aws:principalaccount", "aws:userid":
		switch {
		case c.nobody():
			return value("anonymous"), true
		case name == "aws:userid" && c.is(Identity): // a user's, the rest of which no plan tells
			return value("AIDA" + c.unknown(name)), true
		}
		return c.open(name), true
	case "aws:principaltype":
		if c.nobody() {
			return value("Anonymous"), true
		}
		return c.open(name), true
	case "aws:username":
		if c.is(Identity) {
			return c.open(name), true
		}
		return absent(), true
	case "aws:viaawsservice":
		return value("false"), true
	}
	return policy.Key{}, false
}

func (c contextKeys) resourceKeys(name string) (policy.Key, bool) {
	switch {
	case name == "aws:resourceaccount" || name == "s3:resourceaccount":
		if c.bucket.Account != "" {
			return value(c.bucket.Account), true
		}
		return c.open(name), true
	case name == "aws:currenttime" || name == "aws:epochtime":
		return value(c.unknown(name + ", the time of a request,")), true
	case name == "aws:resourceorgid" || name == "aws:resourceorgpaths":
		return c.open(name), true
	case strings.HasPrefix(name, "aws:resourcetag/") || strings.HasPrefix(name, "s3:buckettag/"):
		return absent(), true // unless attribute based access control is switched on for the bucket
	case strings.HasPrefix(name, "s3:existingobjecttag/"):
		return c.objectTag(strings.TrimPrefix(name, "s3:existingobjecttag/")), true
	}
	return policy.Key{}, false
}

// objectTag is a tag of the object, known only where the plan uploads it.
func (c contextKeys) objectTag(tag string) policy.Key {
	open := policy.Key{Possible: [][]string{nil, {c.unknown("tag " + tag + " of the object")}}, Note: "the object's tags are not in the plan"}
	o := c.bucket.Object(c.Key)
	if o == nil {
		return open
	}
	// tags_all is unknown in the plan of every object without any tags.
	all, allKnown := o.Map("tags_all")
	own, ownKnown := o.Map("tags")
	for _, tags := range []map[string]string{all, own} {
		for k, v := range tags {
			if strings.EqualFold(k, tag) {
				return value(v)
			}
		}
	}
	if !allKnown.IsTrue() && !ownKnown.IsTrue() {
		return open
	}
	return absent()
}

func (c contextKeys) s3Keys(name string) (policy.Key, bool) {
	if p := c.AccessPoint; p != nil {
		switch name {
		case "s3:dataaccesspointarn":
			return value(p.ARN), true
		case "s3:dataaccesspointaccount":
			return value(p.Account), true
		case "s3:accesspointnetworkorigin":
			return value("Internet"), true
		}
	}
	switch name {
	case "s3:signatureversion":
		if c.nobody() {
			return absent(), true
		}
		return value("AWS4-HMAC-SHA256"), true
	case "s3:authtype":
		if c.nobody() {
			return absent(), true
		}
		return value("REST-HEADER"), true
	case "s3:signatureage":
		if c.nobody() {
			return absent(), true
		}
		return value("1000"), true
	case "s3:x-amz-content-sha256":
		return c.open(name), true
	case "s3:versionid", "s3:prefix", "s3:delimiter", "s3:max-keys":
		if c.Implied {
			return policy.Key{Possible: [][]string{nil, {c.unknown(name + " for a missing object")}}, Note: "AWS does not document " + name + " where S3 looks whether a caller may list the bucket"}, true
		}
		if c.Query {
			return policy.Key{Possible: [][]string{nil, {c.unknown(name + " of the viewer")}}, Note: "the viewer's query string reaches S3"}, true
		}
		return absent(), true
	}
	if strings.HasPrefix(name, "s3:x-amz-") || strings.HasPrefix(name, "s3:requestobjecttag") || strings.HasPrefix(name, "s3:if-") {
		if writes := c.Method == "PUT" || c.Method == "POST"; !writes || c.withheld(name) {
			return absent(), true
		}
		return c.open(name), true
	}
	return policy.Key{}, false
}

// withheld reports whether the header behind a condition key certainly does not
// reach S3.
func (c contextKeys) withheld(key string) bool {
	header := strings.TrimPrefix(key, "s3:")
	if strings.HasPrefix(header, "requestobjecttag") {
		header = "x-amz-tagging"
	}
	return c.Withheld != nil && strings.HasPrefix(header, "x-amz-") && c.Withheld(header)
}

// alwaysAbsent are keys that no request of CloudFront to a bucket carries:
// those of VPC endpoints, of organization members, of sessions, of access
// points.
func alwaysAbsent(name string) bool {
	switch name {
	case "aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn", "aws:vpcsourceip", "aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths",
		"aws:principalorgid", "aws:principalorgpaths", "aws:calledvia", "aws:calledviafirst", "aws:calledvialast",
		"aws:tokenissuetime", "aws:federatedprovider", "aws:sourceidentity", "aws:sourceowner", "aws:chatbotsourcearn",
		"s3:dataaccesspointarn", "s3:dataaccesspointaccount", "s3:accesspointnetworkorigin":
		return true
	}
	for _, prefix := range []string{"aws:principaltag/", "aws:multifactorauth", "sts:", "ec2:", "aws:requesttag/", "aws:tagkeys"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
