package docs_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/plan403/plan403/internal/clitest"
	"github.com/plan403/plan403/internal/config"
)

func TestDocumentedConfigurationIsRead(t *testing.T) {
	const policyText = `{"Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}`
	text := clitest.ReadFile(t, "docs/configuration.md")
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "policies"), 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, config.Name)
	for _, mark := range []string{"## The file", "#### What a distribution or bucket names"} {
		for name, content := range map[string]string{
			filepath.Join(dir, "policies", "shared.json"): policyText, filepath.Join(dir, "policies", "key.json"): policyText, path: clitest.Block(t, text, mark, "hcl"),
		} {
			if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := config.Load(path, config.Name); err != nil {
			t.Errorf("after %q: %v", mark, err)
		}
	}
	list, problems := config.Comments("main.tf", []byte(clitest.Block(t, text, "## Comments", "hcl")))
	if len(list) != 1 || len(problems) > 0 {
		t.Errorf("%d comments and the problems %q, want one comment", len(list), problems)
	}
}
