package cure

// argumentCures are the cures that stand in arguments and blocks.
var argumentCures = map[string]row{
	"alias-missing":               {find: answerTo},
	"apply-order":                 {find: waitFor},
	"apply-public-acl-blocked":    {find: privateACL},
	"apply-public-policy-blocked": {find: orderOrClose},
	"apply-rejected":              {find: acceptable, none: noneRefused},
	"apply-window":                {find: later, none: noneWindow},
	"archived-objects":            {find: readable, none: noneArchived},
	"behavior-shadowed":           {find: reorder},
	"cors-preflight-forbidden":    {find: preflights},
	"default-root-object-missing": {find: nameRootObject},
	"default-root-object-slash":   {find: withoutSlash},
	"directory-index-missing":     {none: noneFolder},
	"distribution-disabled":       {find: switchOn.to},
	"error-page-forbidden":        {none: nonePage},
	"expectation-not-met":         {none: noneExpected},
	"failover-member-refused":     {find: grantMember, none: noneMember},
	"geo-restricted":              {none: noneCountry},
	"global-endpoint-region":      {find: regional},
	"host-header-forwarded":       {find: withoutHost},
	"kms-aws-managed-key":         {find: usableKey},
	"kms-needs-oac":               {find: signedInstead},
	"method-not-allowed":          {find: writes},
	"missing-key-answers-403":     {find: answer403Too, none: noneMissing},
	"not-public":                  {find: closePublic},
	"oac-not-signing":             {find: signAlways, none: noneControl},
	"oac-wrong-origin-type":       {find: typeS3.to, none: noneControl},
	"oai-unsupported-region":      {find: signedInstead},
	"object-owner-mismatch":       {find: ownerEnforced.to},
	"page-not-uploaded":           {find: rightPage, none: noneUploaded},
	"pattern-without-object":      {none: noneObjects},
	"public-access-blocked":       {find: closePublic},
	"requester-pays":              {find: ownerPays},
	"signed-urls-required":        {none: noneSigned},
	"viewer-https-only":           {find: redirectToHTTPS.to},
	"web-acl-blocks":              {none: noneFirewall},
	"website-endpoint-private":    {find: restInstead},
}

// Why there is no edit of a finding, of which cures know none or not always one.
const (
	noneRefused  = "the API says what it refuses, and not what is meant instead"
	noneWindow   = "no order of one apply is without it: it takes two, as the finding says"
	noneArchived = "whether these objects are to be archived at all is for you to say"
	nonePage     = "the page is refused for a reason that a finding of its own tells, or no behavior can serve it"
	noneFolder   = "the page of a folder takes a function that appends index.html to the path"
	noneExpected = "an expectation is met once the findings beside it are mended"
	noneMember   = "the bucket of the second member has to grant what that of the first does"
	noneControl  = "the origin access control is not in the source"
	noneMissing  = "nothing that ends it serves more than it opens"
	noneCountry  = "countries are restricted on purpose"
	noneUploaded = "the plan does not tell which page is meant"
	noneObjects  = "the plan does not tell which objects are meant"
	noneSigned   = "viewers without a signature are kept out on purpose"
	noneFirewall = "who may pass the web ACL is for you to say"
)
