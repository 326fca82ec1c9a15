package benchplan

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteSites writes a plan that changes nothing and holds sites only: so many
// distributions, each with so many behaviors, before a bucket whose policy has
// so many statements. The policies grant all behaviors but the last.
func WriteSites(w io.Writer, distributions, behaviors, statements int) error {
	p := &writer{to: bufio.NewWriterSize(w, 1<<20)}
	p.printf(`{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[`)
	p.list(distributions, func(i int) {
		list := site(i)
		for k, r := range list {
			switch r.typ {
			case "aws_cloudfront_distribution":
				list[k].attributes = strings.Replace(
					r.attributes,
					`"ordered_cache_behavior":[`,
					`"ordered_cache_behavior":[`+wideBehaviors(behaviors),
					1,
				)
			case "aws_s3_bucket_policy":
				list[k].attributes = fmt.Sprintf(
					`"bucket":"site-%d","policy":%q`,
					i,
					widePolicy(i, behaviors, statements),
				)
			}
		}
		p.list(len(list), func(k int) { p.change(i, list[k]) })
	})
	p.printf("]}\n")
	if err := p.to.Flush(); p.err == nil {
		p.err = err
	}
	return p.err
}

// wideBehaviors are those that stand before the two of every site.
func wideBehaviors(n int) string {
	var b strings.Builder
	for i := range n - 3 {
		fmt.Fprintf(
			&b,
			`{"path_pattern":"/dir%d/*","target_origin_id":"s3","viewer_protocol_policy":"redirect-to-https","allowed_methods":["GET","HEAD"],"cached_methods":["GET","HEAD"]},`,
			i,
		)
	}
	return b.String()
}

func widePolicy(site, behaviors, statements int) string {
	var list []string
	grant := func(keys string) {
		list = append(
			list,
			fmt.Sprintf(
				`{"Sid":"S%d","Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::site-%d/%s",`+
					`"Condition":{"StringEquals":{"AWS:SourceArn":"arn:aws:cloudfront::123456789012:distribution/E%08[2]d"}}}`,
				len(list),
				site,
				keys,
			),
		)
	}
	for i := range behaviors - 4 {
		grant(fmt.Sprintf("dir%d/*", i))
	}
	grant("static/*")
	grant("*.png")
	grant("index*")
	for len(list) < statements {
		list = append(
			list,
			fmt.Sprintf(
				`{"Sid":"S%d","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/r%[1]d"},"Action":["s3:PutObject","s3:DeleteObject"],"Resource":"arn:aws:s3:::site-%d/in%[1]d/*"}`,
				len(list),
				site,
			),
		)
	}
	return `{"Version":"2012-10-17","Statement":[` + strings.Join(list, ",") + `]}`
}
