package benchplan

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// resource is one resource of a plan: its attributes and the expressions of its
// block as the inside of JSON objects.
type resource struct {
	mode, typ, name, attributes, expressions string
	updated                                  bool
}

// resources makes the resources of a module, the same at every call.
func (p *writer) resources(module int) []resource {
	g := generator{rand.New(rand.NewPCG(p.seed, uint64(module)))}
	var out []resource
	for i := range perModule {
		r := g.unrelated(module, i)
		r.updated = g.IntN(20) == 0
		out = append(out, r)
	}
	if module%perSite == 0 {
		out = append(out, site(module/perSite)...)
	}
	return out
}

type generator struct{ *rand.Rand }

// unrelated makes a resource that no request through CloudFront meets.
func (g generator) unrelated(module, i int) resource {
	name, full := fmt.Sprintf("r%d", i), fmt.Sprintf("service-%d-%d", module, i)
	tags := fmt.Sprintf(`"tags":{"Name":%q,"CostCentre":"%06d","Owner":"team-%d@example.com"}`, full, g.IntN(1e6), g.IntN(20))
	switch i % 7 {
	case 0:
		return g.identity("aws_iam_policy", name, full, tags)
	case 1:
		return g.identity("aws_iam_role", name, full, tags)
	case 2:
		return resource{
			mode: "managed", typ: "aws_instance", name: name, expressions: `"ami":{"constant_value":"ami-0"},"subnet_id":{"references":["var.subnet"]}`,
			attributes: fmt.Sprintf(`"ami":"ami-%08x","instance_type":"m7g.large","user_data":%q,%s`, g.Uint32(), g.noise(1500), tags),
		}
	case 3:
		return g.document(name)
	case 4, 5:
		return g.record(name, module, i)
	}
	return resource{
		mode: "managed", typ: "aws_security_group", name: name, expressions: named + `,"vpc_id":{"references":["var.vpc"]}`,
		attributes: fmt.Sprintf(`"name":%q,"ingress":[%s],%s`, full, g.rules(), tags),
	}
}

const named = `"name":{"references":["var.name"]}`

// identity is a role, or a policy of identities.
func (g generator) identity(typ, name, full, tags string) resource {
	kind, document, written := "role", "assume_role_policy", `{"references":["data.aws_iam_policy_document.r3.json"]}`
	if typ == "aws_iam_policy" {
		kind, document, written = "policy", "policy", "{}"
	}
	return resource{
		mode: "managed", typ: typ, name: name, expressions: fmt.Sprintf(`%s,%q:%s`, named, document, written),
		attributes: fmt.Sprintf(
			`"arn":"arn:aws:iam::123456789012:%[1]s/%[2]s","name":%[2]q,%[3]q:%[4]q,%[5]s`,
			kind, full, document, g.identityPolicy(), tags,
		),
	}
}

func (g generator) document(name string) resource {
	return resource{
		mode: "data", typ: "aws_iam_policy_document", name: name, expressions: `"statement":[{"actions":{"constant_value":["s3:GetObject"]}}]`,
		attributes: fmt.Sprintf(
			`"id":"%d","json":%q,"statement":[{"actions":["s3:GetObject"],"effect":"Allow","resources":["arn:aws:s3:::data-%d/*"]}]`,
			g.Uint32(), g.identityPolicy(), g.IntN(1000),
		),
	}
}

func (g generator) record(name string, module, i int) resource {
	return resource{
		mode: "managed", typ: "aws_route53_record", name: name, expressions: named + `,"zone_id":{"references":["var.zone"]},"type":{"constant_value":"A"}`,
		attributes: fmt.Sprintf(
			`"name":"h%d.s%d.example.org","type":"A","ttl":300,"alias":[],"allow_overwrite":null,"records":["10.%d.%d.%d"],"zone_id":"Z%010d"`,
			i, module, g.IntN(256), g.IntN(256), g.IntN(256), g.IntN(1e9),
		),
	}
}

func (g generator) identityPolicy() string {
	var list []string
	for range 4 {
		list = append(
			list,
			fmt.Sprintf(
				`{"Effect":"Allow","Action":["s3:GetObject","sqs:SendMessage"],"Resource":"arn:aws:s3:::data-%d/*"}`,
				g.IntN(1000),
			),
		)
	}
	return `{"Version":"2012-10-17","Statement":[` + strings.Join(list, ",") + `]}`
}

func (g generator) rules() string {
	var list []string
	for range 6 {
		list = append(
			list,
			fmt.Sprintf(
				`{"from_port":%[1]d,"to_port":%[1]d,"protocol":"tcp","cidr_blocks":["10.%d.0.0/16"],"description":"from a neighbour"}`,
				g.IntN(65536),
				g.IntN(256),
			),
		)
	}
	return strings.Join(list, ",")
}

func (g generator) noise(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('a' + g.IntN(26))
	}
	return string(b)
}
