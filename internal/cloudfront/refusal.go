package cloudfront

import (
	"strconv"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// Refusal is a reason why CreateDistribution or UpdateDistribution refuses a
// distribution that the provider lets through.
type Refusal struct {
	// Status and Error are what the API answers: 400 and "InvalidArgument".
	Status int
	Error  string
	// At is the address of what is refused in the place of the distribution, which
	// depends on it; "" for the distribution itself.
	At string
	// Attribute is the place in the distribution; Related are other resources that
	// take part, by address.
	Attribute string
	Related   []string
	// Why is a clause that says what is wrong, Fix what to change.
	Why, Fix string
	// Code is set where a rule of its own knows the mistake. Cause is then where it
	// was made, the zero value for the place itself.
	Code  trace.Code
	Cause trace.Step
	// Wanted and Got are the two ends of a mismatch.
	Wanted, Got string
	// Certain is not true, with the causes, where it hangs on what is not known. Either:
	// another one may be refused in its place, and one of them certainly is.
	Certain tri.Value
	Either  bool
}

// Detail is the clause with the API's answer.
func (r Refusal) Detail() string {
	return r.Why + ": " + strconv.Itoa(r.Status) + " " + r.Error
}

// place is where something is that the API refuses, and what is wrong with it.
type place struct {
	attribute, why, fix string
	wanted, got         string
	cause               trace.Step
	related             []string
	certain             tri.Value
	either              bool
}

// at is a place that is certainly refused.
func at(attribute, why, fix string) place {
	return place{attribute: attribute, why: why, fix: fix, certain: tri.True}
}

// refusalRow is one check that the API makes.
type refusalRow struct {
	status int
	err    string
	code   trace.Code
	finds  func(*Distribution) []place
}

// refusals are the checks of CreateDistribution and UpdateDistribution that a plan
// shows to fail (CloudFront API Reference, CreateDistribution, Errors; the
// provider's issues hold the messages). A text that is unknown is taken to be of a
// form that the API accepts: one that it refuses never comes to be.
var refusals = []refusalRow{
	{400, "IllegalOriginAccessConfiguration", "", eachOrigin((*Origin).controlAndIdentity)},
	{400, "InvalidArgument", trace.WebsiteRejected, eachOrigin((*Origin).websiteAsS3)},
	{400, "InvalidDomainNameForOriginAccessControl", trace.WebsiteRejected, eachOrigin((*Origin).websiteWithControl)},
	{400, "IllegalUpdate", "", eachOrigin((*Origin).bothConfigurations)},
	{400, "InvalidArgument", trace.WrongOriginType, eachOrigin((*Origin).controlOfAnotherType)},
	{400, "InvalidArgument", "", eachOrigin((*Origin).noEndpoint)},
	{400, "InvalidArgument", "", eachOrigin((*Origin).noHost)},
	{400, "InvalidOriginAccessIdentity", "", eachOrigin((*Origin).misnamedIdentity)},
	{400, "InvalidArgument", "", eachOrigin((*Origin).malformedPath)},
	{400, "InvalidArgument", "", eachOrigin((*Origin).reservedHeaders)},
	{404, "NoSuchOrigin", "", (*Distribution).missingTargets},
	{404, "NoSuchOrigin", "", (*Distribution).missingMembers},
	{400, "InvalidArgument", "", eachBehavior(oddMethods)},
	{400, "InvalidArgument", "", (*Distribution).writesToGroups},
	{400, "InvalidArgument", "", eachBehavior(twoWaysToForward)},
	{400, "InvalidArgument", "", eachBehavior(noWayToForward)},
	{400, "InvalidArgument", "", eachBehavior(keysWithoutQuery)},
	{400, "InvalidTTLOrder", "", eachBehavior(oddTimes)},
	{400, "InvalidLambdaFunctionAssociation", "", eachBehavior(unversionedFunction)},
	{400, "MalformedXML", "", eachBehavior(functionOnOriginEvent)},
	{400, "InvalidFunctionAssociation", "", eachBehavior(twoKindsOnViewerEvents)},
	{400, "InvalidArgument", "", (*Distribution).halfErrorPages},
	{400, "InvalidArgument", "", (*Distribution).relativeErrorPages},
	{400, "InvalidErrorCode", "", (*Distribution).oddErrorCodes},
	{400, "InvalidResponseCode", "", (*Distribution).oddResponseCodes},
	{400, "InvalidGeoRestrictionParameter", "", (*Distribution).countriesOfNoRestriction},
	{400, "InvalidLocationCode", "", (*Distribution).noCountry},
	{400, "InvalidViewerCertificate", "", (*Distribution).uncoveredAliases},
	{400, "InvalidViewerCertificate", "", (*Distribution).aliasesBesideCertificate},
	{400, "InvalidViewerCertificate", "", (*Distribution).certificateElsewhere},
	{400, "InvalidArgument", "", (*Distribution).logsToNoBucket},
	{400, "InvalidWebACLId", "", (*Distribution).unusableWebACL},
}

// Refusals lists why the API refuses the distribution, if it is made or changed.
func (d *Distribution) Refusals() []Refusal {
	var out []Refusal
	for _, row := range refusals {
		for _, p := range row.finds(d) {
			out = append(out, Refusal{
				Status: row.status, Error: row.err, Code: row.code, Attribute: p.attribute, Related: p.related,
				Why: p.why, Fix: p.fix, Wanted: p.wanted, Got: p.got, Cause: p.cause, Certain: p.certain,
			})
		}
	}
	return out
}

// eachOrigin looks at every origin by itself.
func eachOrigin(check func(*Origin) (place, bool)) func(*Distribution) []place {
	return func(d *Distribution) []place {
		var out []place
		for _, o := range d.Origins {
			if p, refused := check(o); refused {
				p.why = "origin " + o.ID + " " + p.why
				if p.attribute == "" {
					p.attribute = o.Block.Path()
				}
				out = append(out, p)
			}
		}
		return out
	}
}

// eachBehavior looks at every behavior by itself.
func eachBehavior(check func(*Behavior) (place, bool)) func(*Distribution) []place {
	return func(d *Distribution) []place {
		var out []place
		for _, b := range d.Behaviors {
			if p, refused := check(b); refused {
				p.why = "behavior " + b.Name() + " " + p.why
				out = append(out, p)
			}
		}
		return out
	}
}

// written reports whether a text is known to its last letter.
func written(text string) bool { return text != "" && !symbol.Contains(text) }
