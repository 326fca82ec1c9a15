package checks

import "github.com/plan403/plan403/internal/s3"

// served lists the buckets that outcomes reach.
func (p *Pass) served() []*s3.Bucket {
	var out []*s3.Bucket
	seen := map[*s3.Bucket]bool{}
	for _, o := range p.Outcomes {
		if o.Reached() && !seen[o.Bucket()] {
			seen[o.Bucket()] = true
			out = append(out, o.Bucket())
		}
	}
	return out
}

// buckets lists the buckets that the judged root manages, and those beside them
// that outcomes reach.
func (p *Pass) buckets() []*s3.Bucket {
	if !p.hasCloudFront() {
		return nil
	}
	out := p.After.Store.All()
	for _, b := range p.served() {
		if b.Resource == nil || b.Resource.From != "" {
			out = append(out, b)
		}
	}
	return out
}

// accessPoints lists those of the state.
func (p *Pass) accessPoints() []*s3.AccessPoint {
	if !p.hasCloudFront() {
		return nil
	}
	return p.After.Store.AccessPoints()
}

// keyPolicies lists the policies of the state's KMS keys.
func (p *Pass) keyPolicies() []*s3.Policy {
	if !p.hasCloudFront() {
		return nil
	}
	return p.After.Store.KeyPolicies()
}

// hasCloudFront reports whether there is any distribution, before apply or after
// it. Without one, what apply makes of buckets is no question of this program.
func (p *Pass) hasCloudFront() bool {
	return len(p.After.Distributions) > 0 || len(p.Before.Distributions) > 0 ||
		len(p.After.State.Unmodelled("AWS::CloudFront::Distribution")) > 0
}
