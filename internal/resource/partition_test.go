package resource

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The partitions of the AWS SDKs and their domains.
func TestPartitions(t *testing.T) {
	for region, want := range map[string][2]string{
		"us-east-1":      {"aws", "amazonaws.com"},
		"eu-central-1":   {"aws", "amazonaws.com"},
		"cn-north-1":     {"aws-cn", "amazonaws.com.cn"},
		"us-gov-west-1":  {"aws-us-gov", "amazonaws.com"},
		"eusc-de-east-1": {"aws-eusc", "amazonaws.eu"},
		"us-iso-east-1":  {"aws-iso", "c2s.ic.gov"},
		"us-isob-east-1": {"aws-iso-b", "sc2s.sgov.gov"},
		"eu-isoe-west-1": {"aws-iso-e", "cloud.adc-e.uk"},
		"us-isof-east-1": {"aws-iso-f", "csp.hci.ic.gov"},
	} {
		p := PartitionOf(region)
		if diff := cmp.Diff(want, [2]string{p, DomainSuffix(p)}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", region, diff)
		}
	}
}
