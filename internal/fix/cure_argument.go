package fix

// argumentCures are the cures that stand in arguments and blocks.
var argumentCures = map[string]cure{
	"oac-not-signing": {find: signAlways, none: "the origin access control is not in the source"},
}
