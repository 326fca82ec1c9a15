package planfile

import (
	"encoding/json"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/zclconf/go-cty/cty"
)

// Plan is what one file says: the parts of a plan, or of a state, that a
// verdict about CloudFront and S3 can rest on. Field by field it follows
// "JSON Output Format" in Terraform's documentation.
type Plan struct {
	// Path is the name the plan was read under, "-" for standard input.
	Path string
	// Around is the first line of other text that stands around the JSON, "" if
	// there is none.
	Around string
	// FormatVersion and TerraformVersion are copied from the file.
	FormatVersion, TerraformVersion string
	// State says that the file is a state, not a plan.
	State bool
	// Errored says that planning failed: the file holds half a plan.
	Errored bool
	// Partial says that more changes are to come after this plan (-target,
	// deferred actions).
	Partial bool
	// Timestamp is when the plan was made, in RFC 3339, empty if not told.
	Timestamp string
	// Changes are the resource_changes of the judged types in file order.
	Changes []*tfjson.ResourceChange
	// Prior are the resources of prior_state, or of a state, of the judged
	// types, those of all modules in one list.
	Prior []*tfjson.StateResource
	// Planned are the resources of planned_values of the judged types that
	// have no entry in resource_changes.
	Planned []*tfjson.StateResource
	// Held are the elements of referred types, from any of the three sections.
	Held []HeldElement
	// Deferred are the changes that wait for a later plan, of every type.
	Deferred []DeferredChange
	// Variables are the root module's input variables.
	Variables map[string]Variable
	// Config is the configuration, nil where the file has none.
	Config *Config
	// Snapshot is the source inside a saved plan, nil for JSON.
	Snapshot *Snapshot
	// Alone says that there is no file: the plan stands for the first apply of a
	// configuration.
	Alone bool
	// Gaps are known once the states are made: the parts of a configuration alone of
	// which it is not known what they make.
	Gaps []Gap

	// Given are the root module's variables where there is no file.
	Given map[string]cty.Value
	// Existing is what a state beside it holds, by address.
	Existing map[string]*tfjson.StateResource
}

// DeferredChange names a resource whose change this plan puts off.
type DeferredChange struct {
	Address, Type, Reason string
	// Change is what is known of it already, nil where the plan does not say or the
	// type is not judged.
	Change *tfjson.Change
}

// Variable is the value of one input variable of the root module.
type Variable struct {
	// Value is nil, a bool, string, json.Number, []any or map[string]any.
	Value any
	// Sensitive says that the configuration marks the variable as sensitive:
	// the value stands in clear in the plan and must not be printed.
	Sensitive bool
}

// Snapshot is the configuration's source as a saved plan keeps it.
type Snapshot struct {
	// Files are the .tf and .tf.json files by name: the module's directory
	// joined with the file's name by slashes, as in "modules/site/main.tf".
	Files map[string][]byte
	// Modules maps the dotted path of calls to the module's directory; the
	// root module's path is "".
	Modules map[string]string
}

// Config is the configuration section of a plan.
type Config struct {
	// Providers are keyed as in ResourceConfig.ProviderKey.
	Providers map[string]ProviderConfig
	Root      *ModuleConfig
}

// ProviderConfig is one provider block.
type ProviderConfig struct {
	Name, FullName, Alias, ModuleAddress string
	Expressions                          map[string]Expression
}

// ModuleConfig is one module's configuration.
type ModuleConfig struct {
	Calls     map[string]*ModuleCall
	Outputs   map[string]OutputConfig
	Variables map[string]VariableConfig
	// blocks are keyed as in Resource.
	blocks map[string]*heldBlock
}

// ModuleCall is one module block together with the module it calls.
type ModuleCall struct {
	Source, Version string
	Expressions     map[string]Expression
	ForEach, Count  *Expression
	DependsOn       []string
	Module          *ModuleConfig
}

// ResourceConfig is one resource or data block.
type ResourceConfig struct {
	Mode, Type, Name string
	// ProviderKey is "aws", "aws.alias", or "module.a:aws" for a provider
	// that a nested module configures.
	ProviderKey string
	// Expressions are nil for types that are not read.
	Expressions    map[string]Expression
	ForEach, Count *Expression
	DependsOn      []string
	// References are those of every expression of the block, each once, for
	// all types: the order of apply hangs on them.
	References []string
	// Unreadable says that the file holds a part of the block twice, so that
	// nothing of it is known. It concerns types that are not judged.
	Unreadable bool
}

// OutputConfig is one output block.
type OutputConfig struct {
	Expression Expression
	Sensitive  bool
	DependsOn  []string
}

// VariableConfig is one variable block.
type VariableConfig struct {
	// Default is nil when there is none; null is a default.
	Default   json.RawMessage
	Sensitive bool
}

// Expression is what the plan keeps of an argument or of nested blocks. With
// none of its fields set it is an expression without references, such as a
// call of uuid().
type Expression struct {
	// Constant is the value of a constant, nil when there is none; null is a
	// constant.
	Constant json.RawMessage
	// References are in source order, with repetitions.
	References []string
	// Blocks are the static nested blocks in source order. Blocks made by
	// dynamic are not among them.
	Blocks []map[string]Expression
}

// Free lets go of the resources once the states are made, which hold them in a
// form of their own. What else the plan says stays.
func (p *Plan) Free() {
	p.Changes, p.Prior, p.Planned, p.Held = nil, nil, nil, nil
}
