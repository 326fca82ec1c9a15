package resource

// organizations are what an organization denies to the accounts in it.
var organizations = []Type{
	{
		Name: "aws_organizations_policy", Read: Judged, Why: "what is denied",
		Derived:  freshID,
		Unknown:  all("arn", "tags_all"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{},
	},
	organization("aws_organizations_policy_attachment", "over which accounts a policy is attached", "id"),
	organization("aws_organizations_account", "in which unit an account is",
		"arn", "govcloud_id", "id", "joined_method", "joined_timestamp", "state", "status", "tags_all"),
	organization("aws_organizations_organizational_unit", "in which unit a unit "+
		"is", "accounts", "arn", "id", "tags_all"),
}

func organization(name, why string, unknown ...string) Type {
	return Type{
		Name: name, Read: Judged, Why: why,
		Derived:  []Derived{},
		Unknown:  unknown,
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{},
	}
}
