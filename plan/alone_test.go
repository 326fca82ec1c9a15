package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/symbol"
)

// aloneStates makes the states of one file without a plan.
func aloneStates(t *testing.T, text string) (*planfile.Plan, *State) {
	t.Helper()
	tree, err := source.FromFiles(map[string][]byte{"main.tf": []byte(text)}, map[string]string{"": "."}, "")
	if err != nil {
		t.Fatal(err)
	}
	p := planfile.FromSource("x", tree, nil, nil)
	before, after, err := States(p, StateOptions{Source: tree, Account: "111122223333"})
	if err != nil {
		t.Fatal(err)
	}
	if len(before.Resources) > 0 {
		t.Errorf("%d resources are there before the first apply", len(before.Resources))
	}
	return p, after
}

func TestDataSourcesWithoutPlan(t *testing.T) {
	_, s := aloneStates(t, `
provider "aws" { region = "eu-west-1" }
data "aws_caller_identity" "me" {}
data "aws_region" "here" {}
data "aws_region" "there" { region = "us-east-1" }
data "aws_partition" "p" {}
data "aws_service_principal" "s3" { service_name = "s3" }
data "aws_s3_bucket" "old" { bucket = "old-one" }
data "aws_cloudfront_cache_policy" "managed" { name = "Managed-CachingDisabled" }
data "aws_cloudfront_origin_access_identity" "i" { id = "E123" }
data "aws_ssm_parameter" "p" { name = "x" }
resource "aws_s3_bucket" "out" {
  for_each = {
    account   = data.aws_caller_identity.me.account_id
    region    = data.aws_region.here.region
    name      = data.aws_region.here.name
    other     = data.aws_region.there.id
    suffix    = data.aws_partition.p.dns_suffix
    reverse   = data.aws_partition.p.reverse_dns_prefix
    partition = data.aws_partition.p.partition
    service   = data.aws_service_principal.s3.name
    arn       = data.aws_s3_bucket.old.arn
    policy    = data.aws_cloudfront_cache_policy.managed.id
    path      = data.aws_cloudfront_origin_access_identity.i.cloudfront_access_identity_path
  }
  bucket = each.value
}
resource "aws_s3_bucket" "unknown" {
  bucket = data.aws_ssm_parameter.p.value
}`)
	got := map[string]string{}
	for _, r := range s.OfType("aws_s3_bucket") {
		if r.Name == "out" {
			got[r.Key.Value().AsString()] = r.String("bucket")
		} else if !symbol.Unknown(r.String("bucket")) {
			t.Errorf("what a parameter holds is taken for %q", r.String("bucket"))
		}
	}
	want := map[string]string{
		"account": "111122223333", "region": "eu-west-1", "name": "eu-west-1", "other": "us-east-1",
		"suffix": "amazonaws.com", "reverse": "com.amazonaws", "partition": "aws", "service": "s3.amazonaws.com",
		"arn": "arn:aws:s3:::old-one", "policy": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
		"path": "origin-access-identity/cloudfront/E123",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Providers that act with other credentials work in other accounts, as far as anybody
// knows; those that differ in the region alone work in one.
func TestAccountsOfProviders(t *testing.T) {
	for name, c := range map[string]struct{ first, second, want string }{
		"the same credentials": {``, `region = "eu-west-1"`, "111122223333"},
		"a role":               {``, `assume_role { role_arn = "arn:aws:iam::222233334444:role/x" }`, "222233334444"},
		"a role by a variable": {``, `assume_role { role_arn = "arn:aws:iam::${var.other}:role/x" }`, "444455556666"},
		"both in the same role": {
			`assume_role { role_arn = "arn:aws:iam::222233334444:role/x" }`, `assume_role { role_arn = "arn:aws:iam::222233334444:role/x" }`,
			"222233334444",
		},
		"a token for a role":   {``, `assume_role_with_web_identity { role_arn = "arn:aws:iam::222233334444:role/x" }`, "222233334444"},
		"another profile":      {``, `profile = "other"`, "unknown"},
		"a role that is given": {``, `assume_role { role_arn = var.given }`, "unknown"},
		"a role, perhaps": {``, `dynamic "assume_role" {
  for_each = [1]
  content { role_arn = var.given }
}`, "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			_, s := aloneStates(t, `
variable "other" { default = "444455556666" }
variable "given" {}
provider "aws" {
  `+c.first+`
}
provider "aws" {
  alias = "b"
  `+c.second+`
}
data "aws_caller_identity" "b" { provider = aws.b }
resource "aws_s3_bucket" "b" { bucket = "x-${data.aws_caller_identity.b.account_id}" }`)
			got := s.OfType("aws_s3_bucket")[0].String("bucket")
			if symbol.Unknown(got) {
				got = "x-unknown"
			}
			if got != "x-"+c.want {
				t.Errorf("the second works in %s, want %s", got, c.want)
			}
		})
	}
}

// TestReadIsNotAbsent: what a data source reads beside its arguments may be anything.
func TestReadIsNotAbsent(t *testing.T) {
	_, s := aloneStates(t, `data "aws_cloudfront_origin_request_policy" "p" { name = "ours" }
resource "aws_cloudfront_origin_request_policy" "p" { name = "ours" }
resource "aws_s3_bucket" "b" { bucket = data.aws_cloudfront_origin_request_policy.p.id }`)
	if has := s.Data("aws_cloudfront_origin_request_policy")[0].Has("headers_config"); !has.IsUnknown() {
		t.Errorf("headers of a policy that is read: %v, want unknown", has)
	}
	if has := s.OfType("aws_cloudfront_origin_request_policy")[0].Has("headers_config"); !has.IsFalse() {
		t.Errorf("headers of a policy that is written: %v, want none", has)
	}
}

func TestGaps(t *testing.T) {
	p, _ := aloneStates(t, `
variable "n" { type = number }
resource "aws_s3_bucket" "a" { count = var.n }
resource "aws_s3_bucket" "b" { count = var.n }
module "gone" {
  source = "example.com/a/b/c"
}
resource "aws_s3_bucket" "c" { count = module.gone.n }`)
	type gap struct {
		Address, Missing string
		Others           int
	}
	var got []gap
	for _, g := range p.Gaps {
		got = append(got, gap{g.Address, g.Missing, g.Others})
	}
	want := []gap{
		{"module.gone", "module example.com/a/b/c", 1}, {"aws_s3_bucket.a", "count or for_each", 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
