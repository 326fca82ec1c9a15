package planfile

import "fmt"

// maxCost bounds what a file may cost in memory once it is read and its states are
// made: a small file may unpack to a large one, and a large one to far more.
const maxCost = 480 << 20

// What parts of a file cost besides their bytes, as measured on plans of many
// resources.
const (
	costOfResource = 2 << 10
	costOfValue    = 330
	costOfNested   = 170 // more, of values deeper in a resource than its arguments
	costOfNothing  = 120 // null, true and false
	costOfHeld     = 800
	costOfModule   = 1 << 10
	costOfName     = 256 // of the format's own objects, such as a module call
)

var errCost = fmt.Errorf("would take more than %d MiB of memory: no configuration is that large; split it, "+
	"or make a plan of fewer resources with -target", maxCost>>20)

// budget is what is left to read the plans of one file.
type budget struct{ left int64 }

func newBudget() *budget { return &budget{left: maxCost} }

func (b *budget) spend(cost int) error {
	b.left -= int64(cost)
	if b.left < 0 {
		return errCost
	}
	return nil
}

// costOf estimates what a value takes once it is decoded.
func costOf(data []byte) int {
	s := shapeOf(data)
	return len(data) + max(0, s.values-s.nothing)*costOfValue + s.nested*costOfNested + s.nothing*costOfNothing
}
