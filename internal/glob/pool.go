package glob

// pool hands out slices that live as long as an exploration, many from one allocation.
type pool[T any] struct {
	blocks   [][]T
	at, used int // the block that is handed out, and how far
}

// The sizes of blocks: most explorations are small.
const minBlock, maxBlock = 16, 256

// take returns a slice in which anything may be left from before.
func (p *pool[T]) take(n int) []T {
	for ; p.at < len(p.blocks); p.at, p.used = p.at+1, 0 {
		if b := p.blocks[p.at]; p.used+n <= len(b) {
			out := b[p.used : p.used+n : p.used+n]
			p.used += n
			return out
		}
	}
	size := minBlock
	if last := len(p.blocks) - 1; last >= 0 {
		size = min(2*len(p.blocks[last]), maxBlock)
	}
	p.blocks = append(p.blocks, make([]T, max(size, n)))
	p.used = n
	return p.blocks[p.at][:n:n]
}

func (p *pool[T]) copy(s []T) []T {
	out := p.take(len(s))
	copy(out, s)
	return out
}

// again takes back all that was handed out.
func (p *pool[T]) again() { p.at, p.used = 0, 0 }
