package glob

import "math/bits"

// set holds the states of a machine that are active at once.
type set []uint64

func (s set) has(i int) bool { return s[i>>6]>>(i&63)&1 == 1 }
func (s set) add(i int)      { s[i>>6] |= 1 << (i & 63) }

func (s set) empty() bool {
	for _, w := range s {
		if w != 0 {
			return false
		}
	}
	return true
}

// all yields the members in ascending order. Members added while it runs are
// seen if they are larger than the current one.
func (s set) all(yield func(int) bool) {
	for w := range s {
		done := uint64(0)
		for {
			left := s[w] &^ done
			if left == 0 {
				break
			}
			bit := bits.TrailingZeros64(left)
			done |= 1<<(bit+1) - 1
			if !yield(w<<6 | bit) {
				return
			}
		}
	}
}

// below drops every member smaller than i.
func (s set) below(i int) {
	clear(s[:i>>6])
	s[i>>6] &^= 1<<(i&63) - 1
}

// appendTo appends the bytes of the set, as a map key.
func (s set) appendTo(b []byte) []byte {
	for _, w := range s {
		for range 8 {
			b = append(b, byte(w))
			w >>= 8
		}
	}
	return b
}
