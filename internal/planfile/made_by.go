package planfile

import (
	"strings"

	"github.com/plan403/plan403/internal/source"
)

// MadeBy tells which program made the plan, by the registry that its providers
// come from.
func (c *Config) MadeBy() source.Program {
	if c == nil {
		return source.AnyProgram
	}
	by := source.AnyProgram
	for _, p := range c.Providers {
		switch host, _, _ := strings.Cut(p.FullName, "/"); host {
		case "registry.opentofu.org":
			return source.OpenTofu
		case "registry.terraform.io":
			by = source.Terraform
		}
	}
	return by
}
