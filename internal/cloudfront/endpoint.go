package cloudfront

import (
	"regexp"
	"strings"
	"sync"
)

// Form is one of the shapes of an origin's domain name.
type Form uint8

// The forms. NotS3 is a host that is not an S3 endpoint; Undecided one that is not
// known well enough to tell.
const (
	NotS3 Form = iota
	Undecided
	Website
	ObjectLambda
	AccessPoint
	AccessPointAlias
	ObjectLambdaAlias
	MultiRegion
	Directory
	Accelerate
	Regional
	Dash
	External
	Global
	PathStyle
)

// Endpoint is what an origin's domain name says. Bucket, Region, Alias, Name
// and Account are set as far as the form has them.
type Endpoint struct {
	Form                                 Form
	Bucket, Region, Alias, Name, Account string
}

// The grammar of S3 host names, most special first (AWS SDK endpoint rules for
// S3; General Reference, Amazon S3 endpoints). Symbols may stand for a bucket's
// name, or a part of it, and for a region. They are compiled when the first is asked for.
var endpointForms = sync.OnceValue(func() []endpointForm {
	const (
		sym    = `\x{E000}-\x{F8FF}\x{F0000}-\x{10FFFD}`
		suffix = `(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)`
		region = `(?P<region>[a-z]{2,4}(?:-[a-z]+)+-[0-9]+|[` + sym + `])`
		bucket = `(?P<bucket>[a-z0-9` + sym + `](?:[a-z0-9.` + sym + `-]{0,61}[a-z0-9` + sym + `])?)`
		name   = `[a-z0-9` + sym + `-]+`
		acct   = `(?P<account>[0-9]{12}|[` + sym + `])`
		dual   = `(?:-fips)?(?:\.dualstack)?`
	)
	list := []struct {
		form    Form
		pattern string
	}{
		{Website, bucket + `\.s3-website[.-]` + region + `\.` + suffix},
		{ObjectLambda, `(?P<name>` + name + `)-` + acct + `\.s3-object-lambda(?:-fips)?\.` + region + `\.` + suffix},
		{AccessPoint, `(?P<name>` + name + `)-` + acct + `\.s3-accesspoint` + dual + `\.` + region + `\.` + suffix},
		{AccessPointAlias, `(?P<alias>` + name + `-s3alias)\.s3` + dual + `\.` + region + `\.` + suffix},
		{ObjectLambdaAlias, `(?P<alias>` + name + `--ol-s3)\.s3\.` + region + `\.` + suffix},
		{MultiRegion, `(?P<alias>[a-z0-9` + sym + `]+\.mrap)\.accesspoint\.s3-global\.` + suffix},
		{Directory, `(?P<bucket>[a-z0-9.` + sym + `-]+--x-s3)\.s3express-[a-z0-9-]+\.` + region + `\.` + suffix},
		{Accelerate, bucket + `\.s3-accelerate(?:\.dualstack)?\.amazonaws\.com`},
		{Regional, bucket + `\.s3` + dual + `\.` + region + `\.` + suffix},
		{Dash, bucket + `\.s3-` + region + `\.` + suffix},
		{External, bucket + `\.s3-external-1\.amazonaws\.com`},
		{Global, bucket + `\.s3\.` + suffix},
		{PathStyle, `s3(?:-fips)?(?:[.-](?:dualstack\.)?` + region + `)?\.` + suffix},
	}
	var out []endpointForm
	for _, l := range list {
		out = append(out, endpointForm{l.form, regexp.MustCompile(`^` + l.pattern + `$`)})
	}
	return out
})

type endpointForm struct {
	form    Form
	pattern *regexp.Regexp
}

// ParseEndpoint tells what an origin's domain name is. Case and one trailing
// dot do not matter.
func ParseEndpoint(domain string) Endpoint {
	domain = strings.TrimSuffix(strings.ToLower(domain), ".")
	for _, f := range endpointForms() {
		m := f.pattern.FindStringSubmatch(domain)
		if m == nil {
			continue
		}
		e := Endpoint{Form: f.form}
		for i, name := range f.pattern.SubexpNames() {
			switch name {
			case "bucket":
				e.Bucket = m[i]
			case "region":
				e.Region = m[i]
			case "alias":
				e.Alias = m[i]
			case "name":
				e.Name = m[i]
			case "account":
				e.Account = m[i]
			}
		}
		if e.Form == External {
			e.Region = "us-east-1"
		}
		return e
	}
	if opaqueHost(domain) {
		return Endpoint{Form: Undecided}
	}
	return Endpoint{Form: NotS3}
}

// Bucketed reports whether requests to the endpoint go to one bucket by its
// REST interface.
func (e Endpoint) Bucketed() bool {
	switch e.Form {
	case Accelerate, Regional, Dash, External, Global:
		return true
	}
	return false
}

// ThroughAccessPoint reports whether an access point stands before the bucket.
func (e Endpoint) ThroughAccessPoint() bool {
	switch e.Form {
	case ObjectLambda, AccessPoint, AccessPointAlias, ObjectLambdaAlias, MultiRegion:
		return true
	}
	return false
}
