package policy

import (
	"regexp"
	"slices"
	"strings"

	"github.com/agext/levenshtein"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

const principalFix = `Name CloudFront as {"Service": "cloudfront.amazonaws.com"} for an origin access control, and ` +
	`by the iam_arn of the identity, under "AWS", for an origin access identity.`

// cloudFront is the service principal by which people mean CloudFront.
const cloudFront = "cloudfront.amazonaws.com"

// principalObjections: principals exist, and a principal that is not "*" holds no
// wildcard. (IAM User Guide, "AWS JSON policy elements: Principal".) Whether an
// account, a role or a user exists is nothing that a plan tells.
func (d *Document) principalObjections(s *Statement, t target) []Objection {
	who := s.Principal
	if who == nil {
		who = s.NotPrincipal
	}
	var out []Objection
	add := func(at spot, certain tri.Value, why string) {
		if why != "" {
			out = append(out, d.objection(at, certain, "Invalid principal in policy: "+why, principalFix))
		}
	}
	for i, p := range who.aws {
		add(who.awsSpots[i], tri.True, t.noPrincipal(p.String(), quote(who.AWS[i])))
	}
	for i, p := range who.service {
		why, certain := noService(p.String(), quote(who.Service[i]))
		add(who.serviceSpots[i], certain, why)
	}
	for i, p := range who.canonical {
		why, certain := noCanonicalUser(p.String(), quote(who.CanonicalUser[i]))
		add(who.canonicalSpots[i], certain, why)
	}
	return out
}

// accounts are the forms of principals under AWS: an account by its id, a user or
// role by its unique id, and ARNs, of which %s is the partition.
var accounts = regexp.MustCompile(`^(?:[0-9]{12}|A[A-Z0-9]{15,})$`)

var arns = []string{
	"arn:%s:iam::*:root", "arn:%s:iam::*:user/*", "arn:%s:iam::*:role/*",
	"arn:%s:sts::*:assumed-role/*", "arn:%s:sts::*:federated-user/*",
}

// identityID is the id of an origin access identity.
var identityID = regexp.MustCompile(`^E[A-Z0-9]+$`)

const identityUser = ":iam::cloudfront:user/"

// noPrincipal says why a text is no principal under AWS, "" if it may be one.
func (t target) noPrincipal(text, shown string) string {
	switch {
	case strings.ContainsAny(text, "*?"):
		return shown + " holds a wildcard, which only \"*\" by itself may be"
	case !symbol.Unknown(text) && accounts.MatchString(text):
		return ""
	case strings.HasSuffix(text, ".amazonaws.com"):
		return shown + " is written as an AWS account principal; a service goes under Service"
	case strings.Contains(text, identityUser):
		return t.noIdentity(text, shown)
	}
	principal := glob.CompileLiteral(text)
	partition := t.Partition
	if symbol.Unknown(text) {
		partition = "*"
		if principal.Intersects(glob.Compile("????????????")) != tri.No ||
			principal.Intersects(glob.Compile("A*")) != tri.No {
			return ""
		}
	}
	if t.fits(principal, t.Partition) {
		return ""
	}
	if partition != "*" && t.fits(principal, "*") {
		return shown + " is of another partition than the bucket, " + t.Partition
	}
	return shown + " is not an account, user or role"
}

// fits reports whether a principal has one of the forms of an ARN.
func (t target) fits(principal glob.Pattern, partition string) bool {
	return slices.ContainsFunc(arns, func(form string) bool {
		return principal.Intersects(glob.Compile(strings.Replace(form, "%s", partition, 1))) != tri.No
	})
}

// noIdentity says why a text with a user of CloudFront names no origin access
// identity. (CloudFront Developer Guide, "Restrict access to an Amazon S3 origin".)
func (t target) noIdentity(text, shown string) string {
	const name = "CloudFront Origin Access Identity "
	before, user, _ := strings.Cut(text, identityUser)
	id, named := strings.CutPrefix(user, name)
	switch {
	case symbol.Unknown(before+t.Partition) || symbol.Unknown(user) && (!named || symbol.Unknown(id)):
		return ""
	case before != "arn:"+t.Partition:
		return shown + " is of another partition than the bucket, " + t.Partition
	case !named || !identityID.MatchString(id):
		return shown + " does not end in \"" + name + "\" and the id of an identity"
	}
	return ""
}

// services are how the names of service principals end.
var services = regexp.MustCompile(
	`^[a-z0-9.-]+\.(?:amazonaws\.com|amazonaws\.com\.cn|amazonaws\.eu|amazon\.com|aws\.internal)$`,
)

// misspelt is how many letters may be wrong in a name that is meant to be
// CloudFront's.
const misspelt = 2

// noService says why a text is no service principal, "" if it may be one.
func noService(text, shown string) (why string, certain tri.Value) {
	switch {
	case symbol.Unknown(text) || text == cloudFront:
		return "", tri.True
	case strings.EqualFold(text, cloudFront):
		return shown + " is not written as " + cloudFront, unsettled("a service principal in capital letters")
	case !services.MatchString(text):
		return shown + " is not a service; CloudFront is " + cloudFront, tri.True
	case levenshtein.Distance(text, cloudFront, nil) <= misspelt:
		return shown + " is not a service; CloudFront is " + cloudFront, tri.True
	}
	return "", tri.True
}

var canonicalID = regexp.MustCompile(`^[0-9a-f]{64}$`)

// noCanonicalUser says why a text is no canonical user id.
func noCanonicalUser(text, shown string) (why string, certain tri.Value) {
	switch {
	case symbol.Unknown(text) || canonicalID.MatchString(text):
		return "", tri.True
	case strings.Trim(text, "0123456789abcdef") == "":
		return shown + " does not have the 64 digits of a canonical user id", unsettled("a canonical user id of " +
			"another " +
			"length")
	}
	return shown + " is not a canonical user id, which has 64 hexadecimal digits", tri.True
}
