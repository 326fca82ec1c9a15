package benchplan

import "fmt"

func (p *writer) plan() {
	p.printf(`{"format_version":"1.2","terraform_version":"1.11.4","planned_values":`)
	p.values(false)
	p.printf(`,"resource_changes":[`)
	p.list(p.modules, func(m int) {
		managed := withoutData(p.resources(m))
		p.list(len(managed), func(i int) { p.change(m, managed[i]) })
	})
	p.printf(`],"prior_state":{"format_version":"1.0","terraform_version":"1.11.4","values":`)
	p.values(true)
	p.printf(`},"configuration":`)
	p.configuration()
	p.printf(`,"timestamp":"2026-01-05T08:00:00Z","applyable":true,"complete":true,"errored":false}` + "\n")
}

// values writes planned_values, or the values of prior_state: there stand data
// sources too, and not what is still to be created.
func (p *writer) values(prior bool) {
	p.printf(`{"root_module":{"child_modules":[`)
	p.teams(func(team, first, n int) {
		p.printf(`{"address":"module.team_%d","child_modules":[`, team)
		p.list(n, func(i int) {
			p.printf(`{"address":%q,"resources":[`, address(first+i))
			list := p.resources(first + i)
			if !prior {
				list = withoutData(list)
			}
			p.list(len(list), func(k int) { p.value(first+i, list[k]) })
			p.printf(`]}`)
		})
		p.printf(`]}`)
	})
	p.printf(`]}}`)
}

func (p *writer) value(module int, r resource) {
	p.printf(`{"address":"%s.%s","mode":%q,"type":%q,"name":%q,"provider_name":"registry.terraform.io/hashicorp/aws",`+
		`"schema_version":0,"values":{%s},"sensitive_values":{}}`, address(module), r.block(), r.mode, r.typ, r.name, r.attributes)
}

// change writes an entry of resource_changes: one of twenty is updated.
func (p *writer) change(module int, r resource) {
	action, unknown := "no-op", ""
	if r.updated {
		action, unknown = "update", `"tags_all":true`
	}
	p.printf(`{"address":"%[1]s.%[2]s","module_address":%[1]q,"mode":%[3]q,"type":%[4]q,"name":%[5]q,`+
		`"provider_name":"registry.terraform.io/hashicorp/aws","change":{"actions":[%[6]q],"before":{%[7]s},"after":{%[7]s},`+
		`"after_unknown":{%[8]s},"before_sensitive":{},"after_sensitive":{}}}`,
		address(module), r.block(), r.mode, r.typ, r.name, action, r.attributes, unknown)
}

func (p *writer) configuration() {
	p.printf(`{"provider_config":{"aws":{"name":"aws","full_name":"registry.terraform.io/hashicorp/aws",` +
		`"expressions":{"region":{"constant_value":"us-east-1"}}}},"root_module":{"module_calls":{`)
	p.teams(func(team, first, n int) {
		p.printf(`"team_%d":{"source":"./team","module":{"module_calls":{`, team)
		p.list(n, func(i int) {
			p.printf(
				`"service_%d":{"source":"./service","expressions":{"name":{"constant_value":"s%[1]d"}},"module":{"resources":[`,
				first+i,
			)
			list := p.resources(first + i)
			p.list(len(list), func(k int) { p.block(list[k]) })
			p.printf(`],"variables":{"name":{}}}}`)
		})
		p.printf(`}}}`)
	})
	p.printf(`}}}`)
}

func (p *writer) block(r resource) {
	p.printf(
		`{"address":%q,"mode":%q,"type":%q,"name":%q,"provider_config_key":"aws","expressions":{%s},"schema_version":0}`,
		r.block(),
		r.mode,
		r.typ,
		r.name,
		r.expressions,
	)
}

// address is that of a service's module.
func address(module int) string {
	return fmt.Sprintf("module.team_%d.module.service_%d", module/perTeam, module)
}

func withoutData(list []resource) []resource {
	var out []resource
	for _, r := range list {
		if r.mode != "data" {
			out = append(out, r)
		}
	}
	return out
}

// block is the resource's address in its module.
func (r resource) block() string {
	if r.mode == "data" {
		return "data." + r.typ + "." + r.name
	}
	return r.typ + "." + r.name
}
