package fix

// argumentCures are the cures that stand in arguments and blocks.
var argumentCures = map[string]cure{
	"alias-missing":               {find: answerTo},
	"apply-order":                 {find: waitFor},
	"cors-preflight-forbidden":    {find: preflights},
	"default-root-object-missing": {find: nameRootObject},
	"default-root-object-slash":   {find: withoutSlash},
	"distribution-disabled":       {find: switchOn.to},
	"global-endpoint-region":      {find: regional},
	"host-header-forwarded":       {find: withoutHost},
	"kms-aws-managed-key":         {find: usableKey},
	"kms-needs-oac":               {find: signedInstead},
	"method-not-allowed":          {find: writes},
	"oac-not-signing":             {find: signAlways, none: "the origin access control is not in the source"},
	"oac-wrong-origin-type":       {find: typeS3.to, none: "the origin access control is not in the source"},
	"oai-unsupported-region":      {find: signedInstead},
	"object-owner-mismatch":       {find: ownerEnforced.to},
	"requester-pays":              {find: ownerPays},
	"website-endpoint-private":    {find: restInstead},
	"viewer-https-only":           {find: redirectToHTTPS.to},
}
