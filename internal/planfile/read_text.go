package planfile

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// maxGunzipped bounds what a gzip file may unpack to, so that a small file
// cannot keep the program busy for hours.
const maxGunzipped = 4 << 30

// looked is how much of the beginning is looked at to tell what a file is.
const looked = 512

// inputContent is an input without its gzip layer.
type inputContent struct {
	reader   *bufio.Reader
	zip      bool // a zip: a saved plan
	unzipped bool // a gzip layer was taken off: reader is not the file itself
}

// unwrapInput takes the gzip layer off, if there is one.
func unwrapInput(in io.Reader) (inputContent, error) {
	c := inputContent{reader: bufio.NewReaderSize(in, 64<<10)}
	start, err := peekInput(c.reader, 4)
	if err == nil && bytes.HasPrefix(start, []byte("\x1f\x8b")) {
		unzip, err := gzip.NewReader(c.reader)
		if err != nil {
			return c, fmt.Errorf("is not a complete gzip file: %w", err)
		}
		c = inputContent{reader: bufio.NewReaderSize(&limitedReader{unzip, maxGunzipped}, 64<<10), unzipped: true}
		start, err = peekInput(c.reader, 4)
		if err != nil {
			return c, err
		}
	}
	c.zip = bytes.HasPrefix(start, []byte("PK\x03\x04")) || bytes.HasPrefix(start, []byte("PK\x05\x06"))
	return c, err
}

// peekInput looks at up to n bytes; that there are fewer is no error.
func peekInput(r *bufio.Reader, n int) ([]byte, error) {
	start, err := r.Peek(n)
	if err == io.EOF {
		err = nil
	}
	if err != nil {
		return nil, cannotRead(err)
	}
	return start, nil
}

// inputText is the text of an input as UTF-8.
type inputText struct {
	*bufio.Reader
	// wide: it was UTF-16.
	wide      bool
	beginning []byte
}

// decodeText returns the text as UTF-8 without a byte order mark. Windows
// PowerShell redirects output as UTF-16, with a mark or, by other programs, without.
func decodeText(r io.Reader) (inputText, error) {
	text := inputText{Reader: bufio.NewReaderSize(r, 64<<10)}
	mark, err := peekInput(text.Reader, 3)
	if err != nil {
		return text, err
	}
	if decode := decoderOf(mark); decode != nil {
		text.wide = !bytes.HasPrefix(mark, []byte("\xef\xbb\xbf"))
		text.Reader = bufio.NewReaderSize(transform.NewReader(text.Reader, decode), 64<<10)
	}
	beginning, err := peekInput(text.Reader, looked)
	if err != nil {
		return text, err
	}
	if len(bytes.TrimSpace(beginning)) == 0 && len(beginning) < looked {
		return text, errors.New("is empty: " + makeOne)
	}
	text.beginning = bytes.Clone(beginning)
	return text, nil
}

// decoderOf tells an encoding by the first bytes, nil for plain UTF-8. A plan
// begins with "{", of which UTF-16 makes two bytes.
func decoderOf(start []byte) transform.Transformer {
	for _, mark := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
		if bytes.HasPrefix(start, []byte(mark)) {
			return unicode.BOMOverride(transform.Nop)
		}
	}
	switch {
	case bytes.HasPrefix(start, []byte("{\x00")):
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()
	case bytes.HasPrefix(start, []byte("\x00{")):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder()
	}
	return nil
}

// notJSON says what the text is by its beginning, nil if it may be an object.
func (t inputText) notJSON() error { return notJSON(t.beginning) }

// explain adds to what is wrong with a text how it may have become so.
func (t inputText) explain(err error) error {
	if !t.wide {
		return err
	}
	return fmt.Errorf("%w; it is UTF-16, as PowerShell redirects it, which garbles text: "+
		`make it with cmd /c "terraform show -json tfplan > plan.json"`, err)
}

// limitedReader fails, where io.LimitReader would make a long input look whole.
type limitedReader struct {
	r    io.Reader
	left int64
}

func (l *limitedReader) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, fmt.Errorf("unpacks to more than %d GiB", int64(maxGunzipped)>>30)
	}
	n, err := l.r.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	return n, err
}

// meter feeds the scanner. It stops when ctx ends and bounds how much may be
// read for one value, which the decoder holds whole.
type meter struct {
	ctx        context.Context
	r          io.Reader
	read, left int64
}

func newMeter(ctx context.Context, r io.Reader) *meter {
	return &meter{ctx: ctx, r: r, left: maxValueBytes}
}

// allow sets how many bytes may be read until the next call.
func (m *meter) allow(n int64) { m.left = n }

func (m *meter) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, &readError{err}
	}
	if m.left <= 0 {
		return 0, &readError{errValueBytes}
	}
	n, err := m.r.Read(p[:min(int64(len(p)), m.left)])
	m.read += int64(n)
	m.left -= int64(n)
	if err != nil && err != io.EOF {
		err = &readError{err}
	}
	return n, err
}

// readError is an error of the input, not of what it says.
type readError struct{ err error }

func (e *readError) Error() string { return cannotRead(e.err).Error() }
func (e *readError) Unwrap() error { return e.err }

func cannotRead(err error) error {
	if errors.Is(err, errValueBytes) {
		return err
	}
	return fmt.Errorf("cannot be read to its end: %w", withoutPath(err))
}
