package simulate

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/trace"
)

// Rules are asked by priority. What looks at the path is decided; viewers are where
// the rules let them in; what else they send is not decided, and a rule that blocks
// some of it leaves the ordinary one alone (AWS WAF Developer Guide, Setting rule
// priority; Rule statements).
func TestWebACLRules(t *testing.T) {
	const arn = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b"
	do := func(action string) []attrs { return []attrs{{action: []attrs{{}}}} }
	rule := func(priority int, action string, statement attrs) attrs {
		return attrs{"name": "r", "priority": priority, "action": do(action), "statement": []attrs{statement}}
	}
	uri := func(constraint, text string, transformations ...string) attrs {
		list := []attrs{}
		for _, name := range transformations {
			list = append(list, attrs{"priority": 0, "type": name})
		}
		return attrs{"byte_match_statement": []attrs{{
			"search_string": text, "positional_constraint": constraint,
			"field_to_match": []attrs{{"uri_path": []attrs{{}}}}, "text_transformation": list,
		}}}
	}
	office := attrs{"ip_set_reference_statement": []attrs{{"arn": "arn:aws:wafv2:us-east-1:111122223333:global/ipset/o/1"}}}
	nobody := attrs{"ip_set_reference_statement": []attrs{{"arn": "arn:aws:wafv2:us-east-1:111122223333:global/ipset/n/2"}}}
	country := attrs{"geo_match_statement": []attrs{{"country_codes": []string{"CH"}}}}
	matching := func(kind, what, text string, field attrs) attrs {
		return attrs{kind: []attrs{{what: text, "positional_constraint": "EXACTLY", "field_to_match": []attrs{field}, "text_transformation": []attrs{{"priority": 0, "type": "NONE"}}}}}
	}
	secret := matching("byte_match_statement", "search_string", "s", attrs{"single_header": []attrs{{"name": "x-secret"}}})
	verb := func(method string) attrs {
		return matching("byte_match_statement", "search_string", method, attrs{"method": []attrs{{}}})
	}
	path := func(expression string) attrs {
		return matching("regex_match_statement", "regex_string", expression, attrs{"uri_path": []attrs{{}}})
	}
	not := func(s attrs) attrs { return attrs{"not_statement": []attrs{{"statement": []attrs{s}}}} }
	and := func(list ...attrs) attrs { return attrs{"and_statement": []attrs{{"statement": list}}} }
	everything := uri("STARTS_WITH", "/", "NONE")
	for name, c := range map[string]struct {
		byDefault string
		rules     []attrs
		want      status
	}{
		"one blocks every path":                      {"allow", []attrs{rule(1, "block", everything)}, forbidden},
		"one blocks another path":                    {"allow", []attrs{rule(1, "block", uri("STARTS_WITH", "/admin", "NONE"))}, served},
		"one blocks this path":                       {"allow", []attrs{rule(1, "block", uri("EXACTLY", "/a", "NONE"))}, forbidden},
		"one blocks all paths but this":              {"allow", []attrs{rule(1, "block", not(uri("EXACTLY", "/a", "NONE")))}, served},
		"one compares a path in lower case":          {"allow", []attrs{rule(1, "block", uri("EXACTLY", "/a", "LOWERCASE"))}, forbidden},
		"one compares a path changed in other ways":  {"allow", []attrs{rule(1, "block", uri("EXACTLY", "/a", "BASE64_DECODE"))}, unknown},
		"one blocks by an expression":                {"allow", []attrs{rule(1, "block", path("^/[ab]$"))}, forbidden},
		"one blocks by one that does not fit":        {"allow", []attrs{rule(1, "block", path("^/b"))}, served},
		"one blocks by one that Go does not know":    {"allow", []attrs{rule(1, "block", path("(?=a)"))}, unknown},
		"one blocks a method":                        {"allow", []attrs{rule(1, "block", verb("POST"))}, served},
		"one blocks all methods but one":             {"allow", []attrs{rule(1, "block", not(verb("GET")))}, served},
		"one blocks some viewers":                    {"allow", []attrs{rule(1, "block", office)}, served},
		"one blocks all viewers but some":            {"allow", []attrs{rule(1, "block", not(office))}, served},
		"one blocks all countries but some":          {"allow", []attrs{rule(1, "block", not(country))}, served},
		"one blocks whoever sends no secret":         {"allow", []attrs{rule(1, "block", not(secret))}, unknown},
		"one blocks whoever sends an attack":         {"allow", []attrs{rule(1, "block", secret)}, served},
		"one allows who is at an address":            {"block", []attrs{rule(1, "allow", office)}, served},
		"one allows who sends a secret":              {"block", []attrs{rule(1, "allow", secret)}, unknown},
		"one allows who is and sends":                {"block", []attrs{rule(1, "allow", and(office, secret))}, unknown},
		"one allows no address at all":               {"block", []attrs{rule(1, "allow", nobody)}, forbidden},
		"one does so for this path":                  {"allow", []attrs{rule(1, "block", and(uri("EXACTLY", "/a", "NONE"), not(office)))}, served},
		"one does so for another path":               {"allow", []attrs{rule(1, "block", and(uri("EXACTLY", "/b", "NONE"), not(office)))}, served},
		"one counts all":                             {"allow", []attrs{rule(1, "count", everything)}, served},
		"one allows some before all are blocked":     {"allow", []attrs{rule(2, "block", everything), rule(1, "allow", office)}, served},
		"all are blocked before one allows some":     {"allow", []attrs{rule(2, "allow", office), rule(1, "block", everything)}, forbidden},
		"one allows this path before the default":    {"block", []attrs{rule(1, "allow", uri("ENDS_WITH", "a", "NONE"))}, served},
		"one allows another path before the default": {"block", []attrs{rule(1, "allow", uri("CONTAINS", "b", "NONE"))}, forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			acl := attrs{"arn": arn, "name": "a", "default_action": do(c.byDefault), "rule": c.rules}
			compare(t, c.want, get(site(t, attrs{"web_acl_id": arn}, resources{"aws_wafv2_web_acl.a": acl, "aws_wafv2_ip_set.n": {
				"arn": "arn:aws:wafv2:us-east-1:111122223333:global/ipset/n/2", "ip_address_version": "IPV4", "addresses": []string{},
			}}), "/a"))
		})
	}
}

// Rule groups: AWS's own allow nothing, one of the plan is read, and of another it
// is not known whether it allows anything (AWS WAF Developer Guide, AWS Managed
// Rules rule groups list; Rule groups).
func TestWebACLRuleGroups(t *testing.T) {
	const arn = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b"
	const groupARN = "arn:aws:wafv2:us-east-1:111122223333:global/rulegroup/g/1"
	office := attrs{"ip_set_reference_statement": []attrs{{"arn": "arn:aws:wafv2:us-east-1:111122223333:global/ipset/o/1"}}}
	group := func(override, kind string, body attrs) []attrs {
		return []attrs{{
			"name": "g", "priority": 1, "override_action": []attrs{{override: []attrs{{}}}}, "statement": []attrs{{kind: []attrs{body}}},
		}}
	}
	managed := func(vendor string) attrs { return attrs{"name": "CommonRuleSet", "vendor_name": vendor} }
	allowing := attrs{"name": "office", "action_to_use": []attrs{{"allow": []attrs{{}}}}}
	counting := attrs{"name": "office", "action_to_use": []attrs{{"count": []attrs{{}}, "allow": []attrs{}, "block": []attrs{}}}}
	for name, c := range map[string]struct {
		rules []attrs
		want  status
	}{
		"of AWS":                        {group("none", "managed_rule_group_statement", managed("AWS")), forbidden},
		"of AWS, made to allow":         {group("none", "managed_rule_group_statement", attrs{"name": "x", "vendor_name": "AWS", "rule_action_override": []attrs{allowing}}), unknown},
		"of another vendor":             {group("none", "managed_rule_group_statement", managed("F5")), unknown},
		"of another vendor that counts": {group("count", "managed_rule_group_statement", managed("F5")), forbidden},
		"of the plan":                   {group("none", "rule_group_reference_statement", attrs{"arn": groupARN}), served},
		"of the plan, which counts":     {group("count", "rule_group_reference_statement", attrs{"arn": groupARN}), forbidden},
		"of the plan, made to count":    {group("none", "rule_group_reference_statement", attrs{"arn": groupARN, "rule_action_override": []attrs{counting}}), forbidden},
		"that is not in the plan":       {group("none", "rule_group_reference_statement", attrs{"arn": groupARN + "2"}), unknown},
		"of the plan, made to count as provider 4 writes it": {group("none", "rule_group_reference_statement", attrs{"arn": groupARN, "excluded_rule": []attrs{{"name": "office"}}}), forbidden},
		"of which it is not known which":                     {group("none", "rule_group_reference_statement", attrs{"arn": later{}}), unknown},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{"web_acl_id": arn}, resources{
				"aws_wafv2_web_acl.a":    {"arn": arn, "name": "a", "default_action": []attrs{{"block": []attrs{{}}}}, "rule": c.rules},
				"aws_wafv2_rule_group.g": {"arn": groupARN, "rule": []attrs{{"name": "office", "priority": 1, "action": []attrs{{"allow": []attrs{{}}}}, "statement": []attrs{office}}}},
			})
			compare(t, c.want, get(w, "/a"))
		})
	}
}

// Who does not meet what is asked is told of, whoever comes by IPv6 to a list of
// IPv4 addresses as well.
func TestOtherViewers(t *testing.T) {
	const arn, set = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b", "arn:aws:wafv2:us-east-1:111122223333:global/ipset/o/1"
	for name, c := range map[string]struct {
		version string
		six     bool
		want    []string
	}{
		"IPv4 to a distribution without IPv6": {"IPV4", false, []string{"rule[0]"}},
		"IPv4 to one with IPv6":               {"IPV4", true, []string{"rule[0]", "is_ipv6_enabled"}},
		"IPv6":                                {"IPV6", true, []string{"rule[0]"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{"web_acl_id": arn, "is_ipv6_enabled": c.six}, resources{
				"aws_wafv2_ip_set.o": {"arn": set, "ip_address_version": c.version, "addresses": []string{"198.51.100.0/24"}},
				"aws_wafv2_web_acl.a": {"arn": arn, "name": "a", "default_action": []attrs{{"block": []attrs{{}}}}, "rule": []attrs{{
					"name": "office", "priority": 1, "action": []attrs{{"allow": []attrs{{}}}},
					"statement": []attrs{{"ip_set_reference_statement": []attrs{{"arn": set}}}},
				}}},
			})
			var got []string
			for _, f := range get(w, "/a").Others {
				got = append(got, f.Step.Attribute)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A rule on the path divides the paths that lint asks for.
func TestPathsOfWebACL(t *testing.T) {
	const arn = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b"
	path, plain := []attrs{{"uri_path": []attrs{{}}}}, []attrs{{"priority": 0, "type": "NONE"}}
	text := attrs{"byte_match_statement": []attrs{{
		"search_string": "/admin", "positional_constraint": "STARTS_WITH", "field_to_match": path, "text_transformation": plain,
	}}}
	expression := func(s string) attrs {
		return attrs{"regex_match_statement": []attrs{{"regex_string": s, "field_to_match": path, "text_transformation": plain}}}
	}
	for name, c := range map[string]struct {
		statement attrs
		want      map[string]string
	}{
		"by a text":           {text, map[string]string{"/": "served", "/a": "served", "/admin": "forbidden"}},
		"by an expression":    {expression("^/(admin|internal)/[a-z]+"), map[string]string{"/": "served", "/a": "served", "/admin/a": "forbidden"}},
		"by the end of paths": {expression(`[.]php$`), map[string]string{"/": "served", "/a": "served", "/.php": "forbidden"}},
		"by one for no path":  {expression("^admin"), map[string]string{"/": "served", "/a": "served"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{"web_acl_id": arn, "default_root_object": "index.html"}, resources{
				"aws_wafv2_web_acl.a": {"arn": arn, "name": "a", "default_action": []attrs{{"allow": []attrs{{}}}}, "rule": []attrs{{
					"name": "admin", "priority": 1, "action": []attrs{{"block": []attrs{{}}}}, "statement": []attrs{c.statement},
				}}},
			})
			got := map[string]string{}
			for _, o := range Run(w, w.before) {
				if o.Scheme == "https" {
					got[o.Path] = o.Verdict.String()
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// fetch gets a path with its query string.
func fetch(w *World, url string) Result {
	path, query, _ := strings.Cut(url, "?")
	return w.Send(w.Distribution(siteAddress), Request{Method: "GET", Scheme: "https", Path: path, Query: query})
}

// What a statement looks at of the request itself is decided: the query string as
// well, any expression of a set, and how long it is, after the transformations (WAF
// Developer Guide, Request components; Text transformations).
func TestWebACLStatements(t *testing.T) {
	const arn, set = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b", "arn:aws:wafv2:us-east-1:111122223333:global/regexpatternset/s/1"
	of := func(field attrs, transformations ...string) attrs {
		list := []attrs{}
		for i, name := range transformations {
			list = append(list, attrs{"priority": i, "type": name})
		}
		return attrs{"field_to_match": []attrs{field}, "text_transformation": list}
	}
	with := func(kind string, body, more attrs) attrs {
		maps.Copy(body, more)
		return attrs{kind: []attrs{body}}
	}
	text := func(constraint, text string, match attrs) attrs {
		return with("byte_match_statement", attrs{"search_string": text, "positional_constraint": constraint}, match)
	}
	size := func(operator string, n int, match attrs) attrs {
		return with("size_constraint_statement", attrs{"comparison_operator": operator, "size": n}, match)
	}
	path, query := attrs{"uri_path": []attrs{{}}}, attrs{"query_string": []attrs{{}}}
	argument, anyArgument := attrs{"single_query_argument": []attrs{{"name": "key"}}}, attrs{"all_query_arguments": []attrs{{}}}
	patterns := with("regex_pattern_set_reference_statement", attrs{"arn": set}, of(path, "NONE"))
	for name, c := range map[string]struct {
		statement attrs
		url       string
		want      status
	}{
		"a query string that holds the text":         {text("CONTAINS", "debug=1", of(query, "NONE")), "/a?x=1&debug=1", forbidden},
		"one that does not":                          {text("CONTAINS", "debug=1", of(query, "NONE")), "/a?x=1", served},
		"no query string":                            {text("CONTAINS", "debug=1", of(query, "NONE")), "/a", served},
		"an argument, whose name has no case":        {text("EXACTLY", "s", of(argument, "NONE")), "/a?KEY=s", forbidden},
		"an argument of another name":                {text("EXACTLY", "s", of(argument, "NONE")), "/a?keys=s", served},
		"any argument":                               {text("EXACTLY", "s", of(anyArgument, "URL_DECODE")), "/a?x=%73", forbidden},
		"an expression of a set":                     {patterns, "/wp-login", forbidden},
		"another expression of it":                   {patterns, "/a.php", forbidden},
		"none of a set":                              {patterns, "/a", served},
		"a set that is not in the plan":              {with("regex_pattern_set_reference_statement", attrs{"arn": set + "2"}, of(path, "NONE")), "/a", unknown},
		"a path that is longer":                      {size("GT", 3, of(path, "NONE")), "/abc", forbidden},
		"a path that is no longer":                   {size("GT", 4, of(path, "NONE")), "/abc", served},
		"a body that is longer, of which none knows": {size("GT", 4, of(attrs{"body": []attrs{{}}}, "NONE")), "/abc", served},
		"a path normalised and in lower case":        {text("STARTS_WITH", "/private/", of(path, "NORMALIZE_PATH", "LOWERCASE")), "/x/..//Private/a", forbidden},
		"a path without entities":                    {text("EXACTLY", "/a", of(path, "HTML_ENTITY_DECODE", "COMPRESS_WHITE_SPACE", "URL_DECODE_UNI")), "/%61", forbidden},
		"a path with an entity":                      {text("EXACTLY", "/a", of(path, "HTML_ENTITY_DECODE")), "/&amp;", unknown},
		"a word":                                     {text("CONTAINS_WORD", "admin", of(path, "NONE")), "/x/admin/y", forbidden},
		"a part of a word":                           {text("CONTAINS_WORD", "admin", of(path, "NONE")), "/administrator", served},
	} {
		t.Run(name, func(t *testing.T) {
			for _, match := range c.statement { // as a plan writes what is not there
				for _, field := range match.([]attrs)[0]["field_to_match"].([]attrs) {
					for _, name := range []string{"uri_path", "query_string", "method", "all_query_arguments", "single_query_argument", "single_header", "body"} {
						if field[name] == nil {
							field[name] = []attrs{}
						}
					}
				}
			}
			w := site(t, attrs{"web_acl_id": arn}, resources{
				"aws_wafv2_regex_pattern_set.s": {"arn": set, "regular_expression": []attrs{{"regex_string": "^/wp-"}, {"regex_string": `\.php$`}}},
				"aws_wafv2_web_acl.a": {"arn": arn, "name": "a", "default_action": []attrs{{"allow": []attrs{{}}}}, "rule": []attrs{
					{"name": "r", "priority": 1, "action": []attrs{{"block": []attrs{{}}}}, "statement": []attrs{c.statement}},
				}},
			})
			compare(t, c.want, fetch(w, c.url))
		})
	}
}

// A rule sees the labels that the rules before it have added (WAF Developer Guide, Web
// request labeling).
func TestWebACLLabels(t *testing.T) {
	const arn = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b"
	tagging := func(priority int, label string) attrs {
		return attrs{
			"name": "tag", "priority": priority, "action": []attrs{{"count": []attrs{{}}}}, "rule_label": []attrs{{"name": label}},
			"statement": []attrs{{"byte_match_statement": []attrs{{
				"search_string": "/admin", "positional_constraint": "STARTS_WITH",
				"field_to_match": []attrs{{"uri_path": []attrs{{}}}}, "text_transformation": []attrs{{"priority": 0, "type": "NONE"}},
			}}}},
		}
	}
	block := func(scope, key string) attrs {
		return attrs{"name": "block", "priority": 5, "action": []attrs{{"block": []attrs{{}}}}, "statement": []attrs{{
			"label_match_statement": []attrs{{"scope": scope, "key": key}},
		}}}
	}
	for name, c := range map[string]struct {
		rules []attrs
		want  status
	}{
		"an earlier rule adds it":              {[]attrs{tagging(1, "area:admin"), block("LABEL", "admin")}, forbidden},
		"of which the whole name is given":     {[]attrs{tagging(1, "admin"), block("LABEL", "awswaf:111122223333:webacl:a:admin")}, forbidden},
		"of which the space is given":          {[]attrs{tagging(1, "area:admin"), block("NAMESPACE", "area:")}, forbidden},
		"an earlier rule adds another":         {[]attrs{tagging(1, "area:admin"), block("LABEL", "office")}, served},
		"a later rule adds it":                 {[]attrs{tagging(9, "admin"), block("LABEL", "admin")}, served},
		"one that groups of AWS add to attack": {[]attrs{block("LABEL", "awswaf:managed:aws:core-rule-set:NoUserAgent_Header")}, served},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{"web_acl_id": arn}, resources{"aws_wafv2_web_acl.a": {
				"arn": arn, "name": "a", "default_action": []attrs{{"allow": []attrs{{}}}}, "rule": c.rules,
			}})
			compare(t, c.want, get(w, "/admin/a"))
		})
	}
}

// Who has to solve something first gets another status than 403 (WAF Developer Guide,
// How the AWS WAF CAPTCHA and Challenge rule actions work).
func TestWebACLPuzzles(t *testing.T) {
	const arn = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b"
	for action, want := range map[string]int{"captcha": 405, "challenge": 202} {
		t.Run(action, func(t *testing.T) {
			w := site(t, attrs{"web_acl_id": arn}, resources{"aws_wafv2_web_acl.a": {
				"arn": arn, "name": "a", "default_action": []attrs{{"allow": []attrs{{}}}}, "rule": []attrs{{
					"name": "r", "priority": 1, "action": []attrs{{action: []attrs{{}}}},
					"statement": []attrs{{"byte_match_statement": []attrs{{
						"search_string": "/login", "positional_constraint": "STARTS_WITH",
						"field_to_match": []attrs{{"uri_path": []attrs{{}}}}, "text_transformation": []attrs{{"priority": 0, "type": "NONE"}},
					}}}},
				}},
			}})
			compare(t, status{"other", want}, get(w, "/login"))
			compare(t, served, get(w, "/a"))
		})
	}
}

// Who asks without the query string that a web ACL wants is refused, and that is what
// it is there for.
func TestWebACLThatAsksForQuery(t *testing.T) {
	const arn = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b"
	w := site(t, attrs{"web_acl_id": arn}, resources{"aws_wafv2_web_acl.a": {
		"arn": arn, "name": "a", "default_action": []attrs{{"block": []attrs{{}}}}, "rule": []attrs{{
			"name": "r", "priority": 1, "action": []attrs{{"allow": []attrs{{}}}},
			"statement": []attrs{{"byte_match_statement": []attrs{{
				"search_string": "s", "positional_constraint": "EXACTLY",
				"field_to_match":      []attrs{{"single_query_argument": []attrs{{"name": "key"}}}},
				"text_transformation": []attrs{{"priority": 0, "type": "NONE"}},
			}}}},
		}},
	}})
	compare(t, served, fetch(w, "/a?key=s"))
	for url, want := range map[string]trace.Code{"/a": trace.WebACLQuery, "/a?key=t": trace.WebACL} {
		r := fetch(w, url)
		compare(t, forbidden, r)
		if got := r.Refusals[0].Code; got != want {
			t.Errorf("%s is refused as %q, want %q", url, got, want)
		}
	}
}

// Rules may be written as the API's JSON (provider documentation of aws_wafv2_web_acl,
// rule_json).
func TestWebACLRulesAsJSON(t *testing.T) {
	const arn = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b"
	rules := func(action, statement string) string {
		return `[{"Name": "r", "Priority": 1, "Action": {"` + action + `": {}}, "Statement": ` + statement + `}]`
	}
	const path = `{"ByteMatchStatement": {"SearchString": "/a", "PositionalConstraint": "STARTS_WITH",
		"FieldToMatch": {"UriPath": {}}, "TextTransformations": [{"Priority": 0, "Type": "NONE"}]}}`
	const office = `{"IPSetReferenceStatement": {"ARN": "arn:aws:wafv2:us-east-1:111122223333:global/ipset/n/2"}}`
	for name, c := range map[string]struct {
		rules any
		want  status
	}{
		"that block the path":           {rules("Block", path), forbidden},
		"that block all others":         {rules("Block", `{"NotStatement": {"Statement": `+path+`}}`), served},
		"that only count":               {rules("Count", path), served},
		"with statements in statements": {rules("Block", `{"AndStatement": {"Statements": [`+path+`, {"NotStatement": {"Statement": `+office+`}}]}}`), forbidden},
		"that are not known":            {later{}, unknown},
		"that are no JSON":              {"rules", unknown},
	} {
		t.Run(name, func(t *testing.T) {
			w := site(t, attrs{"web_acl_id": arn}, resources{
				"aws_wafv2_web_acl.a": {"arn": arn, "name": "a", "default_action": []attrs{{"allow": []attrs{{}}}}, "rule_json": c.rules},
				"aws_wafv2_ip_set.n":  {"arn": "arn:aws:wafv2:us-east-1:111122223333:global/ipset/n/2", "ip_address_version": "IPV4", "addresses": []string{}},
			})
			compare(t, c.want, get(w, "/a"))
		})
	}
}

// A resource of its own may add a rule group to a web ACL (provider documentation of
// aws_wafv2_web_acl_rule_group_association).
func TestAssociatedRuleGroups(t *testing.T) {
	const arn, group = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b", "arn:aws:wafv2:us-east-1:111122223333:global/rulegroup/g/1"
	for name, c := range map[string]struct {
		association attrs
		want        status
	}{
		"that blocks":            {attrs{"web_acl_arn": arn, "override_action": "none", "rule_group_reference": []attrs{{"arn": group}}}, forbidden},
		"that only counts":       {attrs{"web_acl_arn": arn, "override_action": "count", "rule_group_reference": []attrs{{"arn": group}}}, served},
		"of another web ACL":     {attrs{"web_acl_arn": arn + "2", "override_action": "none", "rule_group_reference": []attrs{{"arn": group}}}, served},
		"after a rule that ends": {attrs{"web_acl_arn": arn, "priority": 9, "override_action": "none", "rule_group_reference": []attrs{{"arn": group}}}, served},
		"of AWS":                 {attrs{"web_acl_arn": arn, "override_action": "none", "managed_rule_group": []attrs{{"vendor_name": "AWS", "name": "x"}}}, served},
	} {
		t.Run(name, func(t *testing.T) {
			every := attrs{"byte_match_statement": []attrs{{
				"search_string": "/", "positional_constraint": "STARTS_WITH",
				"field_to_match": []attrs{{"uri_path": []attrs{{}}}}, "text_transformation": []attrs{{"priority": 0, "type": "NONE"}},
			}}}
			association := attrs{"priority": 1}
			maps.Copy(association, c.association)
			w := site(t, attrs{"web_acl_id": arn}, resources{
				"aws_wafv2_web_acl.a": {"arn": arn, "name": "a", "default_action": []attrs{{"allow": []attrs{{}}}}, "rule": []attrs{
					{"name": "all", "priority": 5, "action": []attrs{{"allow": []attrs{{}}}}, "override_action": []attrs{}, "statement": []attrs{every}},
				}},
				"aws_wafv2_rule_group.g": {"arn": group, "rule": []attrs{{
					"name": "every", "priority": 1, "action": []attrs{{"block": []attrs{{}}}}, "statement": []attrs{every},
				}}},
				"aws_wafv2_web_acl_rule_group_association.g": association,
			})
			compare(t, c.want, get(w, "/a"))
		})
	}
}
