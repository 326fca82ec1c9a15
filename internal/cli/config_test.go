package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plan403/plan403/internal/cli"
	"github.com/plan403/plan403/internal/clitest"
)

// commented copies a fixture's source with a comment above the line that holds
// the text before.
func commented(t *testing.T, fixture, before, comment string) (dir string) {
	t.Helper()
	source := clitest.ReadFile(t, filepath.Join("fixtures", fixture, "main.tf"))
	at := strings.LastIndexByte(source[:strings.Index(source, before)], '\n') + 1
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(source[:at]+comment+"\n"+source[at:]), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestIgnoreComments(t *testing.T) {
	const (
		fixture = "region-in-source-arn"
		policy  = `resource "aws_s3_bucket_policy"`
	)
	for _, c := range []struct {
		name, before, comment string
		status                int
		note                  string
	}{
		{"above the block it silences what is found there", policy, "# plan403:ignore oac-source-mismatch agreed with the owners", cli.StatusOK, ""},
		{"all silences every rule", policy, "// plan403:ignore all agreed with the owners", cli.StatusOK, ""},
		{"above the argument too", "policy = jsonencode", "  # plan403:ignore oac-source-mismatch agreed with the owners", cli.StatusOK, ""},
		{"another argument's does not reach", "bucket = aws_s3_bucket.", "  # plan403:ignore oac-source-mismatch agreed with the owners", cli.StatusFindings, "this ignores nothing (agreed with the owners); remove it"},
		{"another block's does not reach", `resource "aws_s3_bucket" `, "# plan403:ignore all agreed with the owners", cli.StatusFindings, "this ignores nothing"},
		{"another rule's does not fit", policy, "# plan403:ignore explicit-deny agreed with the owners", cli.StatusFindings, "this ignores nothing"},
		{"without a reason it is not followed", policy, "# plan403:ignore oac-source-mismatch", cli.StatusFindings, "plan403:ignore oac-source-mismatch gives no reason"},
		{"a rule that does not exist is told", policy, "# plan403:ignore oac-mismatch agreed", cli.StatusFindings, `plan403:ignore "oac-mismatch": no rule has this name`},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := commented(t, fixture, c.before, c.comment)
			status, out, errs := clitest.Run("--format", "json", "--source", dir, filepath.Join("fixtures", fixture, "plan.json"))
			var got struct{ Plans []struct{ Notes []string } }
			clitest.Decode(t, out, &got)
			if status != c.status || errs != "" {
				t.Errorf("exit status %d, want %d; standard error %q", status, c.status, errs)
			}
			notes := strings.Join(got.Plans[0].Notes, "\n")
			if !strings.Contains(notes, c.note) || c.note == "" && notes != "" {
				t.Errorf("notes %q, want %q", notes, c.note)
			}
		})
	}
}
