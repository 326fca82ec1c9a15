package syntax

import (
	"strings"
	"testing"
)

func TestCheckConfig(t *testing.T) {
	many := strings.Repeat
	tests := []struct {
		name, src string
		ok        bool
	}{
		{"ordinary nesting", "a = [{ b = (1 + 2) * f(g(1)) }]\n", true},
		{"many statements", many("a = 1 + 1\n", 5000), true},
		{"a long list", "a = [" + many("[1], ", 5000) + "]\n", true},
		{"a long template", `a = "` + many("${x}", 5000) + `"` + "\n", true},
		{"a long heredoc", "a = <<E\n" + many("x ${y} \"z\"\n", 5000) + "E\n", true},
		{"many blocks", many("r \"a\" \"b\" {\n  c = [1]\n}\n", 3000), true},
		{"nested brackets", "a = " + many("[", 50_000), false},
		{"nested parentheses", "a = " + many("(", 50_000), false},
		{"nested templates", "a = " + many(`"${`, 50_000), false},
		{"nested blocks", many("a {\n", 50_000), false},
		{"nested directives", `a = "` + many("%{ if true }", 50_000) + `"`, false},
		{"a chain of not", "a = " + many("!", 50_000) + "true\n", false},
		{"a chain of minus", "a = " + many("-", 50_000) + "1\n", false},
		{"a chain of sums", "a = 1" + many(" + 1", 50_000) + "\n", false},
		{"a chain of conditions", "a = 1" + many(" ? 1 : 1", 50_000) + "\n", false},
		{"a chain of indexes", "a = b" + many("[c]", 50_000) + "\n", false},
		{"a chain of splats", "a = b" + many(".*.c", 50_000) + "\n", false},
		{"a chain in the deepest bracket", "a = " + many("[", 200) + "1" + many(" + 1", 1000) + many("]", 200) + "\n", false},
		{"a chain around brackets", "a = " + many("(", 200) + "1" + many(" + 1)", 200) + many(" + 1", 900) + "\n", false},
		{"more punctuation than any configuration", many("[],", 1<<20), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := checkConfig([]byte(tt.src))
			if (err == nil) != tt.ok {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestCheckJSON(t *testing.T) {
	many := strings.Repeat
	tests := []struct {
		name, src string
		ok        bool
	}{
		{"an ordinary file", `{"a": [{"b": "${c}"}], "a": 1}`, true},
		{"nested arrays", `{"a": ` + many("[", 50_000), false},
		{"nested templates in a string", `{"a": "` + many("${[", 50_000) + `"}`, false},
		{"a nested type in a string", `{"a": "` + many("list(", 50_000) + `"}`, false},
		{"no JSON", `a = 1`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := checkJSON([]byte(tt.src))
			if (err == nil) != tt.ok {
				t.Errorf("got %v", err)
			}
		})
	}
}
