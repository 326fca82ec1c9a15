package simulate

import (
	"sync"

	"github.com/plan403/plan403/internal/cloudfront"
)

// recent is what became of the last request to each distribution.
type recent struct {
	lock sync.Mutex
	last map[*cloudfront.Distribution]decision
}

type decision struct {
	request Request
	result  Result
}

// of is what becomes of a request, which is decided unless it was the last.
func (m *recent) of(
	d *cloudfront.Distribution, r Request, decide func(*cloudfront.Distribution, Request) Result,
) Result {
	m.lock.Lock()
	known, made := m.last[d]
	m.lock.Unlock()
	if made && known.request == r {
		return known.result
	}
	out := decide(d, r)
	m.lock.Lock()
	defer m.lock.Unlock()
	if m.last == nil {
		m.last = map[*cloudfront.Distribution]decision{}
	}
	m.last[d] = decision{r, out}
	return out
}
