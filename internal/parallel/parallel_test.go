package parallel

import (
	"strings"
	"sync/atomic"
	"testing"
)

func TestEachCallsAll(t *testing.T) {
	called := make([]int, 100)
	Each(len(called), func(i int) { called[i]++ })
	for i, n := range called {
		if n != 1 {
			t.Errorf("%d was called %d times", i, n)
		}
	}
}

func TestPanicGoesOnInTheCaller(t *testing.T) {
	var others atomic.Int32
	defer func() {
		p, ok := recover().(*Panic)
		if !ok || p.Value != "at 3" {
			t.Errorf("recovered %v, want the panic of the third call", p)
		}
		if !strings.Contains(string(p.Stack), "breaksAtThree") {
			t.Errorf("the stack does not tell where it began:\n%s", p.Stack)
		}
		if others.Load() != 9 {
			t.Errorf("%d other calls ended, want 9", others.Load())
		}
	}()
	Each(1, func(int) { // within another call
		Each(10, func(i int) { breaksAtThree(i); others.Add(1) })
	})
}

func breaksAtThree(i int) {
	if i == 3 {
		panic("at 3")
	}
}
