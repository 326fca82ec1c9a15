package planfile

import "github.com/google/go-cmp/cmp"

var unexported = cmp.AllowUnexported(Plan{}, HeldElement{}, ModuleConfig{}, heldBlock{})
