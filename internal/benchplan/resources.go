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
	name := fmt.Sprintf("r%d", i)
	full := fmt.Sprintf("service-%d-%d", module, i)
	tags := fmt.Sprintf(
		`"tags":{"Name":%q,"CostCentre":"%06d","Owner":"team-%d@example.com"}`,
		full,
		g.IntN(1e6),
		g.IntN(20),
	)
	named := `"name":{"references":["var.name"]}`
	switch i % 7 {
	case 0:
		return resource{
			mode: "managed", typ: "aws_iam_policy", name: name, expressions: named + `,"policy":{}`,
			attributes: fmt.Sprintf(
				`"arn":"arn:aws:iam::123456789012:policy/%[1]s","name":%[1]q,"policy":%[2]q,%[3]s`,
				full,
				g.identityPolicy(),
				tags,
			),
		}
	case 1:
		return resource{
			mode: "managed", typ: "aws_iam_role", name: name, expressions: named + `,"assume_role_policy":{"references":["data.aws_iam_policy_document.r3.json"]}`,
			attributes: fmt.Sprintf(
				`"arn":"arn:aws:iam::123456789012:role/%[1]s","name":%[1]q,"assume_role_policy":%[2]q,%[3]s`,
				full,
				g.identityPolicy(),
				tags,
			),
		}
	case 2:
		return resource{
			mode: "managed", typ: "aws_instance", name: name, expressions: `"ami":{"constant_value":"ami-0"},"subnet_id":{"references":["var.subnet"]}`,
			attributes: fmt.Sprintf(
				`"ami":"ami-%08x","instance_type":"m7g.large","user_data":%q,%s`,
				g.Uint32(),
				g.noise(1500),
				tags,
			),
		}
	case 3:
		return resource{
			mode: "data", typ: "aws_iam_policy_document", name: name, expressions: `"statement":[{"actions":{"constant_value":["s3:GetObject"]}}]`,
			attributes: fmt.Sprintf(
				`"id":"%d","json":%q,"statement":[{"actions":["s3:GetObject"],"effect":"Allow","resources":["arn:aws:s3:::data-%d/*"]}]`,
				g.Uint32(),
				g.identityPolicy(),
				g.IntN(1000),
			),
		}
	case 4, 5:
		return resource{
			mode: "managed", typ: "aws_route53_record", name: name, expressions: named + `,"zone_id":{"references":["var.zone"]},"type":{"constant_value":"A"}`,
			attributes: fmt.Sprintf(
				`"name":"h%d.s%d.example.org","type":"A","ttl":300,"alias":[],"allow_overwrite":null,"records":["10.%d.%d.%d"],"zone_id":"Z%010d"`,
				i,
				module,
				g.IntN(256),
				g.IntN(256),
				g.IntN(256),
				g.IntN(1e9),
			),
		}
	}
	return resource{
		mode: "managed", typ: "aws_security_group", name: name, expressions: named + `,"vpc_id":{"references":["var.vpc"]}`,
		attributes: fmt.Sprintf(`"name":%q,"ingress":[%s],%s`, full, g.rules(), tags),
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
