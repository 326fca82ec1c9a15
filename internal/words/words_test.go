package words

import (
	"strings"
	"testing"
)

func TestLists(t *testing.T) {
	for name, c := range map[string]struct{ got, want string }{
		"nothing":              {And(nil), ""},
		"one":                  {And([]string{"a"}), "a"},
		"two":                  {And([]string{"a", "b"}), "a and b"},
		"three":                {And([]string{"a", "b", "c"}), "a, b and c"},
		"any of three":         {Or([]string{"a", "b", "c"}), "a, b or c"},
		"as many as there may": {Some([]string{"a", "b"}, 2), "a and b"},
		"more than there may":  {Some([]string{"a", "b", "c", "d"}, 2), "a, b and 2 more"},
		"one of a kind":        {Count(1, "error"), "1 error"},
		"none of a kind":       {Count(0, "error"), "0 errors"},
		"several of a kind":    {Count(2, "request"), "2 requests"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.got != c.want {
				t.Errorf("%q, want %q", c.got, c.want)
			}
		})
	}
}

func TestRequests(t *testing.T) {
	for name, c := range map[string]struct {
		r    Requests
		want string
	}{
		"all":                          {Requests{Method: "GET", Scheme: "https"}, "every path of D"},
		"of the default behavior":      {Requests{Behaviors: []string{Default}}, "every path of D in the default behavior"},
		"of a pattern":                 {Requests{Behaviors: []string{"*.png"}}, "every path of D matching *.png"},
		"of several behaviors":         {Requests{Behaviors: []string{"/a/*", "/b/*", Default}}, "every path of D matching /a/* or /b/* or in the default behavior"},
		"by a write":                   {Requests{Method: "PUT"}, "PUT to every path of D"},
		"by a preflight":               {Requests{Method: "OPTIONS"}, "a CORS preflight (OPTIONS) for every path of D"},
		"over http":                    {Requests{Scheme: "http"}, "every path of D over http"},
		"with a signature":             {Requests{Signed: true}, "every path of D with a valid signature"},
		"the root":                     {Requests{Paths: []string{"/"}}, "GET / of D"},
		"a write of one path":          {Requests{Method: "PUT", Paths: []string{"/a"}}, "PUT /a of D"},
		"paths like some":              {Requests{Alike: true, Paths: []string{"/a", "/b/a"}}, "paths of D such as /a and /b/a"},
		"writes of paths like one":     {Requests{Method: "PUT", Alike: true, Paths: []string{"/a"}}, "PUT to paths of D such as /a"},
		"by another name":              {Requests{Host: "www.example.com", Paths: []string{"/"}}, "https://www.example.com/ (D)"},
		"by another name, without TLS": {Requests{Host: "www.example.com", Scheme: "http"}, "http://www.example.com/ (D)"},
	} {
		t.Run(name, func(t *testing.T) {
			beside := strings.NewReplacer(" of D", "", " (D)", "").Replace(c.want)
			if got := c.r.Beside(); got != beside {
				t.Errorf("beside others %q, want %q", got, beside)
			}
			if got := c.r.On("D"); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
