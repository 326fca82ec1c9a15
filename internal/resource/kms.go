package resource

import "strings"

// tellsKey are the types that tell the policy of a KMS key, or lead to it.
var tellsKey = all("aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_key_policy", "aws_kms_alias")

var keys = []Type{
	{
		Name: "aws_kms_key", Read: Judged, Why: "who may decrypt objects",
		Derived:  ofKey,
		OfData:   []Derived{{Name: "arn", By: arnOfFoundKey}, {Name: "id", By: idOfFoundKey}},
		Unknown:  all("tags_all"),
		Computed: all("policy", "description", "multi_region", "rotation_period_in_days"),
		Blocks:   noBlocks,
		Defaults: defaults{
			"customer_master_key_spec": "SYMMETRIC_DEFAULT", "is_enabled": true, "key_usage": "ENCRYPT_DECRYPT",
		},
		Refers:  refers{"policy": document, "key_id": keyName},
		Assumed: Assumed{Block: "kms_key", Told: tellsKey},
		Account: "arn",
	},
	{
		Name: "aws_kms_external_key", Read: Judged, Why: "who may decrypt objects",
		Derived:  ofKey,
		Unknown:  all("expiration_model", "key_state", "key_usage", "multi_region", "tags_all"),
		Computed: all("policy"),
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{"policy": document},
	},
	{
		Name: "aws_kms_replica_key", Read: Judged, Why: "who may decrypt objects",
		Derived:  ofKey,
		Unknown:  all("key_spec", "key_usage", "tags_all"),
		Computed: all("policy", "key_rotation_enabled"),
		Blocks:   noBlocks,
		Defaults: defaults{"enabled": true},
		Refers:   refers{"policy": document},
	},
	{
		Name: "aws_kms_key_policy", Read: Judged, Why: "who may decrypt objects",
		Derived:  []Derived{},
		Unknown:  all("id"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{"policy": document, "key_id": keyName},
		Target:   "key_id",
		Sets:     all("policy"),
	},
	{
		Name: "aws_kms_grant", Read: Judged, Why: "who may decrypt objects besides the policy",
		Derived:  []Derived{},
		Unknown:  all("grant_id", "grant_token", "id"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{"key_id": keyName},
		Target:   "key_id",
		Sets:     all("grantee_principal", "operations"),
	},
	{
		Name: "aws_kms_alias", Read: Judged, Why: "which key a name stands for",
		Derived: []Derived{
			{Name: "id", Text: "{name}"},
			{Name: "arn", Text: "arn:{partition}:kms:{region}:{account}:{name}"},
			{Name: "target_key_arn", By: targetOfAlias},
		},
		OfData: []Derived{
			{Name: "arn", Text: "arn:{partition}:kms:{region}:{account}:{name}"},
			{Name: "id", Text: "{arn}"},
			{Name: "target_key_id", By: idOfFoundKey},
			{Name: "target_key_arn", By: targetOfAlias},
		},
		Unknown:  none,
		Computed: all("name_prefix"),
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{"target_key_id": keyName},
	},
}

var ofKey = derived("key_id", "{fresh}", "id", "{key_id}", "arn", "arn:{partition}:kms:{region}:{account}:key/{key_id}")

// targetOfAlias makes the ARN of a key of its id, which is in the alias's account.
func targetOfAlias(o Object) string {
	target := o.Text("target_key_id")
	if strings.HasPrefix(target, "arn:") {
		return target
	}
	return o.Expand("arn:{partition}:kms:{region}:{account}:key/") + target
}

// idOfFoundKey is the id of a key that is looked up by an alias; only AWS knows it.
func idOfFoundKey(o Object) string {
	asked := o.Text("key_id")
	if at := strings.LastIndex(asked, ":key/"); at >= 0 {
		return asked[at+len(":key/"):]
	}
	if asked == "" || strings.Contains(asked, "alias/") {
		return o.NotRead("", "key_id")
	}
	return asked
}

func arnOfFoundKey(o Object) string {
	return o.Expand("arn:{partition}:kms:{region}:{account}:key/") + idOfFoundKey(o)
}
