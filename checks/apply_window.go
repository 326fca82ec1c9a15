package checks

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/plan"
)

var applyWindow = Rule{
	Name:  "apply-window",
	Title: "served before and after apply, refused while it runs",
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
		Message: o.Method + " " + p.display(o.Path) + " through " + o.Distribution.Address +
			" is served before and after apply, but returns 403 after " + opens + " and until " + until + howLong(w),
		Fix: gently(w, o),
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
	const steps = "Take two applies: in the first let the policy admit the old caller and the new one"
	opens, closes := w.Opens.Resource, w.Closes.Resource
	switch {
	case w.Apart() && !w.Inevitable:
		return "Apply the root of " + closes.Address + " first, and that of " + opens.Address + " when it is done."
	case w.Lasting:
		return "If the resource only got another name, say so with a moved block: then nothing is deleted. Otherwise " +
			"take the old policy resource out of the state by a removed block with destroy = false, so that only " +
			"the new one is put."
	case closes != nil && closes.Address == opens.Address && cloudfront.Deploys(opens.Type):
		return "Take two applies: in the first let the policy admit every distribution of the account (StringLike " +
			"aws:SourceArn arn:aws:cloudfront::" + o.Distribution.Account + ":distribution/*), and name the new " +
			"one when it has deployed and the old one is gone."
	case closes != nil && closes.Address == opens.Address && o.Bucket().New:
		return "Make the new bucket with its policy beside the old one, under an address of its own, copy the " +
			"objects, " +
			"point the origin at it in a second apply, and delete the old bucket when the distribution has deployed."
	case closes != nil && closes.Address == opens.Address:
		return "Keep the policy from being replaced: terraform plan tells what forces it (a changed bucket, " +
			"-replace, a taint). A change of the document alone is made in place."
	}
	return steps + ", in the second make the change itself, and take the old grant away when the distribution has " +
		"deployed."
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
