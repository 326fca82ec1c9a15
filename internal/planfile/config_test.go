package planfile

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func constantOf(text string) Expression { return Expression{Constant: json.RawMessage(text)} }

// readResource reads one block of configuration with the given members.
func readResource(t *testing.T, members string) *ResourceConfig {
	t.Helper()
	p := mustRead(t, `{"format_version":"1.2","configuration":{"root_module":{"resources":[{`+members+`}]}}}`)
	for name := range p.Config.Root.blocks {
		return p.Config.Root.Resource(name)
	}
	t.Fatal("no resource")
	return nil
}

func TestExpressions(t *testing.T) {
	tests := []struct {
		name, text string
		want       Expression
	}{
		{"a constant keeps its form", `{"constant_value":[1.50,"a"]}`, constantOf(`[1.50,"a"]`)},
		{"null is a constant", `{"constant_value":null}`, constantOf(`null`)},
		{"a call without references is no constant", `{}`, Expression{}},
		{"references keep order and repetitions", `{"references":["b.x","b","b.x"]}`, Expression{References: []string{"b.x", "b", "b.x"}}},
		{"a template string of JSON syntax has both", `{"constant_value":"${var.a}","references":["var.a"]}`, Expression{Constant: json.RawMessage(`"${var.a}"`), References: []string{"var.a"}}},
		{"keys inside a constant are not references", `{"constant_value":{"references":["x"],"constant_value":1}}`, constantOf(`{"references":["x"],"constant_value":1}`)},
		{"blocks keep their order", `[{"a":{"constant_value":1}},{"a":{"constant_value":2}},{}]`, Expression{Blocks: []map[string]Expression{{"a": constantOf("1")}, {"a": constantOf("2")}, {}}}},
		{"a block that can stand only once is one block", `{"a":{"constant_value":1},"b":[{"c":{"references":["var.c"]}}]}`, Expression{Blocks: []map[string]Expression{{
			"a": constantOf("1"), "b": {Blocks: []map[string]Expression{{"c": {References: []string{"var.c"}}}}},
		}}}},
		{"a block of blocks by label", `{"x":{"a":{"constant_value":1}}}`, Expression{Blocks: []map[string]Expression{{"x": {Blocks: []map[string]Expression{{"a": constantOf("1")}}}}}}},
		{"a block's attribute named references is not a list of them", `{"references":{"constant_value":1}}`, Expression{Blocks: []map[string]Expression{{"references": constantOf("1")}}}},
		{"other kinds of values say nothing", `[1,"x",null]`, Expression{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := readResource(t, `"mode":"managed","type":"aws_s3_bucket","name":"b","expressions":{"x":`+tt.text+`}`)
			if diff := cmp.Diff(map[string]Expression{"x": tt.want}, r.Expressions); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestResourceConfig(t *testing.T) {
	const members = `"provider_config_key":"aws.east","name":"x","mode":"managed",
		"expressions":{"a":{"references":["var.a","var.b"]},"b":[{"c":{"constant_value":{"references":["no"]}}},{"c":{"references":["var.b","local.c"]}}]},
		"for_each_expression":{"references":["var.each"]},"count_expression":{"constant_value":2},
		"provisioners":[{"type":"local-exec","expressions":{"command":{"references":["var.p"]}}}],
		"depends_on":["module.m"],"schema_version":0`
	expressions := map[string]Expression{
		"a": {References: []string{"var.a", "var.b"}},
		"b": {Blocks: []map[string]Expression{{"c": constantOf(`{"references":["no"]}`)}, {"c": {References: []string{"var.b", "local.c"}}}}},
	}
	want := func(typ string, expressions map[string]Expression) *ResourceConfig {
		two := constantOf("2")
		return &ResourceConfig{
			Mode: "managed", Type: typ, Name: "x", ProviderKey: "aws.east", Expressions: expressions,
			ForEach: &Expression{References: []string{"var.each"}}, Count: &two, DependsOn: []string{"module.m"},
			References: []string{"var.a", "var.b", "local.c", "var.each", "var.p"},
		}
	}
	tests := []struct {
		name string
		want *ResourceConfig
	}{
		{"a relevant type keeps its expressions", want("aws_s3_bucket", expressions)},
		{"another type keeps its references", want("aws_instance", nil)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := readResource(t, `"type":"`+tt.want.Type+`",`+members)
			if diff := cmp.Diff(tt.want, got, unexported); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("a doubled key is refused in a relevant type", func(t *testing.T) {
		_, err := readText(t, `{"format_version":"1.2","configuration":{"root_module":{"module_calls":{"m":{"module":{"resources":[
			{"mode":"managed","type":"aws_s3_bucket_policy","name":"x","expressions":{"policy":{},"policy":{}}}]}}}}}}`)
		if err == nil || !strings.Contains(err.Error(), `in configuration.root_module.module_calls.m.module.resources[0]: expressions`) {
			t.Error(err)
		}
	})
	t.Run("a doubled key is tolerated in another type", func(t *testing.T) {
		r := readResource(t, `"mode":"managed","type":"aws_instance","name":"x","expressions":{"a":{"references":["var.x"]},"a":{}}`)
		if r.Unreadable || len(r.References) != 1 {
			t.Error(r)
		}
	})
	t.Run("of a type that is only referred to nothing is known then", func(t *testing.T) {
		r := readResource(t, `"mode":"managed","type":"aws_iam_role","name":"x","expressions":{"a":{"references":["var.x"]},"a":{}}`)
		if diff := cmp.Diff(&ResourceConfig{Mode: "managed", Type: "aws_iam_role", Name: "x", Unreadable: true}, r, unexported); diff != "" {
			t.Error(diff)
		}
	})
}

func TestConfig(t *testing.T) {
	p := mustRead(t, `{"format_version":"1.2","configuration":{
		"provider_config":{"aws.east":{"name":"aws","full_name":"registry.terraform.io/hashicorp/aws","alias":"east","version_constraint":"~> 5.0","expressions":{"region":{"constant_value":"us-east-1"}}},
			"module.m:aws":{"name":"aws","module_address":"module.m"}},
		"root_module":{
			"outputs":{"o":{"sensitive":true,"expression":{"references":["var.v"]},"depends_on":["module.m"],"description":"d"}},
			"variables":{"v":{"default":null,"sensitive":true},"w":{"default":1.50},"x":{"required":true}},
			"resources":[{"mode":"data","type":"aws_region","name":"r"},{"mode":"ephemeral","type":"random_password","name":"p"}],
			"module_calls":{"m":{"source":"./m","version_constraint":"1.0","expressions":{"a":{"constant_value":null}},
				"for_each_expression":{"references":["var.w"]},"count_expression":{},"depends_on":["data.aws_region.r"],
				"module":{"module_calls":{"n":{"source":"./n","module":{}}}}}}}}}`)
	empty := func() *ModuleConfig {
		return &ModuleConfig{blocks: map[string]*heldBlock{}, Calls: map[string]*ModuleCall{}, Outputs: map[string]OutputConfig{}, Variables: map[string]VariableConfig{}}
	}
	inner := empty()
	inner.Calls["n"] = &ModuleCall{Source: "./n", Module: empty()}
	want := &Config{
		Providers: map[string]ProviderConfig{
			"aws.east":     {Name: "aws", FullName: "registry.terraform.io/hashicorp/aws", Alias: "east", Expressions: map[string]Expression{"region": constantOf(`"us-east-1"`)}},
			"module.m:aws": {Name: "aws", ModuleAddress: "module.m"},
		},
		Root: &ModuleConfig{
			blocks: map[string]*heldBlock{
				"data.aws_region.r":           {config: &ResourceConfig{Mode: "data", Type: "aws_region", Name: "r"}},
				"ephemeral.random_password.p": {config: &ResourceConfig{Mode: "ephemeral", Type: "random_password", Name: "p"}},
			},
			Outputs:   map[string]OutputConfig{"o": {Sensitive: true, Expression: Expression{References: []string{"var.v"}}, DependsOn: []string{"module.m"}}},
			Variables: map[string]VariableConfig{"v": {Default: json.RawMessage("null"), Sensitive: true}, "w": {Default: json.RawMessage("1.50")}, "x": {}},
			Calls: map[string]*ModuleCall{"m": {
				Source: "./m", Version: "1.0", Expressions: map[string]Expression{"a": constantOf("null")},
				ForEach: &Expression{References: []string{"var.w"}}, Count: &Expression{}, DependsOn: []string{"data.aws_region.r"}, Module: inner,
			}},
		},
	}
	for name := range p.Config.Root.blocks {
		p.Config.Root.Resource(name)
	}
	if diff := cmp.Diff(want, p.Config, unexported, cmpopts.IgnoreTypes(sync.Once{})); diff != "" {
		t.Error(diff)
	}
}

func TestConfigModule(t *testing.T) {
	p := mustRead(t, `{"format_version":"1.2","configuration":{"root_module":{"module_calls":{"a":{"module":{"module_calls":{"b":{"module":{"variables":{"here":{}}}},"gone":{}}}}}}}}`)
	tests := []struct {
		name   string
		config *Config
		path   []string
		found  bool
	}{
		{"the root needs no names", p.Config, nil, true},
		{"a nested module is found", p.Config, []string{"a", "b"}, true},
		{"an unknown call leads nowhere", p.Config, []string{"a", "x", "b"}, false},
		{"a call without a module leads nowhere", p.Config, []string{"a", "gone", "b"}, false},
		{"no configuration has no modules", nil, nil, false},
		{"an empty configuration has no modules", &Config{}, []string{"a"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.config.Module(tt.path); (got != nil) != tt.found {
				t.Errorf("got %v", got)
			}
		})
	}
}

// TestRealConfiguration reads a plan that OpenTofu made of a root module with
// two modules, one of which uses an output of the other.
func TestRealConfiguration(t *testing.T) {
	f, err := os.Open(filepath.Join("testdata", "read-modules.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := Read(t.Context(), f.Name(), f, Options{})
	if err != nil {
		t.Fatal(err)
	}
	policy := p.Config.Module([]string{"bucket"}).Resource("aws_s3_bucket_policy.b")
	want := &ResourceConfig{
		Mode: "managed", Type: "aws_s3_bucket_policy", Name: "b", ProviderKey: "aws",
		Expressions: map[string]Expression{
			"bucket": {References: []string{"aws_s3_bucket.b.id", "aws_s3_bucket.b"}},
			"policy": {References: []string{"var.reader_user_id", "aws_s3_bucket.b.arn", "aws_s3_bucket.b"}},
		},
		References: []string{"aws_s3_bucket.b.id", "aws_s3_bucket.b", "var.reader_user_id", "aws_s3_bucket.b.arn"},
	}
	if diff := cmp.Diff(want, policy, unexported); diff != "" {
		t.Error(diff)
	}
	if got := p.Config.Root.Calls["cdn"].Expressions["origin_domain"].References; !cmp.Equal(got, []string{"module.bucket.domain", "module.bucket"}) {
		t.Error(got)
	}
}
