package plan

import "testing"

func TestRecordsThatLeadElsewhere(t *testing.T) {
	change := func(after, unknown string) string {
		return `{"address":"aws_route53_record.r","change": {"after":` + after + `, "after_unknown":` + unknown + `}}`
	}
	tests := []struct {
		name, text string
		want       bool
	}{
		{"an address", change(`{"type":"A","records":["10.0.0.1"]}`, `{}`), true},
		{"an address of a record to be made", change(`{"type":"A","records":["10.0.0.1"]}`, `{"fqdn":true,"id":true,"alias":[],"records":[false]}`), true},
		{"a load balancer, whose health counts", change(`{"alias":[{"name":"lb.elb.amazonaws.com","evaluate_target_health":true}]}`, `{"alias":[{}]}`), true},
		{"a distribution", change(`{"alias":[{"name":"d111.cloudfront.net"}]}`, `{}`), false},
		{"a distribution in China", change(`{"records":["d111.cloudfront.cn"]}`, `{}`), false},
		{"a distribution in capitals", change(`{"records":["D111.CloudFront.NET."]}`, `{}`), false},
		{"a distribution before", `{"change":{"before":{"records":["d1.cloudfront.net"]},"after":null,"after_unknown":{}}}`, false},
		{"letters in escapes", change(`{"records":["d111.\u0063loudfront.net"]}`, `{}`), false},
		{"an alias to what is not made yet", change(`{"alias":[{}]}`, `{"alias":[{"name":true}]}`), false},
		{"records known after apply", change(`{}`, `{"records" : true}`), false},
		{"one record known after apply", change(`{"records":[null]}`, `{"records":[ true ]}`), false},
		{"nothing known", change(`null`, `true`), false},
		{"in a state", `{"values":{"records":["10.0.0.1"],"alias":[]}}`, true},
		{"planned and not known yet", `{"values":{"type":"A","records":null,"alias":[{"zone_id":"Z1"}]}}`, false},
		{"in a state, an alias", `{"values":{"alias":[{"name":"lb.elb.amazonaws.com"}],"records":null}}`, true},
		{"in a state, a distribution", `{"values":{"alias":[{"name":"d1.cloudfront.net"}]}}`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := leadsElsewhere([]byte(tt.text)); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
