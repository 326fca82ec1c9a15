package checks

import (
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

var corsPreflightForbidden = Rule{
	Name:  "cors-preflight-forbidden",
	Title: "CORS is configured, but preflight requests are refused",
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
	finding := Finding{Related: []string{o.Bucket().Address()}}
	switch f.Code {
	case trace.MethodNotAllowed:
		finding.Fix = "Add OPTIONS to allowed_methods and forward the preflight's headers with the managed origin " +
			"request policy CORS-S3Origin. Simple GETs work without it."
		p.explainMeant(i, f, finding)
	case trace.CORSMissing:
		finding.Fix = "Add an aws_s3_bucket_cors_configuration, if preflights are meant to work."
		p.explainMeant(i, f, finding)
	default:
		finding.Gets = "returns 400 or 403"
		finding.Fix = "Forward Origin, Access-Control-Request-Method and Access-Control-Request-Headers with the " +
			"managed origin request policy CORS-S3Origin."
		if !o.Reached() || !o.Bucket().CORS.Configured.IsTrue() {
			p.explainMeant(i, f, finding)
			return
		}
		p.Explain(i, f, finding)
	}
}
