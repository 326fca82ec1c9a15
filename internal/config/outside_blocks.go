package config

import "github.com/hashicorp/hcl/v2"

// The blocks for what a distribution or bucket names by id and the plan does not
// hold. Their arguments are those of the AWS provider's resources, as far as a
// verdict hangs on them.

type accessControlBlock struct {
	ID       string    `hcl:"id,label"`
	Range    hcl.Range `hcl:",def_range"`
	Signing  string    `hcl:"signing_behavior"`
	SignedAt hcl.Range `hcl:"signing_behavior,attr_value_range"`
	Type     *string   `hcl:"origin_type"`
	TypeAt   hcl.Range `hcl:"origin_type,attr_value_range"`
}

type identityBlock struct {
	ID        string    `hcl:"id,label"`
	Range     hcl.Range `hcl:",def_range"`
	Canonical string    `hcl:"s3_canonical_user_id"`
	At        hcl.Range `hcl:"s3_canonical_user_id,attr_value_range"`
}

type forwardBlock struct {
	ID        string    `hcl:"id,label"`
	Range     hcl.Range `hcl:",def_range"`
	Header    string    `hcl:"header_behavior"`
	HeaderAt  hcl.Range `hcl:"header_behavior,attr_value_range"`
	Headers   []string  `hcl:"headers,optional"`
	HeadersAt hcl.Range `hcl:"headers,attr_value_range"`
	Query     string    `hcl:"query_string_behavior"`
	QueryAt   hcl.Range `hcl:"query_string_behavior,attr_value_range"`
}

type webACLBlock struct {
	ID       string    `hcl:"id,label"`
	Range    hcl.Range `hcl:",def_range"`
	Default  string    `hcl:"default_action"`
	ActionAt hcl.Range `hcl:"default_action,attr_value_range"`
}

type keyBlock struct {
	ID         string    `hcl:"id,label"`
	Range      hcl.Range `hcl:",def_range"`
	PolicyFile string    `hcl:"policy_file"`
	PolicyAt   hcl.Range `hcl:"policy_file,attr_value_range"`
}
