// Package fix finds edits of the source that end findings. An edit is offered only
// once it is proved: the edited source is judged again, and the finding has to be
// gone, no outcome worse and no error new.
package fix

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/plan403/plan403/checks"
)

// Edit replaces a range of bytes of a source file: an empty text deletes, an empty
// range inserts. The range names the file as the tree does.
type Edit = checks.Edit

var (
	errOverlap = errors.New("two edits change the same text")
	ErrOutside = errors.New("an edit lies outside of its file")
)

// order sorts edits by file and place, those that insert at one place as they came.
func order(list []Edit) []Edit {
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
	var out []byte
	at := 0
	for _, e := range slices.Compact(order(list)) {
		from, to := e.Range.Start.Byte, e.Range.End.Byte
		switch {
		case from > to || to > len(src) || from < 0:
			return nil, fmt.Errorf("%s: %w", e.Range.Filename, ErrOutside)
		case from < at:
			return nil, fmt.Errorf("%s: %w", e.Range.Filename, errOverlap)
		}
		out = append(append(out, src[at:from]...), e.Text...)
		at = to
	}
	return append(out, src[at:]...), nil
}

// byFile groups edits by the file that they change.
func byFile(list []Edit) map[string][]Edit {
	out := map[string][]Edit{}
	for _, e := range list {
		out[e.Range.Filename] = append(out[e.Range.Filename], e)
	}
	return out
}
