package symbol

import "testing"

func TestMask(t *testing.T) {
	var table Table
	table.Secret("marked-secret", Origin{Address: "var.secret"})
	table.Secret("shown-elsewhere", Origin{Address: "var.other"})
	table.Disclose("shown-elsewhere")
	for _, value := range []string{"prod", "ab", "größe", "語", "two words", `with"quote`} {
		table.Conceal(value)
	}
	for _, c := range []struct{ name, text, want string }{
		{"a marked value, wherever it stands", `x = "a-marked-secret-b"`, `x = "a-*************-b"`},
		{"what the plan shows elsewhere stays", `"shown-elsewhere"`, `"shown-elsewhere"`},
		{"a header's value in quotes", `value = "prod"`, `value = "****"`},
		{"with a wildcard behind it", `{ "aws:Referer" = "prod*" }`, `{ "aws:Referer" = "*****" }`},
		{"in a template", `"${var.a}prod${var.b}"`, `"${var.a}****${var.b}"`},
		{"inside a document", "<<EOT\nprod\nEOT", "<<EOT\n****\nEOT"},
		{"in JSON that is quoted", `"{\"aws:Referer\":\"prod\"}"`, `"{\"aws:Referer\":\"****\"}"`},
		{"a part of another word stays", `module.prod.x = "my-prod-bucket"`, `module.prod.x = "my-prod-bucket"`},
		{"a short one is masked alone in quotes", `ab = "ab" # ab`, `ab = "**" # ab`},
		{"characters of two bytes keep their bytes", `"größe"`, `"**··*"`},
		{"and those of three, alone in quotes", `"語"`, `"•"`},
		{"with a space", `"two words"`, `"*********"`},
		{"as it is escaped", `"with\"quote"`, `"***********"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := string(table.Mask([]byte(c.text)))
			if got != c.want || len(got) != len(c.text) {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
