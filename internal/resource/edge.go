package resource

import "slices"

// edges are what stands before a distribution: names and web ACLs.
var edges = []Type{
	{
		Name: "aws_acm_certificate", Read: Judged, Why: "which aliases a certificate covers",
		// https://docs.aws.amazon.com/acm/latest/userguide/authen-overview.html
		Derived: append(
			derived("arn", "arn:{partition}:acm:{region}:{account}:certificate/{fresh}", "id", "{arn}"),
			Derived{Name: "domain_validation_options", Set: validationOptions},
		),
		Unknown: all("domain_validation_options", "not_after", "not_before", "pending_renewal", "renewal_eligibility",
			"renewal_summary", "status", "tags_all", "type", "validation_emails", "domain_name", "key_algorithm",
			"subject_alternative_names", "validation_method"),
		Computed: none,
		Blocks:   noBlocks,
		Passed:   all("options", "validation_option"),
		Defaults: defaults{},
		Refers:   refers{},
	},
	{
		Name: "aws_route53_record", Read: Judged, Why: "which names lead to a distribution",
		Derived:  []Derived{},
		Unknown:  all("fqdn", "id"),
		Computed: all("alias", "records", "allow_overwrite"),
		Blocks:   []Block{block("alias", "name zone_id evaluate_target_health")},
		Defaults: defaults{},
		Refers:   refers{"name": all("domain_name"), "zone_id": all("hosted_zone_id", "zone_id", "id")},
	},
	{
		Name: "aws_route53_zone", Read: Judged, Why: "whether a zone is public",
		Derived:  derived("zone_id", "{fresh}", "id", "{zone_id}"),
		OfData:   []Derived{{Name: "zone_id", By: zoneOfData}, {Name: "id", Text: "{zone_id}"}},
		Unknown:  all("arn", "name_servers", "primary_name_server", "tags_all"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{"comment": "Managed by Terraform"},
		Refers:   refers{"zone_id": all("hosted_zone_id", "zone_id", "id")},
	},
	{
		Name: "aws_wafv2_web_acl", Read: Judged, Why: "which viewers are let in",
		Derived: derived(
			"id",
			"{fresh}",
			"arn",
			"arn:{partition}:wafv2:{region}:{account}:global/webacl/{name}/{id}",
		),
		Unknown:   all("application_integration_url", "capacity", "lock_token", "tags_all"),
		Computed:  all("name_prefix"),
		Blocks:    noBlocks,
		Passed:    all("visibility_config"),
		AsPlanned: all("default_action", "rule"),
		Defaults:  defaults{},
		Refers:    refers{},
		Assumed:   Assumed{Block: "web_acl", Told: all("aws_wafv2_web_acl", "aws_waf_web_acl")},
	},
	{
		Name: "aws_wafv2_rule_group", Read: Judged, Why: "which viewers a web ACL's rules match",
		Derived: derived(
			"id", "{fresh}", "arn", "arn:{partition}:wafv2:{region}:{account}:global/rulegroup/{name}/{id}",
		),
		Unknown:   all("lock_token", "tags_all"),
		Computed:  all("name_prefix"),
		Blocks:    noBlocks,
		Passed:    all("visibility_config"),
		AsPlanned: all("rule"),
		Defaults:  defaults{},
		Refers:    refers{},
	},
	{
		Name: "aws_wafv2_web_acl_rule_group_association", Read: Judged, Why: "which rules a web ACL has besides",
		Derived:   []Derived{},
		Unknown:   none,
		Computed:  none,
		Blocks:    noBlocks,
		Passed:    all("visibility_config"),
		AsPlanned: all("rule_group_reference", "managed_rule_group"),
		Defaults:  defaults{},
		Refers:    refers{},
	},
	{
		Name: "aws_wafv2_ip_set", Read: Judged, Why: "which viewers a web ACL's rules match",
		Derived: derived(
			"id", "{fresh}", "arn", "arn:{partition}:wafv2:{region}:{account}:global/ipset/{name}/{id}",
		),
		Unknown:  all("lock_token", "tags_all"),
		Computed: all("name_prefix"),
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{},
	},
	{
		Name: "aws_wafv2_regex_pattern_set", Read: Judged, Why: "which viewers a web ACL's rules match",
		Derived: derived(
			"id", "{fresh}", "arn", "arn:{partition}:wafv2:{region}:{account}:global/regexpatternset/{name}/{id}",
		),
		Unknown:  all("lock_token", "tags_all"),
		Computed: all("name_prefix"),
		Blocks:   []Block{block("regular_expression", "regex_string")},
		Defaults: defaults{},
		Refers:   refers{},
	},
	{
		Name: "aws_waf_web_acl", Read: Judged, Why: "which viewers are let in",
		Derived:  derived("id", "{fresh}", "arn", "arn:{partition}:waf::{account}:webacl/{id}"),
		Unknown:  all("tags_all"),
		Computed: none,
		Blocks:   noBlocks,
		Defaults: defaults{},
		Refers:   refers{},
	},
}

// zoneOfData is the id of a zone that is looked up by its name.
func zoneOfData(o Object) string { return o.NotRead("", "zone_id") }

// validationOptions are the records that prove who owns the names of a certificate:
// one for each name, of which apply alone tells what is in it.
// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/acm_certificate
func validationOptions(o Object) (options []map[string]string) {
	others, known := o.Texts("subject_alternative_names")
	first := o.Text("domain_name")
	if !known || first == "" || o.Text("validation_method") != "DNS" {
		return nil
	}
	names := append([]string{first}, others...)
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		option := map[string]string{"domain_name": name}
		for _, part := range []string{"resource_record_name", "resource_record_type", "resource_record_value"} {
			option[part] = o.Fresh("domain_validation_options " + name + " " + part)
		}
		options = append(options, option)
	}
	return options
}
