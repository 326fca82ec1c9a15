//go:build oracle

package oracle

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"testing"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/tri"
)

var (
	pairs = flag.Int("pairs", 100_000, "how many policies and requests to compare")
	seed  = flag.Uint64("seed", 1, "seed of the random policies and requests")
)

// simulator is the running evaluator.
type simulator struct {
	in  io.Writer
	out *bufio.Reader
}

// reply is one answer of the evaluator.
type reply struct {
	Result  string   `json:"result"` // Allowed, ExplicitlyDenied, ImplicitlyDenied
	Ignored []string `json:"ignored"`
	Error   string   `json:"error"`
}

func start(t *testing.T) *simulator {
	t.Helper()
	cmd := exec.Command("node", "ask.js")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); cmd.Wait() })
	return &simulator{in, bufio.NewReader(out)}
}

func (s *simulator) ask(t *testing.T, p pair) reply {
	t.Helper()
	line, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(s.in, "%s\n", line); err != nil {
		t.Fatal(err)
	}
	answer, err := s.out.ReadBytes('\n')
	if err != nil {
		t.Fatalf("the evaluator stopped (is it installed? npm install): %v", err)
	}
	var r reply
	if err := json.Unmarshal(answer, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// deviations are the points where the evaluator is known to differ from what
// AWS documents, or to answer what AWS leaves open.
var deviations = []struct {
	name, document string
	applies        func(pair) bool
}{
	{
		"a CanonicalUser never matches an origin access identity",
		"CloudFront Developer Guide, Restrict access to an Amazon S3 origin (legacy origin access identity)",
		func(p pair) bool { return p.kind == policy.Identity && p.mentions("CanonicalUser") },
	},
	{
		"variables are replaced in documents of version 2008-10-17",
		"IAM User Guide, IAM JSON policy elements: Version",
		func(p pair) bool { return p.mentions("2008-10-17") && p.mentions("${") },
	},
	{
		"the names of variables respect case",
		"IAM User Guide, IAM policy elements: Variables and tags, request information that you can use for policy variables",
		func(p pair) bool { return p.mentions("${aws:principaltag/team}") },
	},
	{
		"a colon in a variable cuts an ARN in two",
		"IAM User Guide, IAM policy elements: Variables and tags, where you can use policy variables",
		func(p pair) bool { return p.mentions("Arn") && p.mentions("${aws:SourceAccount}:distribution") },
	},
	{
		"a variable without value makes negated operators fail",
		"IAM User Guide, IAM policy elements: Variables and tags, policy variables with no value",
		func(p pair) bool {
			return p.mentions("StringNot") && p.mentions("${aws:") && (p.Context["aws:PrincipalTag/team"] == nil || p.Context["aws:SourceAccount"] == nil)
		},
	},
	{
		"epoch seconds are compared with milliseconds",
		"IAM User Guide, IAM JSON policy elements: Condition operators, date condition operators",
		func(p pair) bool { return p.mentions(`"1780272000"`) },
	},
	{
		"an address alone excludes nothing from the other family of addresses",
		"IAM User Guide, IAM JSON policy elements: Condition operators, IP address condition operators",
		func(p pair) bool { return p.mentions("NotIpAddress") },
	},
	{
		"${*} stays as it is where an operator compares for equality",
		"IAM User Guide, IAM policy elements: Variables and tags, special characters",
		func(p pair) bool { return p.mentions("${*}") && p.mentions("Equals") },
	},
}

func TestAgainstSimulator(t *testing.T) {
	s := start(t)
	random := rand.New(rand.NewPCG(*seed, 0))
	var decided, open, refused, known, failures int
	for range *pairs {
		p := draw(random)
		ours, err := p.ours()
		answer := s.ask(t, p)
		switch {
		case err != nil || answer.Error != "":
			refused++
			if (err != nil) != (answer.Error != "") {
				t.Logf("one side refuses: ours %v, theirs %s\n%s", err, answer.Error, p.Policy)
			}
			continue
		case len(answer.Ignored) > 0:
			t.Fatalf("the evaluator ignores %v", answer.Ignored)
		}
		if ours.Truth() == tri.Unknown {
			open++
			continue
		}
		decided++
		if ours.IsTrue() == (answer.Result == "Allowed") {
			continue
		}
		if p.deviates() {
			known++
			continue
		}
		request, _ := json.Marshal(p.Context)
		t.Errorf("%s\n%s %s %s %s\nours %v, theirs %s", p.Policy, p.kind, p.Action, p.Resource, request, ours.Truth(), answer.Result)
		if failures++; failures == 10 {
			break
		}
	}
	t.Logf("%d decided alike but for %d known deviations, %d unknown, %d refused", decided, known, open, refused)
}

func (p pair) deviates() bool {
	for _, d := range deviations {
		if d.applies(p) {
			return true
		}
	}
	return false
}
