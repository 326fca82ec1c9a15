package planfile

import "testing"

func TestRecordsThatLeadElsewhere(t *testing.T) {
	change := func(after, unknown string) string {
		return `{"address":"aws_route53_record.r","change": {"after":` + after + `, "after_unknown":` + unknown + `}}`
	}
	const changes, planned, prior = "resource_changes", "planned_values", "prior_state"
	tests := []struct {
		name, section, text string
		want                bool
	}{
		{"an address", changes, change(`{"type":"A","records":["10.0.0.1"]}`, `{}`), true},
		{"an address of a record to be made", changes, change(`{"type":"A","records":["10.0.0.1"]}`, `{"fqdn":true,"id":true,"alias":[],"records":[false]}`), true},
		{"a load balancer, whose health counts", changes, change(`{"alias":[{"name":"lb.elb.amazonaws.com","evaluate_target_health":true}]}`, `{"alias":[{}]}`), true},
		{"a distribution", changes, change(`{"alias":[{"name":"d111.cloudfront.net"}]}`, `{}`), false},
		{"a distribution in China", changes, change(`{"records":["d111.cloudfront.cn"]}`, `{}`), false},
		{"a distribution in capitals", changes, change(`{"records":["D111.CloudFront.NET."]}`, `{}`), false},
		{"a distribution before", changes, `{"change":{"before":{"records":["d1.cloudfront.net"]},"after":null,"after_unknown":{}}}`, false},
		{"letters in escapes", changes, change(`{"records":["d111.\u0063loudfront.net"]}`, `{}`), false},
		{"an alias to what is not made yet", changes, change(`{"alias":[{}]}`, `{"alias":[{"name":true}]}`), false},
		{"records known after apply", changes, change(`{}`, `{"records" : true}`), false},
		{"one record known after apply", changes, change(`{"records":[null]}`, `{"records":[ true ]}`), false},
		{"nothing known", changes, change(`null`, `true`), false},
		{"in a state", prior, `{"values":{"records":["10.0.0.1"],"alias":[]}}`, true},
		{"planned and not known yet", planned, `{"values":{"type":"A","records":null,"alias":[{"zone_id":"Z1"}]}}`, false},
		{"planned, an address", planned, `{"values":{"alias":[],"records":["10.0.0.1"]}}`, true},
		{"planned, a distribution", planned, `{"values":{"records":["d1.cloudfront.net"]}}`, false},
		{"planned, an alias", planned, `{"values":{"alias":[{"name":"lb.elb.amazonaws.com"}],"records":null}}`, true},
		{"in a state, a distribution", prior, `{"values":{"alias":[{"name":"d1.cloudfront.net"}]}}`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := leadsElsewhere(tt.section, []byte(tt.text)); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
