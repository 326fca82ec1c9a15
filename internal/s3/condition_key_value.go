package s3

import (
	"cmp"
	"strings"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

func one(v string) policy.Key { return policy.Key{Possible: [][]string{{v}}} }

// never is the value of a key that such requests do not carry.
func never(contextKeys, string) policy.Key { return policy.Key{} }

// always is a value that does not hang on the request.
func always(v string) value {
	return func(contextKeys, string) policy.Key { return one(v) }
}

// each is a key that hangs on what a request is for, or on what its viewer sends with
// it: requests of one situation differ in it.
func each(v value) value {
	return func(r contextKeys, name string) policy.Key {
		k := v(r, name)
		k.Varies = true
		return k
	}
}

// undocumented is a key of which AWS documents neither value nor presence.
func undocumented(r contextKeys, name string) policy.Key {
	return r.maybe(r.unknown(name), "AWS does not document "+name+" for this caller")
}

// maybe is a key that is absent or has a value.
func (r contextKeys) maybe(v, note string) policy.Key {
	return policy.Key{Possible: [][]string{nil, {v}}, Note: note}
}

func (r contextKeys) unknown(name string) string {
	s, _ := r.symbols.New(symbol.Opaque, "condition key "+name,
		symbol.Origin{Attribute: name, Reason: "AWS does not document its value for this caller"})
	return s
}

func sourceDistribution(r contextKeys, _ string) policy.Key { return one(r.Distribution) }
func sourceAccount(r contextKeys, _ string) policy.Key      { return one(r.Request.Account) }

func organization(r contextKeys, _ string) policy.Key {
	s, _ := r.symbols.New(symbol.Opaque, "organization",
		symbol.Origin{Attribute: "the organization of the distribution's account", Reason: "it is not in the plan"})
	return r.maybe(s, "whether the distribution's account is in the organization is not in the plan")
}

func organizationPaths(r contextKeys, name string) policy.Key {
	k := organization(r, name)
	k.Multi = true
	return k
}

// serviceNames: which names the list holds besides is not documented.
func serviceNames(r contextKeys, name string) policy.Key {
	return policy.Key{
		Possible: [][]string{{ServicePrincipal}, {ServicePrincipal, r.unknown(name)}}, Multi: true,
		Note: "AWS does not document which names " + name + " holds",
	}
}

func identityARNOf(r contextKeys, _ string) policy.Key { return one(r.IdentityARN) }

// userID is a user's, the rest of which no plan tells.
func userID(r contextKeys, name string) policy.Key { return one("AIDA" + r.unknown(name)) }

func timeOfRequest(r contextKeys, name string) policy.Key {
	return one(r.unknown(name + ", the time of a request,"))
}

func bucketRegion(r contextKeys, name string) policy.Key {
	if r.bucket.Region == "" {
		return undocumented(r, name)
	}
	return one(r.bucket.Region)
}

func bucketAccount(r contextKeys, name string) policy.Key {
	if r.bucket.Account == "" {
		return undocumented(r, name)
	}
	return one(r.bucket.Account)
}

// bucketTag is a tag of the bucket, which requests carry only where attribute
// based access control is switched on for it.
func bucketTag(r contextKeys, name string) policy.Key {
	enabled := r.bucket.ABAC
	if enabled.IsFalse() {
		return policy.Key{}
	}
	key := policy.Key{Possible: [][]string{nil, {r.unknown(name)}}, Note: "the bucket's tags are not known"}
	if owner := r.bucket.Resource; owner != nil {
		key = tagOf(owner.Block, name, key)
	}
	if enabled.IsTrue() {
		return key
	}
	note := cmp.Or(key.Note, "whether the bucket uses attribute based access control is not known")
	return policy.Key{Possible: append([][]string{nil}, key.Possible...), Note: note}
}

// objectTag is a tag of the object, known only where the plan uploads it.
func objectTag(r contextKeys, name string) policy.Key {
	open := r.maybe(r.unknown(name+" of the object"), "the object's tags are not in the plan")
	if o := r.bucket.Object(r.Key); o != nil {
		return tagOf(o.Block, name, open)
	}
	return open
}

// listing is a parameter of a listing, of the same name as the key.
func listing(r contextKeys, name string) policy.Key {
	return r.fromQuery(name, strings.TrimPrefix(name, "s3:"))
}

func versionID(r contextKeys, name string) policy.Key { return r.fromQuery(name, "versionId") }

// fromQuery is a key that hangs on a parameter of the query string.
func (r contextKeys) fromQuery(name, parameter string) policy.Key {
	switch {
	case r.asksFor(parameter):
		return one(r.Parameters.Get(parameter))
	case r.Implied:
		return r.maybe(r.unknown(name+" for a missing object"),
			"AWS does not document "+name+" where S3 looks whether a caller may list the bucket")
	case r.Query:
		return r.maybe(r.unknown(name+" of the viewer"), "the viewer's query string reaches S3")
	}
	return policy.Key{}
}

// fromUpload is a key that hangs on a header of an upload.
func fromUpload(r contextKeys, name string) policy.Key {
	if writes := r.Method == "PUT" || r.Method == "POST"; !writes || r.withheld(name) {
		return policy.Key{}
	}
	return undocumented(r, name)
}

// withheld reports whether the header behind a condition key certainly does not
// reach S3.
func (r contextKeys) withheld(key string) bool {
	header := strings.TrimPrefix(key, "s3:")
	switch {
	case strings.HasPrefix(header, "requestobjecttag"):
		header = "x-amz-tagging"
	case strings.HasPrefix(header, "object-lock-"):
		header = "x-amz-" + header
	}
	return r.Withheld != nil && strings.HasPrefix(header, "x-amz-") && r.Withheld(header)
}

func dataPointNetwork(r contextKeys, _ string) policy.Key {
	return r.ofPoint(func(*AccessPoint) string { return "Internet" })
}

func dataPointAccount(r contextKeys, _ string) policy.Key {
	return r.ofPoint(func(p *AccessPoint) string { return p.Account })
}

func dataPointARN(r contextKeys, _ string) policy.Key {
	return r.ofPoint(func(p *AccessPoint) string { return p.ARN })
}

func (r contextKeys) ofPoint(what func(*AccessPoint) string) policy.Key {
	if r.AccessPoint == nil {
		return policy.Key{}
	}
	return one(what(r.AccessPoint))
}

// encryptionARN is the bucket's with a bucket key, else the object's.
func encryptionARN(r contextKeys, _ string) policy.Key {
	if r.encryption == nil {
		return policy.Key{}
	}
	switch r.encryption.BucketKey.Truth() {
	case tri.Yes:
		return one(r.bucket.ARN)
	case tri.No:
		return one(r.bucket.objectARN(r.Key))
	}
	return policy.Key{
		Possible: [][]string{{r.bucket.ARN}, {r.bucket.objectARN(r.Key)}},
		Note:     "whether the bucket uses a bucket key is not known",
	}
}

func encryptionKeys(r contextKeys, _ string) policy.Key {
	if r.encryption == nil {
		return policy.Key{}
	}
	return policy.Key{Possible: [][]string{{"aws:s3:arn"}}, Multi: true}
}

func viaS3(r contextKeys, _ string) policy.Key {
	if r.encryption == nil {
		return policy.Key{}
	}
	return r.maybe("s3."+r.bucket.Region+".amazonaws.com", "AWS does not document kms:ViaService for CloudFront's "+
		"reads")
}

func kmsUndocumented(r contextKeys, name string) policy.Key {
	if r.encryption == nil {
		return policy.Key{}
	}
	return undocumented(r, name)
}
