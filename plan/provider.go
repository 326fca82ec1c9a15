package plan

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/resource"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/symbol"
)

// providers tells in which account and region the resources of a provider
// configuration live.
type providers struct {
	b        *builder
	accounts map[string]string // by credentials
	regions  map[string]string // by provider key
	looked   int               // so many held elements: see learnHeld
}

// credentialArguments make a provider configuration act for an account of its
// own. Configurations that agree in them are the same account.
var credentialArguments = []string{
	"access_key", "allowed_account_ids", "assume_role", "assume_role_with_web_identity", "profile",
	"secret_key", "shared_config_files", "shared_credentials_file", "shared_credentials_files", "token",
}

func newProviders(b *builder) *providers {
	p := &providers{b: b, accounts: map[string]string{}, regions: map[string]string{}}
	p.learnFrom(b.plan.Prior)
	return p
}

func (p *providers) learnFrom(prior []*tfjson.StateResource) {
	for _, r := range prior {
		d := p.b.draft(r.Address, planfile.AddressOf(r.Address, string(r.Mode), r.Type, r.Name, r.Index))
		p.learn(p.b.providerKey(d), r.Type, r.AttributeValues)
	}
}

// learn takes account ids and regions from what exists already.
func (p *providers) learn(key, typ string, attrs map[string]any) {
	row := resource.Of(typ)
	text := func(name string) string { s, _ := attrs[name].(string); return s }
	for _, name := range row.Region {
		p.regions[key] = cmp.Or(p.regions[key], text(name))
	}
	account := text(row.Account)
	if row.Account == "arn" {
		account = arnAccount(account)
	}
	if account != "" {
		c := p.credentials(key)
		p.accounts[c] = cmp.Or(p.accounts[c], account)
	}
}

func arnAccount(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || len(parts[4]) != 12 || strings.Trim(parts[4], "0123456789") != "" {
		return ""
	}
	return parts[4]
}

// place fills in account, region and partition of a resource.
func (b *builder) place(d *draft) {
	r := d.res
	r.Provider = b.providerKey(d)
	if v, ok := d.attrs["region"]; ok && !v.IsWhollyKnown() && b.sourced(d) {
		b.fillFromSource(d, "region")
	}
	r.Region = cmp.Or(ownRegion(d), b.providers.region(r.Provider))
	r.Partition = resource.PartitionOf(r.Region)
	r.Account = b.providers.account(r.Provider)
	if a := arnAccount(known(d, "arn")); a != "" {
		r.Account = a
	}
}

// ownRegion is the region that the resource itself names: its argument from
// version 6 of the provider on, a computed attribute before.
func ownRegion(d *draft) string {
	if row := resource.Of(d.res.Type); len(row.Region) > 0 {
		if s := known(d, row.Region[0]); s != "" {
			return s
		}
	}
	return known(d, "region")
}

// providerKey is the key of the resource's provider configuration in the root
// module, "aws" if nothing tells.
func (b *builder) providerKey(d *draft) string {
	if b.eval != nil {
		if key, ok := b.eval.ProviderFor(d.ref()); ok && key != "" {
			return key
		}
	}
	if d.config == nil || d.config.ProviderKey == "" {
		return "aws"
	}
	key := d.config.ProviderKey
	if b.plan.Config != nil {
		if _, ok := b.plan.Config.Providers[key]; ok {
			return key
		}
	}
	if i := strings.LastIndexByte(key, ':'); i >= 0 { // an implicit provider of a nested module
		key = key[i+1:]
	}
	return key
}

func (p *providers) region(key string) string {
	if r, ok := p.regions[key]; ok && r != "" {
		return r
	}
	r := cmp.Or(p.configured(key, "region"), p.b.options.Region)
	if r == "" {
		r, _ = p.b.symbols.New(symbol.Atom, "region "+key, symbol.Origin{
			Attribute: "region of provider " + key, Reason: "nothing says in which region this provider works",
			Remedy: "name it with --region",
		})
	}
	p.regions[key] = r
	return r
}

func (p *providers) account(key string) string {
	c := p.credentials(key)
	p.learnHeld(c)
	if a := cmp.Or(p.accounts[c], p.allowedAccount(key), p.roleAccount(key), p.toldAccount(c)); a != "" {
		return a
	}
	remedy := "name it with --account"
	if p.b.options.Account != "" {
		remedy = "name it in allowed_account_ids of the provider"
	}
	a, _ := p.b.symbols.New(symbol.Atom, "account "+c, symbol.Origin{
		Attribute: "account id", Reason: "nothing says in which account provider " + key + " works", Remedy: remedy,
	})
	p.accounts[c] = a
	return a
}

func (p *providers) allowedAccount(key string) string {
	e, ok := p.expressions(key)["allowed_account_ids"]
	if !ok {
		return ""
	}
	var ids []string
	if json.Unmarshal(e.Constant, &ids) != nil || len(ids) != 1 {
		return ""
	}
	return ids[0]
}

// toldAccount is the account that the user names: that of the provider without an alias,
// and of those that have the same credentials, if there is such a provider.
func (p *providers) toldAccount(credentials string) string {
	if p.b.plan.Config != nil {
		if _, ok := p.b.plan.Config.Providers["aws"]; ok && credentials != p.credentials("aws") {
			return ""
		}
	}
	return p.b.options.Account
}

// roleAccount is the account of the role in which a provider acts: whoever assumes a role
// works in its account. (IAM User Guide, "Roles terms and concepts".)
func (p *providers) roleAccount(key string) string {
	if p.b.eval != nil {
		v, ok := p.b.eval.ProviderRole(key)
		if text, isText := textOf(v); ok && isText {
			return arnAccount(text)
		}
	}
	for _, typ := range source.RoleBlocks {
		blocks := p.expressions(key)[typ].Blocks
		if len(blocks) == 0 {
			continue
		}
		var arn string
		if c := blocks[len(blocks)-1]["role_arn"].Constant; c != nil && json.Unmarshal(c, &arn) == nil {
			return arnAccount(arn)
		}
	}
	return ""
}

func (p *providers) expressions(key string) map[string]planfile.Expression {
	if p.b.plan.Config == nil {
		return nil
	}
	return p.b.plan.Config.Providers[key].Expressions
}

// configured returns a string argument of a provider configuration, "" if it
// is not known.
func (p *providers) configured(key, name string) string {
	e, ok := p.expressions(key)[name]
	if !ok {
		return ""
	}
	var s string
	if e.Constant != nil && json.Unmarshal(e.Constant, &s) == nil {
		return s
	}
	if p.b.eval != nil {
		v, ok := p.b.eval.ProviderAttribute(key, name)
		if text, isText := textOf(v); ok && isText && v.Type() == cty.String && !symbol.Contains(text) {
			return text
		}
	}
	for _, ref := range e.References {
		name, isVariable := strings.CutPrefix(ref, "var.")
		if v, ok := p.b.plan.Variables[name]; ok && isVariable && !v.Sensitive {
			s, _ = v.Value.(string)
			return s
		}
	}
	return ""
}

// credentials identifies the account that a provider configuration acts for.
func (p *providers) credentials(key string) string {
	exprs := p.expressions(key)
	var parts []string
	for _, name := range credentialArguments {
		if e, ok := exprs[name]; ok {
			text, _ := json.Marshal(e)
			parts = append(parts, name+"="+string(text))
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, "\n")
}

// learnHeld takes the account behind the credentials from the ARN of a role or
// user, of which one is enough.
func (p *providers) learnHeld(credentials string) {
	for ; p.accounts[credentials] == "" && p.looked < len(p.b.plan.Held); p.looked++ {
		e := p.b.plan.Held[p.looked]
		if e.Section == "planned_values" || !strings.Contains(e.Address, "aws_iam_") {
			continue
		}
		var r planfile.Resources
		if e.Decode(&r) == nil {
			p.learnFrom(r.Prior)
			p.learnFrom(befores(r.Changes))
		}
	}
}

// befores are the resources as changes found them.
func befores(changes []*tfjson.ResourceChange) []*tfjson.StateResource {
	var out []*tfjson.StateResource
	for _, c := range changes {
		if c.Change == nil {
			continue
		}
		if values, ok := c.Change.Before.(map[string]any); ok {
			out = append(out, &tfjson.StateResource{
				Address: c.Address, Mode: c.Mode, Type: c.Type, Name: c.Name, Index: c.Index, AttributeValues: values,
			})
		}
	}
	return out
}
