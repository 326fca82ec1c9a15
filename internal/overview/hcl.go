package overview

import (
	"fmt"
	"io"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/report"
)

// writeHCL prints an expect block for each distribution with all that is served
// today, for .plan403.hcl.
func writeHCL(w io.Writer, plans []Plan, _ report.Style) error {
	f := hclwrite.NewEmptyFile()
	for _, p := range plans {
		for _, d := range p.Distributions {
			if len(d.Served) == 0 {
				continue
			}
			if len(f.Body().Blocks()) > 0 {
				f.Body().AppendNewline()
			}
			body := f.Body().AppendNewBlock("expect", []string{fmt.Sprintf("%s serves what it "+
				"served", d.Address)}).Body()
			body.SetAttributeValue("distribution", cty.StringVal(d.Address))
			var requests []cty.Value
			for _, s := range d.Served {
				requests = append(requests, cty.StringVal(s))
			}
			body.SetAttributeValue("requests", cty.ListVal(requests))
			body.SetAttributeValue("verdict", cty.StringVal("served"))
		}
	}
	_, err := f.WriteTo(w)
	return err
}
