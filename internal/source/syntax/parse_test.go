package syntax

import (
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
)

// Every way to parse refuses what would end the program, and says so instead of
// where the text is wrong.
func TestGuarded(t *testing.T) {
	deep := strings.Repeat("[", 50_000)
	for name, parse := range map[string]func(string) error{
		"Config":     func(s string) error { _, err := Config([]byte("a = "+s), "x"); return err },
		"JSON":       func(s string) error { _, err := JSON([]byte(`{"a": `+s), "x"); return err },
		"Template":   func(s string) error { _, err := Template([]byte("${"+s), "x", hcl.InitialPos); return err },
		"Expression": func(s string) error { _, err := Expression([]byte(s), "x", hcl.InitialPos); return err },
		"Traversal":  func(s string) error { _, err := Traversal("a" + s); return err },
	} {
		err := parse(deep)
		var diags hcl.Diagnostics
		if err == nil || errors.As(err, &diags) {
			t.Errorf("%s parses 50,000 brackets: %v", name, err)
		}
		if err := parse(strings.Repeat("(", 40)); err == nil {
			t.Errorf("%s takes brackets that are never closed", name)
		}
	}
}

func TestParses(t *testing.T) {
	body, err := Config([]byte("a = 1\nb {}\n"), "x.tf")
	if err != nil || len(body.Attributes) != 1 || len(body.Blocks) != 1 {
		t.Errorf("Config gives %v, %v", body, err)
	}
	steps, err := Traversal(`module.a["x"].b`)
	if err != nil || len(steps) != 4 {
		t.Errorf("Traversal gives %v, %v", steps, err)
	}
	if n := len(Tokens([]byte("a = 1 # b\n"), "x.tf")); n != 5 {
		t.Errorf("%d tokens, want a, =, 1, the comment and the end", n)
	}
}
