package docs_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/clitest"
)

// recorded is a shell script that notes what it is called with and answers by its last
// arguments.
const recorded = `printf '%s\n' "$*" >>"$CALLS"; `

// TestGitHubCommentIsKeptUpToDate runs the step of pipelines.md: the comment that it made
// before is edited, and without one a comment is made.
func TestGitHubCommentIsKeptUpToDate(t *testing.T) {
	_, step, ok := strings.Cut(clitest.ReadFile(t, "docs/pipelines.md"), "        run: |\n          comments=")
	if !ok {
		t.Fatal("the step is not there")
	}
	step, _, _ = strings.Cut("comments="+step, "        env:\n")
	for _, tt := range []struct{ name, known, want string }{
		{
			"a comment that is there is edited", "41\n42",
			"api --silent --method PATCH repos/o/r/issues/comments/41 -F body=@plan403.md",
		},
		{"without one a comment is made", "", "api --silent repos/o/r/issues/7/comments -F body=@plan403.md"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			gh := program(t, "gh", recorded+`case "$*" in *--paginate*) echo "$KNOWN" ;; esac`)
			calls := runStep(t, step, gh, []string{"GITHUB_REPOSITORY=o/r", "NUMBER=7", "KNOWN=" + tt.known})
			if diff := cmp.Diff(tt.want, calls[len(calls)-1]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestGitLabNoteIsKeptUpToDate does the same with the job of the template.
func TestGitLabNoteIsKeptUpToDate(t *testing.T) {
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("jq is not installed")
	}
	_, job, _ := strings.Cut(clitest.ReadFile(t, "docs/pipelines/gitlab-ci.yml"), "plan403-comment:")
	_, job, _ = strings.Cut(job, "  script:\n")
	var lines []string
	for _, m := range regexp.MustCompile(`(?m)^    - (.*)$`).FindAllStringSubmatch(job, -1) {
		lines = append(lines, strings.Trim(m[1], "'"))
	}
	const url = "https://gitlab.example/api/v4/projects/1/merge_requests/7/notes"
	for _, tt := range []struct{ name, notes, want string }{
		{
			"a note that is there is edited",
			`[{"id":5,"author":{"id":2},"body":"<!-- plan403 -->"},{"id":6,"author":{"id":3},"body":"<!-- plan403 -->\n"}]`,
			"--request PUT --data-urlencode body@plan403.md " + url + "/6",
		},
		{
			"one of somebody else is not", `[{"id":5,"author":{"id":2},"body":"<!-- plan403 -->"},{"id":6,"author":{"id":3},"body":"x"}]`,
			"--request POST --data-urlencode body@plan403.md " + url,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			curl := program(t, "curl", recorded+`case "$*" in */user) echo '{"id":3}' ;; *per_page*) printf '%s' "$NOTES" ;; esac`)
			calls := runStep(t, strings.Join(lines, "\n"), curl, []string{
				"CI_API_V4_URL=https://gitlab.example/api/v4", "CI_PROJECT_ID=1", "CI_MERGE_REQUEST_IID=7", "PLAN403_TOKEN=t",
				"NOTES=" + tt.notes,
			})
			if last := calls[len(calls)-1]; !strings.HasSuffix(last, tt.want) {
				t.Errorf("%s, want %s", last, tt.want)
			}
		})
	}
}

// runStep runs the lines of a step and returns the calls that were noted.
func runStep(t *testing.T, step, path string, env []string) []string {
	t.Helper()
	calls, script := filepath.Join(t.TempDir(), "calls"), filepath.Join(t.TempDir(), "step.sh")
	if err := os.WriteFile(script, []byte("set -e\n"+step), 0o600); err != nil {
		t.Fatal(err)
	}
	out, status := bash(t, script, nil, append(env, "CALLS="+calls, "PATH="+path+os.Getenv("PATH")))
	if status != 0 {
		t.Fatal(out)
	}
	return strings.Split(strings.TrimSpace(clitest.ReadFile(t, calls)), "\n")
}
