package report

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/plan403/plan403/checks"
)

// Fingerprint names a finding by what it is about: the rule, the place in the
// configuration, the distribution and the request. It stays the same when lines
// move, words change or other findings come and go, so that a later run can be
// compared with an earlier one.
func (p Plan) Fingerprint(f checks.Finding) string {
	parts := []string{f.Rule, f.Address, f.Attribute}
	if o, ok := p.first(f); ok {
		parts = append(parts, o.Distribution, o.Request.Method, o.Request.Scheme, o.Request.Host, o.Request.Path)
		if o.Request.Signed {
			parts = append(parts, "signed")
		}
	}
	return digest(parts...)
}

// Fingerprints lists the fingerprints of all findings by plan and finding. One
// that stands for several findings, as when two plans hold the same module, is
// numbered, because readers drop what they take for a repetition.
func (r Report) Fingerprints() [][]string {
	seen := map[string]int{}
	out := make([][]string, len(r.Plans))
	for i, p := range r.Plans {
		for _, f := range p.Findings {
			print := p.Fingerprint(f)
			seen[print]++
			if n := seen[print]; n > 1 {
				print = digest(print, strconv.Itoa(n))
			}
			out[i] = append(out[i], print)
		}
	}
	return out
}

// digest is a hash of a list of texts. Half of SHA-256 is more than enough to
// tell the findings of a run apart.
func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// distribution is the address of the distribution that a finding is about, "" if it
// is about none of its own. asked are those that outcomes speak of.
func (p Plan) distribution(f checks.Finding, asked map[string]bool) string {
	if o, ok := p.first(f); ok {
		return o.Distribution
	}
	for _, address := range append([]string{f.Address}, f.Related...) {
		if asked[address] {
			return address
		}
	}
	return ""
}

// first is the outcome that a finding's words are about.
func (p Plan) first(f checks.Finding) (Outcome, bool) {
	if len(f.Outcomes) == 0 || f.Outcomes[0] >= len(p.Outcomes) {
		return Outcome{}, false
	}
	return p.Outcomes[f.Outcomes[0]], true
}
