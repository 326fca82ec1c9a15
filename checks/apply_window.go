package checks

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/words"
	"github.com/plan403/plan403/plan"
)

var applyWindow = Rule{
	Name:  "apply-window",
	Title: "served before and after apply, but refused while it runs",
	Worst: Error,
	Run: func(p *Pass) {
		for _, w := range simulate.Outages(p.After, p.Before, p.Outcomes) {
			p.window(w)
		}
	},
}

// window reports a time of refusal: an error if no order of the steps avoids
// it and it lasts for a deployment, or if it may last for good.
func (p *Pass) window(w simulate.Outage) {
	o := p.Outcomes[w.Outcome]
	opens := w.Opens.Resource.Address + " is " + w.Opens.Verb
	until := "apply ends"
	related := []string{o.Distribution.Address}
	if w.Closes.Resource != nil {
		until = w.Closes.Resource.Address + " is " + w.Closes.Verb
		if w.Closes.Resource.Address == o.Distribution.Address && w.Closes.Verb != "deleted" {
			until = o.Distribution.Address + " has deployed"
		}
		related = append(related, w.Closes.Resource.Address)
	}
	f := Finding{
		Severity: Warning, Certainty: Possible, Change: DuringApply,
		Address: w.Opens.Resource.Address, Attribute: opening(w, o), Related: related,
		What: p.during(w),
		Why:  "served before and after, but not from when " + opens + " until " + until + howLong(w),
		Fix:  gently(w, o),
	}
	if w.Closes.Resource != nil {
		f.Home = w.Closes.Resource.Address // what opens the window may have been taken out of the source
	}
	if w.Inevitable {
		f.Certainty = Certain
		if w.Deployment || w.Apart() {
			f.Severity = Error
		}
	}
	f.Steps = p.course(w, until)
	p.add(f, nil, "") // be it in another root: the requests are this one's
}

// during says what fails while apply runs.
func (p *Pass) during(w simulate.Outage) string {
	requests, _ := p.subject([]int{w.Outcome})
	gets := words.Forbidden
	switch {
	case !w.Inevitable:
		gets = words.MayBeForbidden
	case requests.Many():
		gets = "return 403"
	}
	return requests.On(p.Outcomes[w.Outcome].Distribution.Address) + " " + gets + " while apply runs"
}

// opening is the attribute whose change begins the refusal: the distribution's that
// says as whom it asks, or the document of the policy. It is none where a resource
// comes or goes as a whole.
func opening(w simulate.Outage, o simulate.Outcome) string {
	r := w.Opens.Resource
	switch {
	case w.Opens.Verb != "updated":
	case o.Origin != nil && r.Address == o.Distribution.Place():
		return o.Origin.Access()
	case r.Type == "aws_s3_bucket_policy" || r.Type == "aws_s3_bucket" && r.Action == plan.Update:
		return "policy"
	}
	return ""
}

// gently says how the change can be made without a time of refusal.
func gently(w simulate.Outage, o simulate.Outcome) string {
	opens, closes := w.Opens.Resource, w.Closes.Resource
	switch {
	case w.Apart() && !w.Inevitable:
		return "Apply the root of " + closes.Address + " first, and that of " + opens.Address + " when it is done."
	case w.Lasting:
		return "If the resource was only renamed, say so in a moved block: then nothing is deleted. Otherwise use a " +
			"removed block with destroy = false for the old policy, so that only the new one is applied."
	case closes != nil && closes.Address == opens.Address && cloudfront.Deploys(opens.Type):
		return "Apply twice: first allow every distribution of the account (StringLike aws:SourceArn " +
			"arn:aws:cloudfront::" + o.Distribution.Account + ":distribution/*), then name the new one when it has " +
			"deployed and the old one is gone."
	case closes != nil && closes.Address == opens.Address && o.Bucket().New:
		return "Apply twice: first make the new bucket and its policy beside the old ones and copy the objects, then " +
			"point the origin to it, and delete the old bucket when the distribution has deployed."
	case closes != nil && closes.Address == opens.Address:
		return "Avoid replacing the policy: terraform plan says what forces it (a changed bucket, -replace, a " +
			"taint). A " +
			"change of the document alone is made in place."
	}
	return "Apply twice: first allow the old caller and the new one in the policy, then make the change, and remove " +
		"the old permission when the distribution has deployed."
}

// course is the trace of the request in between, with what begins the refusal
// and what ends it.
func (p *Pass) course(w simulate.Outage, until string) []trace.Step {
	steps := append([]trace.Step{{Step: "apply", Address: w.Opens.Resource.Address, Detail: "the refusal begins when " +
		"this is " + w.Opens.Verb}}, w.During.Trace...)
	last := trace.Step{Step: "apply", Detail: "the refusal ends when " + until}
	if w.Closes.Resource != nil {
		last.Address = w.Closes.Resource.Address
	}
	return p.steps(append(steps, last))
}

func howLong(w simulate.Outage) string {
	s, order := ": from one API call to the next", "Terraform happens to take this order"
	switch {
	case w.Apart():
		s, order = ": for the time between the applies of two roots", "they are made in this order"
	case w.Deployment:
		s = ": for the minutes that a deployment takes"
	}
	if !w.Inevitable {
		s += ", if " + order
	}
	if w.Lasting {
		s += "; and if the deletion comes last, until the next apply"
	}
	return s
}
