package plan

import (
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// configName is the key of the resource in its module's configuration:
// "aws_s3_bucket.site" or "data.aws_region.current".
func (r *Resource) configName() string {
	if r.Mode == "data" {
		return "data." + r.Type + "." + r.Name
	}
	return r.Type + "." + r.Name
}

// moduleNames strips the instance keys from a module address:
// module.a["x"].module.b[0] becomes [a b].
func moduleNames(address string) []string {
	var names []string
	for _, step := range splitModule(address) {
		names = append(names, step.name)
	}
	return names
}

// moduleStep is one step of a module address: the call's name and the
// instance key, cty.NilVal without one.
type moduleStep struct {
	name    string
	key     cty.Value
	address string // of the module up to here
}

// splitModule takes a module instance address apart. Keys may hold any
// character, so quotes are honoured.
func splitModule(address string) []moduleStep {
	var steps []moduleStep
	for rest := address; strings.HasPrefix(rest, "module."); {
		rest = rest[len("module."):]
		end := strings.IndexAny(rest, ".[")
		if end < 0 {
			end = len(rest)
		}
		step := moduleStep{name: rest[:end]}
		step.key, rest = cutKey(rest[end:])
		rest = strings.TrimPrefix(rest, ".")
		step.address = strings.TrimSuffix(address[:len(address)-len(rest)], ".")
		steps = append(steps, step)
	}
	return steps
}

// cutKey reads the instance key at the start of s: [0] or ["x"].
func cutKey(s string) (key cty.Value, rest string) {
	if !strings.HasPrefix(s, "[") {
		return cty.NilVal, s
	}
	if strings.HasPrefix(s, `["`) {
		quoted, err := strconv.QuotedPrefix(s[1:])
		if err != nil {
			return cty.NilVal, ""
		}
		text, _ := strconv.Unquote(quoted)
		return cty.StringVal(text), strings.TrimPrefix(s[1+len(quoted):], "]")
	}
	end := strings.IndexByte(s, ']')
	if end < 0 {
		return cty.NilVal, ""
	}
	n, err := strconv.Atoi(s[1:end])
	if err != nil {
		return cty.NilVal, s[end+1:]
	}
	return cty.NumberIntVal(int64(n)), s[end+1:]
}

// blockOf takes the address of a resource instance apart, without its key.
func blockOf(address string) blockAddress {
	rest := address
	for strings.HasPrefix(rest, "module.") {
		end := strings.IndexAny(rest[len("module."):], ".[")
		if end < 0 {
			break
		}
		_, rest = cutKey(rest[len("module.")+end:])
		rest = strings.TrimPrefix(rest, ".")
	}
	block, _, _ := strings.Cut(rest, "[")
	return blockAddress{strings.TrimSuffix(address[:len(address)-len(rest)], "."), block}
}

// moduleOf cuts the module part off a resource instance address.
func moduleOf(address string) string {
	steps := splitModule(address)
	if len(steps) == 0 {
		return ""
	}
	return steps[len(steps)-1].address
}

// blockAddress is a block in a module instance: module.a["x"] and
// aws_s3_bucket.site, or data.aws_region.x.
type blockAddress struct{ module, block string }
