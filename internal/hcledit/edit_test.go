package hcledit

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
)

func at(from, to int, text string) Edit {
	return Edit{Range: hcl.Range{Filename: "a.tf", Start: hcl.Pos{Byte: from}, End: hcl.Pos{Byte: to}}, Text: text}
}

func TestApply(t *testing.T) {
	const src = "a = 1\r\nb = 2\r\n"
	for name, c := range map[string]struct {
		edits []Edit
		want  string
		err   bool
	}{
		"nothing changes nothing":             {nil, src, false},
		"a value is replaced":                 {[]Edit{at(4, 5, "3")}, "a = 3\r\nb = 2\r\n", false},
		"later edits keep their places":       {[]Edit{at(11, 12, "x"), at(4, 5, "long")}, "a = long\r\nb = x\r\n", false},
		"an empty range inserts":              {[]Edit{at(7, 7, "c = 0\r\n")}, "a = 1\r\nc = 0\r\nb = 2\r\n", false},
		"an empty text deletes":               {[]Edit{at(0, 7, "")}, "b = 2\r\n", false},
		"the same edit is made once":          {[]Edit{at(7, 7, "x"), at(7, 7, "x")}, "a = 1\r\nxb = 2\r\n", false},
		"two inserts at one place keep order": {[]Edit{at(7, 7, "y"), at(7, 7, "x")}, "a = 1\r\nyxb = 2\r\n", false},
		"edits that overlap are refused":      {[]Edit{at(0, 5, "x"), at(4, 7, "y")}, "", true},
		"an edit beyond the end is refused":   {[]Edit{at(14, 99, "x")}, "", true},
		"an edit that ends before it starts":  {[]Edit{at(5, 4, "x")}, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Apply([]byte(src), c.edits)
			if (err != nil) != c.err || string(got) != c.want {
				t.Errorf("%q, %v; want %q, error %v", got, err, c.want, c.err)
			}
		})
	}
}
