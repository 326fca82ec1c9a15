package glob

import (
	"encoding/binary"
	"sync"
)

// Memo remembers what Classes said, since sites are made by the dozen of one
// module: but for the names of their buckets, their views are the same. It may be
// used by several goroutines; the zero value is ready.
type Memo struct {
	lock   sync.Mutex
	shapes map[string]*shape
}

// shape is one call, which others that ask the same at the same time wait for.
type shape struct {
	once     sync.Once
	classes  []Class
	complete bool
}

// maxShapes bounds how many different calls are remembered.
const maxShapes = 256

// Classes is glob.Classes. Views that encode all have to do it alike. The
// classes are shared: they are to be read only.
func (m *Memo) Classes(start string, views []View, limit int) ([]Class, bool) {
	plain := make([]View, len(views))
	key := binary.AppendVarint([]byte(start), int64(limit))
	for i, v := range views {
		plain[i] = v.withoutPrefix()
		key = plain[i].appendTo(key)
	}
	known := m.shape(key)
	known.once.Do(func() { known.classes, known.complete = Classes(start, plain, limit) })
	return known.classes, known.complete
}

// shape is what is remembered of a call, or one that is not remembered.
func (m *Memo) shape(key []byte) *shape {
	m.lock.Lock()
	defer m.lock.Unlock()
	known, ok := m.shapes[string(key)]
	if ok {
		return known
	}
	known = new(shape)
	if m.shapes == nil {
		m.shapes = map[string]*shape{}
	}
	if len(m.shapes) < maxShapes {
		m.shapes[string(key)] = known
	}
	return known
}

// Distinct drops views that say the same as an earlier one. As with Classes,
// views that encode all have to do it alike.
func Distinct(views []View) []View {
	seen := map[string]bool{}
	var out []View
	for _, v := range views {
		key := string(v.appendTo(nil))
		if !seen[key] {
			seen[key] = true
			out = append(out, v)
		}
	}
	return out
}

// withoutPrefix takes the prefix away from both sides where the pattern begins
// with just that text: then the rest decides.
func (v View) withoutPrefix() View {
	prefix := CompileLiteral(v.Prefix)
	if v.Prefix == "" || v.Pattern.fold || prefix.symbols || len(prefix.atoms) > len(v.Pattern.atoms) {
		return v
	}
	for i, a := range prefix.atoms {
		if v.Pattern.atoms[i] != a {
			return v
		}
	}
	v.Prefix, v.Pattern = "", v.Pattern.from(len(prefix.atoms))
	return v
}

// appendTo adds all that the answers of a view hang on.
func (v View) appendTo(key []byte) []byte {
	key = binary.AppendVarint(append(key, v.Prefix...), int64(len(v.Prefix)))
	for _, flag := range []bool{v.Encode != nil, v.Pattern.fold} {
		if flag {
			key = append(key, 1)
		} else {
			key = append(key, 0)
		}
	}
	key = binary.AppendVarint(key, int64(len(v.Pattern.atoms)))
	for _, a := range v.Pattern.atoms {
		key = binary.AppendVarint(append(key, byte(a.op)), int64(a.r))
	}
	return key
}
