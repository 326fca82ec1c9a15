package glob

// pool hands out slices that live as long as an exploration, many from one allocation.
type pool[T any] struct {
	free []T
	size int
}

// poolSize bounds the allocations.
const poolSize = 256

func (p *pool[T]) take(n int) []T {
	if len(p.free) < n {
		p.size = min(max(2*p.size, 64), poolSize)
		p.free = make([]T, max(p.size, n))
	}
	out := p.free[:n:n]
	p.free = p.free[n:]
	return out
}

func (p *pool[T]) copy(s []T) []T {
	out := p.take(len(s))
	copy(out, s)
	return out
}
