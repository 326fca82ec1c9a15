package plan

import (
	"math/big"
	"testing"
)

// Numbers read the same whichever way they are written.
func TestDigits(t *testing.T) {
	for _, text := range []string{
		"0", "7", "-7", "0.5", "-0.25", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1e30",
		"123456789012345678901234567890.125", "-0",
	} {
		f, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := digits(f), f.Text('f', -1); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}
