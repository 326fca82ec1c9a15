package s3

import (
	"encoding/json"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// readOrganizationBlock reads the S3 policies of the organization, which switch all
// four settings on at once, whatever the account and the bucket say (AWS
// Organizations User Guide, S3 policies; S3 User Guide, Blocking public access).
func (b *Bucket) readOrganizationBlock() {
	for _, a := range b.store.attachments(s3Settings, b.Account) {
		if on := blocksAll(a.policy).And(a.covers); !on.IsFalse() {
			all := uniformBlock(on)
			all.Address = a.policy.Address
			w := widerBlock{PublicAccessBlock: all, earlier: uniformBlock(tri.False)}
			if a.standing {
				w.earlier = all
			}
			b.Block = b.Block.under(w)
		}
	}
}

// blocksAll tells whether a policy assigns "all" to the public access block.
func blocksAll(r *plan.Resource) tri.Value {
	text := r.String("content")
	var content struct {
		Attributes struct {
			Block struct {
				Assign string `json:"@@assign"`
			} `json:"public_access_block_configuration"`
		} `json:"s3_attributes"`
	}
	if err := json.Unmarshal([]byte(text), &content); err != nil {
		if symbol.Contains(text) {
			return tri.Because(causes(text)...)
		}
		return tri.Because(r.Missing("content", "it is not an S3 policy that plan403 reads", ""))
	}
	return equals(content.Attributes.Block.Assign, "all")
}
