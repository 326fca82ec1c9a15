// Package hcledit edits files of HCL by ranges of bytes, so that nothing else of them
// changes: arguments, blocks and items of lists are written where a careful colleague
// would write them, as terraform fmt would.
package hcledit

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// Edit replaces a range of bytes of a source file: an empty text deletes, an empty
// range inserts. The range names the file as the tree does.
type Edit struct {
	Range hcl.Range
	Text  string
}

var (
	errOverlap = errors.New("two edits change the same text")
	ErrOutside = errors.New("an edit lies outside of its file")
)

// Order sorts edits by file and place, those that insert at one place as they came.
func Order(list []Edit) []Edit {
	out := slices.Clone(list)
	slices.SortStableFunc(out, func(a, b Edit) int {
		return cmp.Or(
			cmp.Compare(a.Range.Filename, b.Range.Filename),
			cmp.Compare(a.Range.Start.Byte, b.Range.Start.Byte),
			cmp.Compare(a.Range.End.Byte, b.Range.End.Byte),
		)
	})
	return out
}

// Apply makes the edits of one file. The same edit twice is made once; two that
// change the same text are an error.
func Apply(src []byte, list []Edit) ([]byte, error) {
	list, err := applicable(src, list)
	if err != nil {
		return nil, err
	}
	var out []byte
	at := 0
	for _, e := range list {
		out = append(append(out, src[at:e.Range.Start.Byte]...), e.Text...)
		at = e.Range.End.Byte
	}
	return append(out, src[at:]...), nil
}

// applicable are the edits of one file in order, each once, if they can be made.
func applicable(src []byte, list []Edit) ([]Edit, error) {
	list = slices.Compact(Order(list))
	at := 0
	for _, e := range list {
		from, to := e.Range.Start.Byte, e.Range.End.Byte
		switch {
		case from > to || to > len(src) || from < 0:
			return nil, fmt.Errorf("%s: %w", e.Range.Filename, ErrOutside)
		case from < at:
			return nil, fmt.Errorf("%s: %w", e.Range.Filename, errOverlap)
		}
		at = to
	}
	return list, nil
}

// ByFile groups edits by the file that they change.
func ByFile(list []Edit) map[string][]Edit {
	out := map[string][]Edit{}
	for _, e := range list {
		out[e.Range.Filename] = append(out[e.Range.Filename], e)
	}
	return out
}
