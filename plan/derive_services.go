package plan

import "github.com/zclconf/go-cty/cty"

// Hosts of services that stand beside a bucket in a distribution. What the plan
// does not know of them is a single identifier, so that functions that take the
// host out of an address have something to take.

// lambdaOutputs: https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html.
// Where no version is published, the qualified ARN names the unpublished one.
func lambdaOutputs(b *builder, d *draft) {
	r := d.res
	arn := "arn:" + r.Partition + ":lambda:" + r.Region + ":" + r.Account + ":function:" + b.text(d, "function_name")
	version := b.known(d, "version", "$LATEST")
	if publish, ok := d.attrs["publish"]; ok && (!publish.IsWhollyKnown() || b.known(d, "publish", "") == "true") {
		version = b.fresh(d, "version")
	}
	b.set(d, "arn", arn)
	b.set(d, "qualified_arn", arn+":"+version)
}

// certificateOutputs: https://docs.aws.amazon.com/acm/latest/userguide/authen-overview.html
func certificateOutputs(b *builder, d *draft) {
	r := d.res
	arn := "arn:" + r.Partition + ":acm:" + r.Region + ":" + r.Account + ":certificate/" + b.fresh(d, "arn")
	b.set(d, "arn", arn)
	b.set(d, "id", arn)
}

// functionURLOutputs: https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html
func functionURLOutputs(b *builder, d *draft) {
	id := b.known(d, "url_id", b.fresh(d, "url_id"))
	b.set(d, "url_id", id)
	b.set(d, "function_url", "https://"+id+".lambda-url."+d.res.Region+".on.aws/")
}

// httpAPIOutputs: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop.html
func httpAPIOutputs(b *builder, d *draft) {
	freshID(b, d)
	scheme := map[string]string{"HTTP": "https", "WEBSOCKET": "wss"}[b.known(d, "protocol_type", "")]
	if scheme != "" {
		b.set(d, "api_endpoint", scheme+"://"+apiHost(d, b.text(d, "id")))
	}
}

// restStageOutputs: https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html
func restStageOutputs(b *builder, d *draft) {
	b.set(d, "invoke_url", "https://"+apiHost(d, b.text(d, "rest_api_id"))+"/"+b.text(d, "stage_name"))
}

func apiHost(d *draft, id string) string {
	return id + ".execute-api." + d.res.Region + "." + domainSuffix(d.res.Partition)
}

// keptOutputs is for terraform_data, which gives out what it was given.
// https://developer.hashicorp.com/terraform/language/resources/terraform-data
func keptOutputs(_ *builder, d *draft) {
	input, ok := d.attrs["input"]
	if output, known := d.attrs["output"]; known && output.IsWhollyKnown() {
		return
	}
	if !ok {
		input = cty.NullVal(cty.DynamicPseudoType)
	}
	d.attrs["output"] = input
}
