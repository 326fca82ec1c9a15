package docs_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/plan403/plan403/internal/clitest"
)

// shape is what real plans show of an argument or nested block: how it looks
// where the configuration does not set it.
type shape struct {
	unset   any
	unknown bool // known after apply only
	blocks  map[string]*shape
}

// stated are types that no fixture creates, with their arguments as the AWS
// provider's documentation lists them. All but the id are required.
var stated = map[string][]string{
	"aws_caller_identity":                         {"id", "account_id"},
	"aws_cloudfront_function":                     {"id", "arn", "name", "runtime", "code"},
	"aws_cloudfront_key_group":                    {"id", "name", "items"},
	"aws_kms_key_policy":                          {"id", "key_id", "policy"},
	"aws_route53_zone":                            {"id", "zone_id", "name"},
	"aws_s3_bucket_request_payment_configuration": {"id", "bucket", "payer"},
	"aws_s3control_access_point_policy":           {"id", "access_point_arn", "policy"},
	"aws_cloudfront_origin_access_identity":       {"id", "iam_arn", "s3_canonical_user_id", "cloudfront_access_identity_path", "comment"},
}

// shapes reads the fixtures' plans for the shapes of resource types.
func shapes(t *testing.T) map[string]*shape {
	t.Helper()
	out := map[string]*shape{}
	for typ, names := range stated {
		s := out[typ]
		for _, name := range names {
			s = s.with(name, &shape{unknown: true})
		}
		out[typ] = s
	}
	plans, err := filepath.Glob("fixtures/*/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range plans {
		learnPlan(t, path, out)
	}
	// No fixture runs code, and a distribution names its functions in a block.
	out["aws_cloudfront_distribution"].blocks["default_cache_behavior"].with("function_association",
		(&shape{unset: []any{}}).with("event_type", &shape{}).with("function_arn", &shape{}))
	return out
}

// with adds what is known of a name, and returns the shape, which may be new.
func (s *shape) with(name string, x *shape) *shape {
	if s == nil {
		s = &shape{}
	}
	if s.blocks == nil {
		s.blocks = map[string]*shape{}
	}
	s.blocks[name] = x
	return s
}

// shownPlan is what learnPlan reads of a plan.
type shownPlan struct {
	Changes []struct {
		Address, Type string
		Change        struct {
			Actions []string
			After   map[string]any
			Unknown any `json:"after_unknown"`
		}
	} `json:"resource_changes"`
	Configuration struct {
		Root configured `json:"root_module"`
	}
}

type configured struct {
	Resources []struct {
		Address     string
		Expressions map[string]any
	}
	Calls map[string]struct{ Module configured } `json:"module_calls"`
}

// expressions adds the arguments that each resource sets, by its address without
// keys.
func (c configured) expressions(prefix string, to map[string]map[string]any) {
	for _, r := range c.Resources {
		to[prefix+r.Address] = r.Expressions
	}
	for name, call := range c.Calls {
		call.Module.expressions(prefix+"module."+name+".", to)
	}
}

var instanceKey = regexp.MustCompile(`\[[^\]]*\]`)

func learnPlan(t *testing.T, path string, to map[string]*shape) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var p shownPlan
	clitest.Decode(t, string(text), &p)
	set := map[string]map[string]any{}
	p.Configuration.Root.expressions("", set)
	for _, c := range p.Changes {
		made := len(c.Change.Actions) == 1 && (c.Change.Actions[0] == "create" || c.Change.Actions[0] == "read")
		if expressions, ok := set[instanceKey.ReplaceAllString(c.Address, "")]; ok && made {
			if to[c.Type] == nil {
				to[c.Type] = &shape{}
			}
			unknown, _ := c.Change.Unknown.(map[string]any)
			to[c.Type].learn(c.Change.After, unknown, expressions)
		}
	}
}

// learn adds what one resource or block shows: after, the mask of what is
// unknown, and the arguments that the configuration sets.
func (s *shape) learn(after, unknown, set map[string]any) {
	for name := range unknown {
		if _, ok := after[name]; !ok {
			after[name] = nil
		}
	}
	for name, v := range after {
		x := s.blocks[name]
		if x == nil {
			x = &shape{}
			s.with(name, x)
		}
		if set[name] == nil {
			x.unset, x.unknown = v, unknown[name] == true
			continue
		}
		if set, ok := allSet(set[name]); ok {
			x.unset = []any{}
			masks, _ := unknown[name].([]any)
			for i, block := range blocks(v) {
				var mask any
				if i < len(masks) {
					mask = masks[i]
				}
				unknown, _ := mask.(map[string]any)
				x.learn(block, unknown, set)
			}
		}
	}
}

// allSet joins the arguments of the blocks of one type, if it is one: sets are
// sorted anew in a plan, so none can be told to be the one of the configuration.
func allSet(v any) (map[string]any, bool) {
	set := map[string]any{}
	for _, b := range blocks(v) {
		maps.Copy(set, b)
	}
	return set, len(set) > 0
}

func blocks(v any) []map[string]any {
	list, _ := v.([]any)
	var out []map[string]any
	for _, x := range list {
		if b, ok := x.(map[string]any); ok {
			out = append(out, b)
		}
	}
	return out
}
