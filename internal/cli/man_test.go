package cli_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/plan403/plan403/internal/cli"
	"github.com/plan403/plan403/internal/clitest"
)

func TestManualPage(t *testing.T) {
	status, page, errs := clitest.Run("man")
	if status != cli.StatusOK || errs != "" {
		t.Fatalf("exit status %d, standard error %q", status, errs)
	}
	for _, want := range []string{".TH plan403 1", "fail-on", "Exit status of", "plan403 [lint] [options] [PLAN|DIR ...]\nplan403 request [options] [PLAN|DIR] URL\n", "terraform plan -out=tfplan", "completion bash|zsh|fish", "--distribution"} {
		if !strings.Contains(strings.ReplaceAll(page, `\-`, "-"), want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
}

func TestManualPageRenders(t *testing.T) {
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("groff is not installed")
	}
	_, page, _ := clitest.Run("man")
	cmd := exec.CommandContext(t.Context(), groff, "-man", "-Tutf8", "-ww", "-rLL=80n", "-P-c", "-P-b", "-P-u") // plain letters
	cmd.Stdin = strings.NewReader(page)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil || errs.Len() > 0 {
		t.Errorf("%v: %s", err, errs.String())
	}
	if !strings.Contains(out.String(), "SYNOPSIS") {
		t.Errorf("no synopsis in:\n%s", out.String())
	}
}
