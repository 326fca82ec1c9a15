package planfile

import "testing"

func TestLevelsAbove(t *testing.T) {
	call := func(source string, inside *ModuleConfig) *ModuleConfig {
		return &ModuleConfig{Calls: map[string]*ModuleCall{"m": {Source: source, Module: inside}}}
	}
	leaf := &ModuleConfig{}
	tests := []struct {
		name string
		root *ModuleConfig
		want int
	}{
		{"no module", leaf, 0},
		{"a module below", call("./modules/a", leaf), 0},
		{"a module beside", call("../modules/a", leaf), 1},
		{"two levels up", call("../../modules/a", leaf), 2},
		{"a module that calls its neighbour", call("../../modules/a", call("../b", leaf)), 2},
		{"a module that climbs further", call("../a", call("../../b", leaf)), 2},
		{"a registry module", call("terraform-aws-modules/s3-bucket/aws", leaf), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := (&Config{Root: tt.root}).LevelsAbove(); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}
