package function

import (
	"errors"
	"strings"

	"github.com/plan403/plan403/internal/source/value"
	"github.com/zclconf/go-cty/cty"
)

// The sections of an ARN: arn:partition:service:region:account:resource.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
var arnSections = []string{"partition", "service", "region", "account_id", "resource"}

var (
	errARN  = errors.New("the text is not an ARN, which has arn: and five more sections")
	errRole = errors.New("the ARN is not that of an IAM role")
)

var arnType = cty.Object(map[string]cty.Type{
	"partition": cty.String, "service": cty.String, "region": cty.String, "account_id": cty.String,
	"resource": cty.String,
})

func arnParts(text string) ([]string, error) {
	parts := strings.SplitN(text, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" {
		return nil, errARN
	}
	return parts[1:], nil
}

// arnParseFunc is provider::aws::arn_parse().
var arnParseFunc = simple(arnType, func(args []cty.Value) (cty.Value, error) {
	parts, err := arnParts(args[0].AsString())
	if err != nil {
		return cty.DynamicVal, err
	}
	out := map[string]cty.Value{}
	for i, name := range arnSections {
		out[name] = cty.StringVal(parts[i])
	}
	return cty.ObjectVal(out), nil
}, cty.String)

// arnPieces parses an ARN whose colons are none of a symbol's.
func arnPieces(_ *Context, args []cty.Value) (cty.Value, bool) {
	text, ok := value.Text(args[0])
	if !ok || touches(text, ":") {
		return cty.NilVal, false
	}
	v, err := arnParseFunc.Call(args)
	return v, err == nil
}

// arnBuildFunc is provider::aws::arn_build().
var arnBuildFunc = simple(cty.String, func(args []cty.Value) (cty.Value, error) {
	text := "arn"
	for _, section := range args {
		text += ":" + section.AsString()
	}
	return cty.StringVal(text), nil
}, cty.String, cty.String, cty.String, cty.String, cty.String)

// arnBuild puts sections together that may hold symbols, or not be known.
func arnBuild(c *Context, args []cty.Value) (cty.Value, error) {
	text := "arn"
	for _, section := range args {
		v, err := value.Convert(c.Symbols, c.fill(section), cty.String)
		s, ok := value.Text(v)
		switch {
		case err != nil && value.Inspect(section).Exact():
			return cty.DynamicVal, Certain{err}
		case err != nil || !ok || v.IsMarked():
			c.Doubt()
			return cty.UnknownVal(cty.String), nil
		}
		text += ":" + s
	}
	return cty.StringVal(text), nil
}

// trimRolePathFunc is provider::aws::trim_iam_role_path(), which leaves the name
// alone of the path and the name of a role.
var trimRolePathFunc = simple(cty.String, func(args []cty.Value) (cty.Value, error) {
	text := args[0].AsString()
	parts, err := arnParts(text)
	if err != nil {
		return cty.DynamicVal, err
	}
	resource := parts[4]
	if parts[1] != "iam" || !strings.HasPrefix(resource, "role/") {
		return cty.DynamicVal, errRole
	}
	name := resource[strings.LastIndexByte(resource, '/')+1:]
	return cty.StringVal(strings.TrimSuffix(text, resource) + "role/" + name), nil
}, cty.String)

// rolePieces is for an ARN whose colons and slashes are none of a symbol's.
func rolePieces(_ *Context, args []cty.Value) (cty.Value, bool) {
	text, ok := value.Text(args[0])
	if !ok || touches(text, ":") || touches(text, "/") {
		return cty.NilVal, false
	}
	v, err := trimRolePathFunc.Call(args)
	return v, err == nil
}
