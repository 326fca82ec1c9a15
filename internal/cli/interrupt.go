package cli

import (
	"context"
	"errors"
	"time"
)

// grace is how long work may take to end by itself once it is interrupted: to
// stop a program that it started and to remove temporary files.
const grace = time.Second

// writing writes, and gives up soon after an interrupt: a pipe that nobody reads
// holds a writer up for ever.
func writing(ctx context.Context, write func() error) error {
	err := errors.New("interrupted")
	if done := make(chan error, 1); finished(ctx, func() { done <- write() }) {
		err = <-done
	}
	return err
}

// finished runs work and reports whether it came to its end. Evaluation does not
// look at ctx, so after an interrupt and some grace it is left behind: nothing
// that it writes may be read then.
func finished(ctx context.Context, work func()) bool {
	done := make(chan struct{})
	go func() {
		defer close(done)
		work()
	}()
	select {
	case <-done:
		return true
	case <-ctx.Done():
	}
	select {
	case <-done:
		return true
	case <-time.After(grace):
		return false
	}
}
