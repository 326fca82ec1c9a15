package tri

import "testing"

var all = []Value{True, False, Because(Cause{Reason: "a"}), Because(Cause{Reason: "b"})}

func TestLaws(t *testing.T) {
	for _, a := range all {
		if got := a.Not().Not().Truth(); got != a.Truth() {
			t.Errorf("not not %v = %v", a.Truth(), got)
		}
		for _, b := range all {
			if a.And(b).Truth() != b.And(a).Truth() || a.Or(b).Truth() != b.Or(a).Truth() {
				t.Errorf("and/or do not commute for %v, %v", a.Truth(), b.Truth())
			}
			if a.And(b).Not().Truth() != a.Not().Or(b.Not()).Truth() {
				t.Errorf("De Morgan fails for %v, %v", a.Truth(), b.Truth())
			}
			for _, c := range all {
				if a.And(b.And(c)).Truth() != a.And(b).And(c).Truth() {
					t.Errorf("and is not associative for %v, %v, %v", a.Truth(), b.Truth(), c.Truth())
				}
			}
		}
	}
}

// Making an unknown operand known never turns a decided result over.
func TestMonotone(t *testing.T) {
	for _, op := range []func(a, b Value) Value{Value.And, Value.Or} {
		for _, b := range all {
			before := op(Because(), b)
			for _, known := range []Value{True, False} {
				after := op(known, b)
				if !before.IsUnknown() && after.Truth() != before.Truth() {
					t.Errorf("decided %v became %v", before.Truth(), after.Truth())
				}
			}
		}
	}
}

func TestCauses(t *testing.T) {
	a, b := Because(Cause{Reason: "a"}), Because(Cause{Reason: "b"})
	tests := []struct {
		name string
		got  Value
		want int
	}{
		{"both operands are named", a.And(b), 2},
		{"the same cause is named once", a.Or(a), 1},
		{"a decided value has no cause", a.And(False), 0},
		{"the decided operand adds nothing", a.And(True), 1},
		{"two ways that differ name why", True.Agree(False, Cause{Reason: "c"}), 1},
		{"two ways that agree are decided", True.Agree(True, Cause{Reason: "c"}), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := len(tt.got.Causes()); got != tt.want {
				t.Errorf("%d causes, want %d", got, tt.want)
			}
		})
	}
}
