package hostile_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/fixtures"
	"github.com/plan403/plan403/internal/clitest"
	"github.com/plan403/plan403/internal/report"
)

// TestSecretsOfOtherRootsStayHidden marks all that the evidence holds as sensitive:
// the verdicts stay, and nothing is printed that the judged plan does not hold
// itself, though steps and findings rest on it. (What stands in source that calls
// it no secret is none, so the evidence comes without its source.)
func TestSecretsOfOtherRootsStayHidden(t *testing.T) {
	for _, f := range fixtures.Linked(t) {
		t.Run(filepath.Base(filepath.Dir(f.Dir)), func(t *testing.T) {
			t.Parallel()
			plan := filepath.Join(f.Dir, "plan.json")
			with, linked, secrets := sealed(t, f)
			plain := clitest.Lint(t, append(f.With(), plan)...)
			if diff := cmp.Diff(verdicts(plain), verdicts(clitest.Lint(t, append(with, plan)...))); diff != "" {
				t.Errorf("verdicts (-plain +sealed):\n%s", diff)
			}
			for _, format := range report.Formats() {
				_, out, errs := clitest.Run(append([]string{"lint", "--format", format, plan}, with...)...)
				secrets.search(t, "lint --with "+format, out, errs)
				_, out, errs = clitest.Run(append([]string{"lint", "--link", "--format", format, plan}, linked...)...)
				secrets.search(t, "lint --link "+format, out, errs)
			}
			for _, r := range f.Requests {
				_, out, errs := clitest.Run(append([]string{"request", "--distribution", r.Distribution, plan, r.Path}, with...)...)
				secrets.search(t, "request", out, errs)
			}
		})
	}
}

// kept are the values that must not be printed.
type kept []string

func (k kept) search(t *testing.T, what string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		for _, secret := range k {
			if at := strings.Index(text, secret); at >= 0 {
				t.Errorf("%s shows %q: …%s…", what, secret, text[max(0, at-100):min(len(text), at+60)])
			}
		}
	}
}

// sealed copies the evidence of a fixture, marks every value and
// lists those that the judged plan does not hold.
func sealed(t *testing.T, f fixtures.Fixture) (with, linked []string, secrets kept) {
	t.Helper()
	dir := t.TempDir()
	judged := clitest.ReadFile(t, filepath.Join(f.Dir, "plan.json"))
	for _, name := range f.Evidence {
		from := filepath.Dir(filepath.Join(f.Dir, name))
		to := filepath.Join(dir, filepath.Base(from))
		if err := os.MkdirAll(to, 0o755); err != nil {
			t.Fatal(err)
		}
		var doc map[string]any
		clitest.Decode(t, clitest.ReadFile(t, filepath.Join(f.Dir, name)), &doc)
		for _, value := range seal(doc) {
			if len(value) >= 8 && !strings.Contains(judged, value) && !ofAWS.MatchString(value) {
				secrets = append(secrets, value)
			}
		}
		text, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(to, filepath.Base(name))
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		with, linked = append(with, "--with", path), append(linked, path)
	}
	return with, linked, secrets
}

// ofAWS are words that AWS gives a meaning, and addresses in a plan.
var ofAWS = regexp.MustCompile(`^[a-zA-Z0-9]+:[A-Za-z*]+$|amazonaws\.com|^aws_|^data\.|^20\d\d-|^[A-Z][a-z]+([A-Z][a-z]+)+$|^registry`)

// seal marks the values of all resources and returns the texts in them.
func seal(doc map[string]any) []string {
	var out []string
	mark := func(holder map[string]any, values, marks string) {
		if v, ok := holder[values].(map[string]any); ok {
			all := map[string]any{}
			for name, x := range v {
				all[name] = true
				out = append(out, textsIn(x)...)
			}
			holder[marks] = all
		}
	}
	for _, c := range list(doc["resource_changes"]) {
		change, _ := c["change"].(map[string]any)
		mark(change, "before", "before_sensitive")
		mark(change, "after", "after_sensitive")
	}
	prior, _ := doc["prior_state"].(map[string]any)
	for _, section := range []any{doc["planned_values"], doc["values"], prior["values"]} {
		values, _ := section.(map[string]any)
		module, _ := values["root_module"].(map[string]any)
		for _, r := range list(module["resources"]) {
			mark(r, "values", "sensitive_values")
		}
	}
	return out
}

func textsIn(v any) (out []string) {
	switch v := v.(type) {
	case string:
		var document any
		if strings.HasPrefix(v, "{") && json.Unmarshal([]byte(v), &document) == nil {
			return textsIn(document)
		}
		return []string{v}
	case []any:
		for _, x := range v {
			out = append(out, textsIn(x)...)
		}
	case map[string]any:
		for _, x := range v {
			out = append(out, textsIn(x)...)
		}
	}
	return out
}
