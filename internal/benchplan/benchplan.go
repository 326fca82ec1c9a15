// Package benchplan writes big plans of the shape that real ones have: thousands
// of IAM, EC2, Route 53 and security group resources in nested modules, with
// some CloudFront sites between, each told in planned_values, resource_changes,
// prior_state and configuration. It is for benchmarks and for
// docs/benchmarks.md only, and holds one module in memory.
package benchplan

import (
	"bufio"
	"fmt"
	"io"
)

const (
	// perModule is how many resources stand in one module, without a site's.
	perModule = 50
	// perSite is among how many modules one holds a site.
	perSite = 8
	// perTeam is how many modules one module above calls.
	perTeam = 20
)

// Write writes a plan of about size bytes, the same for the same seed, and
// returns how many it wrote. Every site is whole: distribution, access control,
// bucket, policy and public access block.
func Write(w io.Writer, size int64, seed uint64) (int64, error) {
	sample := &writer{to: bufio.NewWriter(io.Discard), seed: seed, modules: perSite}
	sample.plan()
	p := &writer{to: bufio.NewWriterSize(w, 1<<20), seed: seed, modules: int(max(1, size*perSite/sample.written))}
	p.plan()
	if err := p.to.Flush(); p.err == nil {
		p.err = err
	}
	return p.written, p.err
}

// writer writes one plan and keeps the first error.
type writer struct {
	to      *bufio.Writer
	seed    uint64
	modules int
	written int64
	err     error
}

func (p *writer) printf(format string, args ...any) {
	if p.err != nil {
		return
	}
	n, err := fmt.Fprintf(p.to, format, args...)
	p.written, p.err = p.written+int64(n), err
}

// list writes the elements that each call of element writes, with commas.
func (p *writer) list(n int, element func(i int)) {
	for i := range n {
		if i > 0 {
			p.printf(",")
		}
		element(i)
	}
}

// teams calls fn with the numbers of the modules of each team.
func (p *writer) teams(fn func(team, first, n int)) {
	teams := (p.modules + perTeam - 1) / perTeam
	p.list(teams, func(team int) {
		fn(team, team*perTeam, min(perTeam, p.modules-team*perTeam))
	})
}
