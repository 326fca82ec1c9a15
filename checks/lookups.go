package checks

import (
	"cmp"
	"slices"

	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

// lookups find outcomes by what rules ask for, so that none of them looks through all
// outcomes for each. Each is made when it is first asked.
type lookups struct {
	byCode         map[trace.Code][]meeting
	byDistribution map[string][]int
	byBucket       map[*s3.Bucket][]int
	byHalt         map[string][]int
	writing        map[behaviorOf]bool
	byARN          map[string]string
	// beside are all outcomes by their distribution, spreads what these ask for.
	beside  map[string][]int
	spreads map[string]*spread
}

// meeting is a refusal by its number, and that of the outcome that met it.
type meeting struct{ outcome, refusal int }

// metBy lists where refusals with some codes were met, in the order of outcomes.
func (p *Pass) metBy(codes []trace.Code) []meeting {
	if p.byCode == nil {
		p.byCode = map[trace.Code][]meeting{}
		for i, o := range p.Outcomes {
			for k, f := range o.Refusals {
				p.byCode[f.Code] = append(p.byCode[f.Code], meeting{i, k})
			}
		}
	}
	if len(codes) == 1 {
		return p.byCode[codes[0]]
	}
	var out []meeting
	for _, code := range codes {
		out = append(out, p.byCode[code]...)
	}
	slices.SortFunc(out, func(a, b meeting) int {
		return cmp.Or(cmp.Compare(a.outcome, b.outcome), cmp.Compare(a.refusal, b.refusal))
	})
	return out
}

// to lists the outcomes of a distribution by its address.
func (p *Pass) to(distribution string) []int {
	if p.byDistribution == nil {
		p.byDistribution = byDistribution(p.Outcomes)
	}
	return slices.Clone(p.byDistribution[distribution])
}

func byDistribution(outcomes []simulate.Outcome) map[string][]int {
	out := map[string][]int{}
	for i, o := range outcomes {
		out[o.Distribution.Address] = append(out[o.Distribution.Address], i)
	}
	return out
}

// through lists the outcomes that reach a bucket.
func (p *Pass) through(b *s3.Bucket) []int {
	if p.byBucket == nil {
		p.byBucket = map[*s3.Bucket][]int{}
		for i, o := range p.Outcomes {
			p.byBucket[o.Bucket()] = append(p.byBucket[o.Bucket()], i)
		}
	}
	return slices.Clone(p.byBucket[b])
}

// halted lists the outcomes of distributions that are not made, or stay as they are,
// because they depend on what is refused at an address.
func (p *Pass) halted(address string) []int {
	if p.byHalt == nil {
		p.byHalt = map[string][]int{}
		for _, d := range p.After.Distributions {
			for _, at := range p.After.HaltedBy(d) {
				p.byHalt[at] = append(p.byHalt[at], p.to(d.Address)...)
			}
		}
	}
	return slices.Clone(p.byHalt[address])
}

// behaviorOf is a behavior of a distribution by its name.
type behaviorOf struct{ distribution, behavior string }

func behaviorIn(o simulate.Outcome) behaviorOf { return behaviorOf{o.Distribution.Address, o.Behavior} }

// writesSomething reports whether a write method of the behavior of an outcome gets
// through: writes are then meant, and one that is missing is no leftover.
func (p *Pass) writesSomething(o simulate.Outcome) bool {
	if p.writing == nil {
		p.writing = map[behaviorOf]bool{}
		for _, other := range p.Outcomes {
			if other.Verdict == simulate.Served && writes(other) {
				p.writing[behaviorIn(other)] = true
			}
		}
	}
	return p.writing[behaviorIn(o)]
}
