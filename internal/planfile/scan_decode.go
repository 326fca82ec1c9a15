package planfile

import (
	"fmt"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/plan403/plan403/internal/parallel"
)

// judgedElement is a resource of a judged type that waits for the end of the
// file, when all of them are decoded at once. place is where it stands.
type judgedElement struct {
	data  []byte
	place string
	// repeated: the values after apply are left out, since they are those before it.
	repeated bool
}

// decodeJudged decodes the changes and prior resources on all cores.
func (s *scanner) decodeJudged() (err error) {
	if s.plan.Changes, err = decodeAll(s.changes, keepChange); err == nil {
		s.plan.Prior, err = decodeAll(s.prior, keepResource)
	}
	for i, c := range s.plan.Changes {
		if s.changes[i].repeated {
			c.Change.After = c.Change.Before
		}
	}
	s.changes, s.prior = nil, nil
	return err
}

// decodeAll decodes elements in order and lets go of each. The error is that of
// the first one that has any.
func decodeAll[T *tfjson.ResourceChange | *tfjson.StateResource](
	elements []judgedElement, decode func([]byte, resourceHead) (T, error),
) ([]T, error) {
	if len(elements) == 0 {
		return nil, nil
	}
	out, errs := make([]T, len(elements)), make([]error, len(elements))
	parallel.Each((len(elements)+perTask-1)/perTask, func(task int) {
		for i := task * perTask; i < min((task+1)*perTask, len(elements)); i++ {
			var h resourceHead
			if h, errs[i] = headOf(elements[i].data); errs[i] == nil {
				out[i], errs[i] = decode(elements[i].data, h)
			}
			elements[i].data = nil
		}
	})
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("in %s: %w", elements[i].place, err)
		}
	}
	return out, nil
}

// perTask is how many elements one task decodes: starting one costs about as
// much as decoding a small element.
const perTask = 16
