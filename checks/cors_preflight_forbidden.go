package checks

import (
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

var corsPreflightForbidden = Rule{
	Name:  "cors-preflight-forbidden",
	Title: "CORS is configured, but preflights do not get through",
	Worst: Warning,
	Run: func(p *Pass) {
		for i, f := range p.Refused(trace.MethodNotAllowed, trace.CORSMissing, trace.CORSNotForwarded) {
			o := p.Outcomes[i].At(f)
			if o.Method != "OPTIONS" || o.Verdict == simulate.Served {
				continue
			}
			p.preflight(i, f)
		}
	},
}

func (p *Pass) preflight(i int, f simulate.Refusal) {
	o := p.Outcomes[i].At(f)
	finding := Finding{Message: p.asks(i) + ": " + f.Step.Detail, Related: []string{o.Bucket().Address()}}
	switch f.Code {
	case trace.MethodNotAllowed:
		finding.Fix = "Allow OPTIONS in the behavior (GET, HEAD, OPTIONS) and forward the preflight's headers with " +
			"the managed origin request policy CORS-S3Origin. Simple GETs work without it."
		p.explainMeant(i, f, finding)
	case trace.CORSMissing:
		finding.Fix = "Add an aws_s3_bucket_cors_configuration, if preflights are meant to work."
		p.explainMeant(i, f, finding)
	default:
		finding.Message = "a preflight of " + o.Path + " through " + o.Distribution.Address + " does not get " +
			"through: " +
			f.Step.Detail
		finding.Fix = "Forward Origin, Access-Control-Request-Method and Access-Control-Request-Headers with the " +
			"managed origin request policy CORS-S3Origin."
		if !o.Reached() || !o.Bucket().CORS.Configured.IsTrue() {
			p.explainMeant(i, f, finding)
			return
		}
		p.Explain(i, f, finding)
	}
}
