// Package parallel works on all cores.
package parallel

import (
	"runtime"
	"runtime/debug"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Each calls work for every number below n, on all cores, and returns when all
// calls have ended. A panic in one of them goes on in the caller as a *Panic:
// that of a goroutine of its own would end the program, and nobody could keep it
// from doing so.
func Each(n int, work func(i int)) {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	var once sync.Once
	var first *Panic
	for i := range n {
		group.Go(func() error {
			defer func() {
				if r := recover(); r != nil {
					once.Do(func() { first = asPanic(r) })
				}
			}()
			work(i)
			return nil
		})
	}
	_ = group.Wait() // no call returns an error
	if first != nil {
		panic(first)
	}
}

// Panic is a panic that was carried over from another goroutine.
type Panic struct {
	Value any
	Stack []byte // of the goroutine that it began in
}

func asPanic(value any) *Panic {
	if p, ok := value.(*Panic); ok { // from calls within calls
		return p
	}
	return &Panic{value, debug.Stack()}
}
