package fix

// policyCures are the cures that stand in policies.
var policyCures = map[string]cure{}
