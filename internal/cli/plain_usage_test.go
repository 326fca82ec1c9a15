package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPlainUsage(t *testing.T) {
	got := plainUsage("`FILE` of the root's\n[known] findings\\")
	if diff := cmp.Diff("FILE of the root’s (known) findings", got); diff != "" {
		t.Error(diff)
	}
}
