package analysis

import (
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/plan403/plan403/internal/parallel"
)

// guard turns a fault of plan403 that one plan brings about into that plan's
// error. The other plans go on, and the program does not end with Go's status for
// a panic, which is the one of findings.
func guard(name string, judge func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = faultError(name, r, debug.Stack())
		}
	}()
	return judge()
}

func faultError(name string, value any, stack []byte) error {
	if p, ok := value.(*parallel.Panic); ok {
		value, stack = p.Value, p.Stack
	}
	what := "panic" // others may quote the plan, which may hold secrets
	if e, ok := value.(runtime.Error); ok {
		what = e.Error()
	}
	return fmt.Errorf("%s: a fault in plan403, which says nothing about the plan (%s%s); please report "+
		"it", name, what, faultPlace(stack))
}

// faultPlace names the function in which a panic began: the first one of this
// module below the call of panic.
func faultPlace(stack []byte) string {
	_, below, _ := strings.Cut(string(stack), "\npanic(")
	_, frame, ok := strings.Cut(below, "\ngithub.com/plan403/plan403/")
	if !ok {
		return ""
	}
	function, rest, _ := strings.Cut(frame, "\n")
	place, _, _ := strings.Cut(rest, " ")
	return fmt.Sprintf(
		", in %s, %s",
		function[:strings.LastIndex(function, "(")],
		filepath.Base(strings.TrimSpace(place)),
	)
}
