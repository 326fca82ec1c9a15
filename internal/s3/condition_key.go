package s3

import (
	"strings"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/symbol"
)

// conditionKey is what requests say about a condition key.
type conditionKey struct {
	// name is the key in AWS's spelling. Behind a * at its end stands anything,
	// such as the name of a tag.
	name string
	// source is the AWS document.
	source string
	// service, identity and nobody tell the value for each kind of caller.
	service, identity, nobody value
}

// value tells what a request says about the key of the name, which is in lower
// case. Where AWS leaves the value open, every possible one is listed.
type value func(r contextKeys, name string) policy.Key

// contextKeys answers what a request says about condition keys.
type contextKeys struct {
	Request
	bucket  *Bucket
	symbols *symbol.Table
	// encryption is set where KMS is asked, nil for S3.
	encryption *Encryption
}

// ask puts a request, with what it says about condition keys, to a policy.
func (r contextKeys) ask(action, resource string) policy.Request {
	return policy.Request{
		Caller: r.policyCaller(), Action: action, Resource: resource, Context: r.key, Situation: r.situation(),
	}
}

// situation is what all condition keys hang on but those that vary: the object and
// what viewers send with a request are not part of it.
type situation struct {
	bucket                          *Bucket
	caller                          CallerKind
	distribution, account, identity string
	method, scheme                  string
	referer, userAgent              Header
	query, implied                  bool
	point                           *AccessPoint
	encryption                      Encryption
}

func (r contextKeys) situation() situation {
	s := situation{
		bucket: r.bucket, caller: r.Caller, distribution: r.Distribution, account: r.Request.Account,
		identity: r.IdentityARN, method: r.Method, scheme: r.Scheme, referer: r.Referer, userAgent: r.UserAgent,
		query: r.Query, implied: r.Implied, point: r.AccessPoint,
	}
	if r.encryption != nil {
		s.encryption = *r.encryption
	}
	return s
}

// key implements policy.Context.
func (r contextKeys) key(name string) policy.Key {
	row := conditionKeyNamed(name)
	if row == nil {
		return undocumented(r, name)
	}
	switch {
	case r.is(Service):
		return row.service(r, name)
	case r.is(Identity):
		return row.identity(r, name)
	}
	return row.nobody(r, name)
}

func (r contextKeys) is(k CallerKind) bool { return r.Caller == k }
func (r contextKeys) secure() bool         { return r.Scheme == "https" }

// conditionKeysByName holds the rows by their name in lower case, since names of
// keys are compared without case (IAM User Guide, IAM JSON policy elements:
// Condition). Those that end in * are in familiesOfKeys.
var conditionKeysByName, familiesOfKeys = indexConditionKeys()

func indexConditionKeys() (byName map[string]*conditionKey, families []*conditionKey) {
	byName = map[string]*conditionKey{}
	for i := range conditionKeys {
		row := &conditionKeys[i]
		if strings.HasSuffix(row.name, "*") {
			families = append(families, row)
		} else {
			byName[strings.ToLower(row.name)] = row
		}
	}
	return byName, families
}

// conditionKeyNamed finds the row of a key, in any case; nil if there is none. The
// longest family wins.
func conditionKeyNamed(name string) *conditionKey {
	name = strings.ToLower(name)
	if row := conditionKeysByName[name]; row != nil {
		return row
	}
	var best *conditionKey
	for _, row := range familiesOfKeys {
		if row.covers(name) && (best == nil || len(row.name) > len(best.name)) {
			best = row
		}
	}
	return best
}

func (k *conditionKey) covers(name string) bool {
	return strings.HasPrefix(name, strings.ToLower(strings.TrimSuffix(k.name, "*")))
}

// spelledByAWS is the name of a documented key as AWS writes it, "" for others and
// for those that end in a name of the user's.
func spelledByAWS(name string) string {
	if row := conditionKeysByName[strings.ToLower(name)]; row != nil {
		return row.name
	}
	return ""
}
