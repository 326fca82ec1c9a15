package plan

import "testing"

func TestSame(t *testing.T) {
	site := func(comment, domain string) Block {
		_, after := mustStates(t, mustRead(t, planJSON(t, nil, creating("aws_cloudfront_distribution.site", attrs{
			"comment": comment, "origin": []attrs{{"domain_name": "a.example.com"}, {"domain_name": domain, "origin_path": nil}},
		}))), StateOptions{})
		return after.Resource("aws_cloudfront_distribution.site").Block
	}
	one, other := site("old", "b.example.com"), site("new", "c.example.com")
	for _, c := range []struct {
		name, path string
		want       bool
	}{
		{"an argument changes", "comment", false},
		{"an argument of a block changes", "origin[1].domain_name", false},
		{"a block changes with it", "origin[1]", false},
		{"the block beside it does not", "origin[0]", true},
		{"nor does what is in neither", "origin[1].origin_path", true},
		{"nor a block in neither", "origin[2].domain_name", true},
		{"nor an argument in neither", "web_acl_id", true},
		{"the whole resource changes", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := one.Same(other, c.path); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
