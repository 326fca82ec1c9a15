package benchplan_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"

	"github.com/plan403/plan403/internal/benchplan"
)

func TestSamePlanForSameSeed(t *testing.T) {
	var a, b, c bytes.Buffer
	for w, seed := range map[io.Writer]uint64{&a: 1, &b: 1, &c: 2} {
		if n, err := benchplan.Write(w, 1<<20, seed); err != nil || n < 3<<18 || n > 5<<18 {
			t.Errorf("%d bytes, %v", n, err)
		}
	}
	if !json.Valid(a.Bytes()) {
		t.Error("the plan is no JSON")
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) || bytes.Equal(a.Bytes(), c.Bytes()) {
		t.Error("want the same plan for the same seed, and another one for another")
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestErrorEndsIt(t *testing.T) {
	if _, err := benchplan.Write(broken{}, 10<<20, 1); err == nil {
		t.Error("want the error of the writer")
	}
}
