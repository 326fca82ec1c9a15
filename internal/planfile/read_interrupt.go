package planfile

import (
	"context"
	"io"
)

// chunk is what one read brought.
type chunk struct {
	data []byte
	err  error
}

// interruptible lets go of an input that may keep a reader waiting for ever, such
// as a pipe, when ctx ends. The read that hangs is left behind.
type interruptible struct {
	ctx    context.Context
	chunks chan chunk
	now    chunk
}

func newInterruptible(ctx context.Context, in io.Reader) *interruptible {
	r := &interruptible{ctx: ctx, chunks: make(chan chunk)}
	go r.pump(in)
	return r
}

// pump reads ahead by one chunk: a second one is taken only when the first is
// used up, so that two buffers do.
func (r *interruptible) pump(in io.Reader) {
	buffer, other := make([]byte, 64<<10), make([]byte, 64<<10)
	for {
		buffer, other = other, buffer
		n, err := in.Read(buffer)
		select {
		case r.chunks <- chunk{buffer[:n], err}:
		case <-r.ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}

func (r *interruptible) Read(p []byte) (int, error) {
	for len(r.now.data) == 0 && r.now.err == nil {
		select {
		case r.now = <-r.chunks:
		case <-r.ctx.Done():
			return 0, r.ctx.Err()
		}
	}
	n := copy(p, r.now.data)
	r.now.data = r.now.data[n:]
	if len(r.now.data) == 0 {
		return n, r.now.err
	}
	return n, nil
}
