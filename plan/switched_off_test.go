package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// conditional is a block with count that refers to something by its bucket.
func conditional(typ, name, refers string) attrs {
	return attrs{
		"address": typ + "." + name, "mode": "managed", "type": typ, "name": name, "provider_config_key": "aws",
		"expressions":      attrs{"bucket": attrs{"references": []string{refers + ".id", refers}}},
		"count_expression": attrs{"references": []string{"var.on"}},
	}
}

func TestSwitchedOff(t *testing.T) {
	const bucket, policy = "aws_s3_bucket.docs", "aws_s3_bucket_policy"
	plain := conditional(policy, "plain", bucket)
	delete(plain, "count_expression")
	for name, c := range map[string]struct {
		declared attrs
		there    []planned
		want     []string
	}{
		"count leaves none":              {conditional(policy, "off", bucket), nil, []string{"aws_s3_bucket_policy.off"}},
		"count leaves one":               {conditional(policy, "on", bucket), []planned{standing("aws_s3_bucket_policy.on[0]", attrs{"bucket": "docs"})}, nil},
		"for another bucket":             {conditional(policy, "off", "aws_s3_bucket.other"), nil, nil},
		"for one with a longer name":     {conditional(policy, "off", "aws_s3_bucket.docs_old"), nil, nil},
		"another type":                   {conditional("aws_s3_bucket_acl", "off", bucket), nil, nil},
		"without count: not in the plan": {plain, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			configuration := attrs{"root_module": attrs{"resources": []attrs{c.declared}}}
			objects := append([]planned{standing(bucket, attrs{"bucket": "docs"})}, c.there...)
			_, after := mustStates(t, mustRead(t, planJSON(t, attrs{"configuration": configuration}, objects...)), somewhere)
			if diff := cmp.Diff(c.want, after.SwitchedOff(after.Resource(bucket), policy)); diff != "" {
				t.Errorf("switched off (-want +got):\n%s", diff)
			}
			if got := after.SwitchedOff(nil, policy); got != nil {
				t.Errorf("of no bucket: %v", got)
			}
		})
	}
}
