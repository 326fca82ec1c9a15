package checks

import (
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

var conditionNotMet = Rule{
	Name:  "condition-not-met",
	Title: "the statement has a condition that CloudFront's request does not meet",
	Worst: Error,
	Run: func(p *Pass) {
		for i, f := range p.Forbidden(trace.ConditionNotMet) {
			o := p.Outcomes[i].At(f)
			p.Explain(i, f, Finding{
				Fix:     withoutCondition(f, o),
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}

// withoutCondition says what takes the place of a condition that is not met. An
// anonymous reader can be told apart by a header that CloudFront adds (AWS
// Knowledge Center, CloudFront to serve a static website; Referer).
func withoutCondition(f simulate.Refusal, o simulate.Outcome) string {
	anonymous := o.Caller != cloudfront.OAC && o.Caller != cloudfront.OAI
	condition := "that condition"
	if f.Key != "" {
		condition = "the condition on " + f.Key
	}
	switch {
	case anonymous && strings.EqualFold(f.Key, "aws:Referer"):
		return "Add a custom_header named Referer to the origin, with the value that the policy requires."
	case anonymous:
		return "Remove " + condition + " from the statement, or read the bucket through its REST endpoint with an " +
			"origin access control and allow that."
	}
	return "Remove " + condition + " from the statement, or add one without it that allows " +
		permission("s3:GetObject", o.Bucket().ARN+"/*", o) + "."
}
