// Package benchplan writes big plans of the shape that real ones have: thousands
// of IAM, EC2, Route 53 and security group resources in nested modules, with
// some CloudFront sites between. It is for benchmarks and for
// docs/benchmarks.md only, and holds nothing in memory.
package benchplan

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
)

// between is how many unrelated resources stand between two sites.
const between = 400

// Write writes a plan of at least size bytes, the same for the same seed, and
// returns how many it wrote. Every site is whole: distribution, access control,
// bucket, policy and public access block.
func Write(w io.Writer, size int64, seed uint64) (int64, error) {
	p := &writer{to: bufio.NewWriterSize(w, 1<<20), rng: rand.New(rand.NewPCG(seed, 403))}
	p.printf(`{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[`)
	for i := 0; p.written < size && p.err == nil; i++ {
		if i%between == 0 {
			p.site(i / between)
			continue
		}
		p.unrelated(i)
	}
	p.printf(`]}` + "\n")
	if err := p.to.Flush(); p.err == nil {
		p.err = err
	}
	return p.written, p.err
}

// writer keeps the first error.
type writer struct {
	to      *bufio.Writer
	rng     *rand.Rand
	written int64
	some    bool // a resource is written already
	err     error
}

func (p *writer) printf(format string, args ...any) {
	if p.err != nil {
		return
	}
	n, err := fmt.Fprintf(p.to, format, args...)
	p.written, p.err = p.written+int64(n), err
}

// resource writes one entry of resource_changes that changes nothing.
func (p *writer) resource(module, typ, name, attributes string) {
	comma := ","
	if !p.some {
		comma, p.some = "", true
	}
	p.printf(`%s{"address":"%[2]s.%[3]s.%[4]s","module_address":%[2]q,"mode":"managed","type":%[3]q,"name":%[4]q,`+
		`"provider_name":"registry.terraform.io/hashicorp/aws","change":{"actions":["no-op"],"before":{%[5]s},"after":{%[5]s},`+
		`"after_unknown":{},"before_sensitive":{},"after_sensitive":{}}}`, comma, module, typ, name, attributes)
}

// module names a place in nested modules.
func (p *writer) module() string {
	return fmt.Sprintf("module.team_%d.module.service_%d", p.rng.IntN(20), p.rng.IntN(50))
}
