package plan

import "github.com/plan403/plan403/internal/trace"

// wherePolicies are policies written where they are used.
var wherePolicies = []located{
	{"an action in a list", "", "", entry(action, "s3:ListBucket"), `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  bucket = "assets"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["s3:GetObject", «"s3:ListBucket"»] }] })
}
`},
	{"an action without a list", "", "", entry(action, "s3:ListBucket"), `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = «"s3:ListBucket"» }] })
}
`},
	{"a statement without a list", "", "", action, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = { Effect = "Allow", Action = «"s3:ListBucket"» } })
}
`},
	{"the second statement", "", "", second, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Action = "s3:GetObject" }, { Action = «"s3:PutObject"» }] })
}
`},
	{"a principal", "", "", principal, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Principal = { Service = «"s3.amazonaws.com"» } }] })
}
`},
	{"a condition key in another case", "", "", entry(sourceValue, "arn:x"), `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Condition = { StringEquals = { "aws:sourcearn" = «"arn:x"» } } }] })
}
`},
	{"a value that is known after apply", "", "", sourceValue, `
-- main.tf --
resource "aws_cloudfront_distribution" "cdn" {}
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Condition = { StringEquals = { "AWS:SourceArn" = «aws_cloudfront_distribution.cdn.arn» } } }] })
}
`},
	{"the whole policy", "", "", trace.Part{}, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = «jsonencode({ Statement = [] })»
}
`},
	{"a heredoc", "", "", entry(action, "s3:ListBucket"), `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = <<EOF
{
  "Statement": [{
    "Effect": "Allow",
    "Action": ["s3:GetObject", «"s3:ListBucket"»]
  }]
}
EOF
}
`},
	{"an indented heredoc behind an expression", "", "", action, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = <<-EOF
    {
      "Statement": [{
        "Resource": "arn:aws:s3:::${aws_s3_bucket.assets.bucket}/*",
          "Action": «["s3:GetObject",
            "s3:ListBucket"]»
      }]
    }
    EOF
}
resource "aws_s3_bucket" "assets" { bucket = "assets" }
`},
	{"a text with an expression in a heredoc", "", "", objects, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = <<-EOF
    {"Statement": [{
      "Resource": «"arn:aws:s3:::${aws_s3_bucket.assets.bucket}/*"»
    }]}
    EOF
}
resource "aws_s3_bucket" "assets" { bucket = "assets" }
`},
	{"an escaped sequence in a heredoc", "", "", action, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = <<-EOF
    {"Statement": [{
      "Resource": "arn:aws:s3:::assets/$${aws:username}/%%{x}", "Action": «"s3:GetObject"»
    }]}
    EOF
}
`},
	{"all of a value in a heredoc is an expression", "", "", action, `
-- main.tf --
locals { verb = «"s3:PutObject"» }
resource "aws_s3_bucket_policy" "site" {
  policy = <<-EOF
    {"Statement": [{"Action": "${local.verb}"}]}
    EOF
}
`},
	{"a JSON expression in a heredoc", "", "", entry(action, "s3:B"), `
-- main.tf --
locals { verbs = ["s3:A", «"s3:B"»] }
resource "aws_s3_bucket_policy" "site" {
  policy = <<-EOF
    {"Statement": [{"Action": ${jsonencode(local.verbs)}}]}
    EOF
}
`},
	{"a loop in a heredoc", "", "", second, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = <<-EOF
    {"Statement": [
    %{for i, verb in ["s3:A", «"s3:B"»]~}
      %{if i > 0},%{endif} {"Action": "${verb}"}
    %{endfor~}
    ]}
    EOF
}
`},
	{"a condition in a heredoc", "", "", action, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = <<-EOF
    {"Statement": [{%{if true}"Action": «"s3:A"»%{else}"Action": "s3:B"%{endif}}]}
    EOF
}
`},
	{"a quoted text", "", "", action, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = "{\"Statement\": [{\"Action\": «\"s3:A\"»}]}"
}
`},
	{"a configuration in JSON", "", "", entry(action, "s3:B"), `
-- main.tf.json --
{"resource": {"aws_s3_bucket_policy": {"site": {
  "policy": «"${jsonencode({Statement = [{Action = [\"s3:A\", \"s3:B\"]}]})}"»
}}}}
`},
	{"a condition of a Deny", "", "", trace.Part{Statement: 1, Element: "Condition", Operator: "Bool"}, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Condition = { Bool = «{ "aws:SecureTransport" = "false" }» } }] })
}
`},
}

// whereDocuments are policies of aws_iam_policy_document.
var whereDocuments = []located{
	{"actions of a document", "", "", entry(action, "s3:B"), `
-- main.tf --
data "aws_iam_policy_document" "d" {
  statement {
    actions = ["s3:A", «"s3:B"»]
  }
}
resource "aws_s3_bucket_policy" "site" { policy = data.aws_iam_policy_document.d.json }
`},
	{"a principal of a document", "", "", principal, `
-- main.tf --
data "aws_iam_policy_document" "d" {
  statement {
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com", «"s3.amazonaws.com"»]
    }
  }
}
resource "aws_s3_bucket_policy" "site" { policy = data.aws_iam_policy_document.d.json }
`},
	{"the values of a condition of a document", "", "", sourceValue, `
-- main.tf --
data "aws_iam_policy_document" "d" {
  statement {
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["1"]
    }
    condition {
      test     = "StringEquals"
      variable = "AWS:SourceArn"
      values   = «["a", "b"]»
    }
  }
}
resource "aws_s3_bucket_policy" "site" { policy = data.aws_iam_policy_document.d.json }
`},
	{"a condition of a document", "", "", trace.Part{Statement: 1, Element: "Condition", Operator: "Bool"}, `
-- main.tf --
data "aws_iam_policy_document" "d" {
  statement {
    «condition» {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}
resource "aws_s3_bucket_policy" "site" { policy = data.aws_iam_policy_document.d.json }
`},
	{"a statement that another document brings", "", "", action, `
-- main.tf --
data "aws_iam_policy_document" "base" {
  statement { actions = «["s3:A"]» }
}
data "aws_iam_policy_document" "d" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]
  statement { actions = ["s3:B"] }
}
resource "aws_s3_bucket_policy" "site" { policy = data.aws_iam_policy_document.d.json }
`},
	{"a statement beside one that another document brings", "", "", second, `
-- main.tf --
data "aws_iam_policy_document" "base" {
  statement { actions = ["s3:A"] }
}
data "aws_iam_policy_document" "d" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]
  statement { actions = «["s3:B"]» }
}
resource "aws_s3_bucket_policy" "site" { policy = data.aws_iam_policy_document.d.json }
`},
	{"a statement that another document overrides", "", "", action, `
-- main.tf --
data "aws_iam_policy_document" "over" {
  statement {
    sid     = "Read"
    actions = «["s3:A"]»
  }
}
data "aws_iam_policy_document" "d" {
  override_policy_documents = [data.aws_iam_policy_document.over.json]
  statement {
    sid     = "Read"
    actions = ["s3:B"]
  }
}
resource "aws_s3_bucket_policy" "site" { policy = data.aws_iam_policy_document.d.json }
`},
	{"a document that is a text", "", "", action, `
-- main.tf --
data "aws_iam_policy_document" "d" {
  source_policy_documents = [jsonencode({ Statement = [{ Action = «"s3:A"» }] })]
}
resource "aws_s3_bucket_policy" "site" { policy = data.aws_iam_policy_document.d.json }
`},
	{"a document of each bucket", "", "", entry(action, "s3:A"), `
-- main.tf --
data "aws_iam_policy_document" "d" {
  for_each = { docs = "s3:B", site = «"s3:A"» }
  statement { actions = [each.value] }
}
resource "aws_s3_bucket_policy" "site" { policy = data.aws_iam_policy_document.d["site"].json }
`},
	{"a dynamic statement of a document", "", "", entry(second, "s3:B"), `
-- main.tf --
data "aws_iam_policy_document" "d" {
  statement { actions = ["s3:A"] }
  dynamic "statement" {
    for_each = [«"s3:B"»]
    content { actions = [statement.value] }
  }
}
resource "aws_s3_bucket_policy" "site" { policy = data.aws_iam_policy_document.d.json }
`},
	{"an effect that is not written", "", "", trace.Part{Statement: 1, Element: "Effect"}, `
-- main.tf --
data "aws_iam_policy_document" "d" {
  «statement» {
    actions = ["s3:A"]
  }
}
resource "aws_s3_bucket_policy" "site" { policy = data.aws_iam_policy_document.d.json }
`},
	{"a document in an object", "", "", action, `
-- main.tf --
data "aws_iam_policy_document" "d" {
  statement { actions = «["s3:A"]» }
}
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode(merge(jsondecode(data.aws_iam_policy_document.d.json), { Version = "2012-10-17" }))
}
`},
	{"a document as a whole stands where it is used", "", "", trace.Part{}, `
-- main.tf --
data "aws_iam_policy_document" "d" {
  statement { actions = ["s3:A"] }
}
resource "aws_s3_bucket_policy" "site" { policy = «data.aws_iam_policy_document.d.json» }
`},
}

// whereFiles are policies of files.
var whereFiles = []located{
	{"a file", "", "", entry(action, "s3:B"), `
-- main.tf --
resource "aws_s3_bucket_policy" "site" { policy = file("${path.module}/policy.json") }
-- policy.json --
{
  "Statement": [{
    "Action": ["s3:A", «"s3:B"»]
  }]
}
`},
	{"words of a template file", "", "", action, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" { policy = templatefile("${path.module}/p.tftpl", { bucket = "assets" }) }
-- p.tftpl --
{
  "Statement": [{
    "Resource": "arn:aws:s3:::${bucket}/*",
    "Action": «"s3:A"»
  }]
}
`},
	{"a variable of a template file", "", "", action, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" { policy = templatefile("${path.module}/p.tftpl", { verb = «"s3:A"» }) }
-- p.tftpl --
{"Statement": [{"Action": "${verb}"}]}
`},
	{"a loop of a template file", "", "", second, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" { policy = templatefile("p.tftpl", { verbs = ["s3:A", «"s3:B"»] }) }
-- p.tftpl --
{"Statement": [
%{ for i, v in verbs ~}
%{ if i > 0 },%{ endif }
{"Action": "${v}"}
%{ endfor ~}
]}
`},
	{"a template file with an object", "", "", entry(action, "s3:B"), `
-- main.tf --
resource "aws_s3_bucket_policy" "site" { policy = templatefile("p.tftpl", { verbs = ["s3:A", «"s3:B"»] }) }
-- p.tftpl --
${jsonencode({ Statement = [{ Action = verbs }] })}
`},
	{"a file that is read and written again", "", "", action, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" { policy = jsonencode(jsondecode(file("policy.json"))) }
-- policy.json --
{"Statement": [{"Action": «"s3:A"»}]}
`},
	{"a file with a word replaced", "", "", action, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" { policy = replace(file("policy.json"), "BUCKET", "assets") }
-- policy.json --
{"Statement": [{"Resource": "arn:aws:s3:::BUCKET/*", "Action": «"s3:A"»}]}
`},
	{"a file of a module", "module.m.aws_s3_bucket_policy.site", "policy", action, `
-- main.tf --
module "m" { source = "./m" }
-- m/main.tf --
resource "aws_s3_bucket_policy" "site" { policy = file("${path.module}/policy.json") }
-- m/policy.json --
{"Statement": [{"Action": «"s3:A"»}]}
`},
	{"a YAML file", "", "", entry(action, "s3:B"), `
-- main.tf --
resource "aws_s3_bucket_policy" "site" { policy = jsonencode(yamldecode(file("policy.yaml"))) }
-- policy.yaml --
Statement:
  - Effect: Allow
    Action:
      - s3:A
      - «s3:B»
`},
	{"a YAML template", "", "", objects, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" { policy = jsonencode(yamldecode(templatefile("p.yaml", { bucket = "assets" }))) }
-- p.yaml --
Statement:
  - Effect: Allow
    Resource: «${bucket}/drafts/*»
`},
	{"a template in a data block", "", "", action, `
-- main.tf --
data "template_file" "p" {
  template = file("p.tftpl")
  vars     = { verb = "s3:A" }
}
resource "aws_s3_bucket_policy" "site" { policy = data.template_file.p.rendered }
-- p.tftpl --
{"Statement": [{"Action": «"${verb}"»}]}
`},
}

// whereNames are values behind names.
var whereNames = []located{
	{"a local value", "", "", action, `
-- main.tf --
locals { verb = «"s3:A"» }
resource "aws_s3_bucket_policy" "site" { policy = jsonencode({ Statement = [{ Action = local.verb }] }) }
`},
	{"statements in a local value", "", "", second, `
-- main.tf --
locals {
  statements = [{ Action = "s3:A" }, { Action = «"s3:B"» }]
  policy     = { Statement = local.statements }
}
resource "aws_s3_bucket_policy" "site" { policy = jsonencode(local.policy) }
`},
	{"a default of a variable", "", "", action, `
-- main.tf --
variable "verb" {
  type    = string
  default = «"s3:A"»
}
resource "aws_s3_bucket_policy" "site" { policy = jsonencode({ Statement = [{ Action = var.verb }] }) }
`},
	{"a file of variables", "", "", action, `
-- main.tf --
variable "given" { default = "s3:A" }
resource "aws_s3_bucket_policy" "site" { policy = jsonencode({ Statement = [{ Action = var.given }] }) }
-- terraform.tfvars --
given = «"s3:ListBucket"»
`},
	{"a file of variables that an option names", "", "", action, `
-- main.tf --
variable "given" { default = "s3:A" }
resource "aws_s3_bucket_policy" "site" { policy = jsonencode({ Statement = [{ Action = var.given }] }) }
-- prod.tfvars --
given = «"s3:ListBucket"»
-- dev.tfvars --
given = "s3:GetObject"
`},
	{"a file of variables in JSON", "", "", action, `
-- main.tf --
variable "given" { default = "s3:A" }
resource "aws_s3_bucket_policy" "site" { policy = jsonencode({ Statement = [{ Action = var.given }] }) }
-- terraform.tfvars.json --
{"given": «"s3:ListBucket"»}
`},
	{"a variable of which no file is at hand", "", "", action, `
-- main.tf --
variable "given" { default = "s3:A" }
resource "aws_s3_bucket_policy" "site" { policy = jsonencode({ Statement = [{ Action = «var.given» }] }) }
`},
	{"a sensitive variable", "", "", action, `
-- main.tf --
variable "given" {
  default   = "s3:ListBucket"
  sensitive = true
}
resource "aws_s3_bucket_policy" "site" { policy = jsonencode({ Statement = [{ Action = «var.given» }] }) }
-- terraform.tfvars --
given = "s3:ListBucket"
`},
	{"an argument of a module", "module.m.aws_s3_bucket_policy.site", "policy", action, `
-- main.tf --
module "m" {
  source = "./m"
  verbs  = [«"s3:A"»]
}
-- m/main.tf --
variable "verbs" { type = list(string) }
resource "aws_s3_bucket_policy" "site" { policy = jsonencode({ Statement = [{ Action = var.verbs[0] }] }) }
`},
	{"a default of a module's variable", "module.m.aws_s3_bucket_policy.site", "policy", action, `
-- main.tf --
module "m" { source = "./m" }
-- m/main.tf --
variable "verb" { default = «"s3:A"» }
resource "aws_s3_bucket_policy" "site" { policy = jsonencode({ Statement = [{ Action = var.verb }] }) }
`},
	{"an output of a module", "", "", action, `
-- main.tf --
module "p" { source = "./p" }
resource "aws_s3_bucket_policy" "site" { policy = module.p.json }
-- p/main.tf --
output "json" { value = jsonencode({ Statement = [{ Action = «"s3:A"» }] }) }
`},
	{"an output of one of several modules", "", "", action, `
-- main.tf --
module "p" {
  source   = "./p"
  for_each = { a = "s3:A", b = «"s3:B"» }
  verb     = each.value
}
resource "aws_s3_bucket_policy" "site" { policy = module.p["b"].json }
-- p/main.tf --
variable "verb" {}
output "json" { value = jsonencode({ Statement = [{ Action = var.verb }] }) }
`},
	{"a value that a resource passes on", "", "", action, `
-- main.tf --
resource "terraform_data" "p" { input = { verb = «"s3:A"» } }
resource "aws_s3_bucket_policy" "site" { policy = jsonencode({ Statement = [{ Action = terraform_data.p.output.verb }] }) }
`},
	{"an attribute of one of several resources", "", "", sourceValue, `
-- main.tf --
locals { live = "blue" }
resource "aws_cloudfront_distribution" "many" {
  for_each = toset(["blue", "green"])
}
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Condition = { StringEquals = { "AWS:SourceArn" = «aws_cloudfront_distribution.many[local.live].arn» } } }] })
}
`},
	{"an attribute that is an argument of another resource", "", "", objects, `
-- main.tf --
resource "aws_s3_bucket" "assets" { bucket = "assets" }
resource "aws_s3_bucket_policy" "site" { policy = jsonencode({ Statement = [{ Resource = «"arn:aws:s3:::${aws_s3_bucket.assets.bucket}"» }] }) }
`},
}

// whereFunctions are values behind functions and other expressions.
var whereFunctions = []located{
	{"the argument of format in which an ARN differs", "", "", instead(sourceValue, "arn:eu-west-1:111122223333:x", "arn::111122223333:x"), `
-- main.tf --
locals {
  region = "eu-west-1"
  arn    = format("arn:%s:%s:%s", «local.region», "111122223333", "x")
}
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Condition = { StringEquals = { "AWS:SourceArn" = local.arn } } }] })
}
`},
	{"the element of join in which an ARN differs", "", "", instead(sourceValue, "arn:a:1", "arn:b:1"), `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Condition = { StringEquals = { "AWS:SourceArn" = join(":", ["arn", «"a"», "1"]) } } }] })
}
`},
	{"the piece of a template in which an ARN differs", "", "", instead(sourceValue, "arn:aws:cloudfront::222233334444:x", "arn:aws:cloudfront::111122223333:x"), `
-- main.tf --
locals { account = "222233334444" }
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Condition = { StringEquals = { "AWS:SourceArn" = "arn:aws:cloudfront::${«local.account»}:x" } } }] })
}
`},
	{"a template in which an ARN differs in several pieces", "", "", instead(sourceValue, "arn:a:1:x", "arn:b:2:x"), `
-- main.tf --
locals { account = "a" }
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Condition = { StringEquals = { "AWS:SourceArn" = «"arn:${local.account}:1:x"» } } }] })
}
`},
	{"merge", "", "", action, `
-- main.tf --
locals { base = { Effect = "Allow", Action = "s3:A" } }
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [merge(local.base, { Action = «"s3:B"» })] })
}
`},
	{"merge of a list", "", "", action, `
-- main.tf --
locals { parts = [{ Action = "s3:A" }, { Action = «"s3:B"» }, { Effect = "Allow" }] }
resource "aws_s3_bucket_policy" "site" { policy = jsonencode({ Statement = [merge(local.parts...)] }) }
`},
	{"concat", "", "", second, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = concat([{ Action = "s3:A" }], [{ Action = «"s3:B"» }]) })
}
`},
	{"concat with nothing before", "", "", action, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = concat(false ? [{ Action = "s3:A" }] : [], [{ Action = «"s3:B"» }]) })
}
`},
	{"flatten", "", "", second, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = flatten([[{ Action = "s3:A" }], [[{ Action = «"s3:B"» }]]]) })
}
`},
	{"compact and distinct", "", "", entry(action, "s3:B"), `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Action = distinct(compact(["", "s3:A", "s3:A", «"s3:B"»])) }] })
}
`},
	{"a set", "", "", entry(action, "s3:B"), `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Action = toset([«"s3:B"», "s3:A"]) }] })
}
`},
	{"format", "", "", objects, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Resource = «format("arn:aws:s3:::%s/*", "assets")» }] })
}
`},
	{"formatlist", "", "", entry(objects, "arn:b/*"), `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Resource = formatlist("%s/*", ["arn:a", «"arn:b"»]) }] })
}
`},
	{"replace", "", "", objects, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Resource = «replace("arn:aws:s3:::x", "x", "assets")» }] })
}
`},
	{"a condition", "", "", action, `
-- main.tf --
variable "write" { default = true }
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Action = var.write ? «"s3:PutObject"» : "s3:GetObject" }] })
}
`},
	{"a condition that is not known", "", "", action, `
-- main.tf --
resource "aws_cloudfront_distribution" "cdn" {}
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Action = «length(aws_cloudfront_distribution.cdn.arn) > 50 ? "s3:PutObject" : "s3:GetObject"» }] })
}
`},
	{"lookup", "", "", action, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Action = lookup({ read = «"s3:A"», write = "s3:B" }, "read", "s3:C") }] })
}
`},
	{"coalesce and try", "", "", action, `
-- main.tf --
variable "verb" { default = null }
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Action = try(coalesce(var.verb, «"s3:A"»), "s3:B") }] })
}
`},
	{"element and index", "", "", action, `
-- main.tf --
locals { verbs = ["s3:A", «"s3:B"»] }
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Action = element([local.verbs[1]], 0) }] })
}
`},
	{"a for expression over a list", "", "", second, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [for v in ["s3:A", «"s3:B"»] : { Action = v }] })
}
`},
	{"a for expression over a map, with a condition", "", "", action, `
-- main.tf --
locals { verbs = { read = { verb = "s3:A", on = false }, write = { verb = «"s3:B"», on = true } } }
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [for k, v in local.verbs : { Action = v.verb } if v.on] })
}
`},
	{"a for expression that makes an object", "", "", sourceValue, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Condition = { StringEquals = { for k, v in { SourceArn = «"arn:x"» } : "AWS:${k}" => v } } }] })
}
`},
	{"a splat", "", "", entry(action, "s3:B"), `
-- main.tf --
locals { verbs = [{ name = "s3:A" }, { name = «"s3:B"» }] }
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Action = local.verbs[*].name }] })
}
`},
	{"values", "", "", entry(action, "s3:B"), `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Action = values({ b = "s3:A", a = «"s3:B"» }) }] })
}
`},
	{"an object with parentheses", "", "", sourceValue, `
-- main.tf --
locals { key = "AWS:SourceArn" }
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Condition = { StringEquals = { (local.key) = «"x"» } } }] })
}
`},
}

// whereBlocks are arguments of blocks.
var whereBlocks = []located{
	{"an argument of the second block", "aws_cloudfront_distribution.cdn", "origin[1].origin_path", trace.Part{}, `
-- main.tf --
resource "aws_cloudfront_distribution" "cdn" {
  origin {
    origin_id   = "a"
    origin_path = "/x"
  }
  origin {
    origin_id   = "b"
    origin_path = «"/y"»
  }
}
`},
	{"blocks in another order than the plan's", "aws_cloudfront_distribution.cdn", "origin[1].origin_path", trace.Part{}, `
-- main.tf --
resource "aws_cloudfront_distribution" "cdn" {
  origin {
    origin_id   = "b"
    origin_path = «"/y"»
  }
  origin {
    origin_id   = "a"
    origin_path = "/x"
  }
}
`},
	{"a dynamic block", "aws_cloudfront_distribution.cdn", "origin[1].origin_path", trace.Part{}, `
-- main.tf --
locals { origins = { a = { path = "/x" }, b = { path = «"/y"» } } }
resource "aws_cloudfront_distribution" "cdn" {
  dynamic "origin" {
    for_each = local.origins
    content {
      origin_id   = origin.key
      origin_path = origin.value.path
    }
  }
}
`},
	{"a dynamic block with an iterator beside a plain one", "aws_cloudfront_distribution.cdn", "origin[0].origin_path", trace.Part{}, `
-- main.tf --
resource "aws_cloudfront_distribution" "cdn" {
  origin {
    origin_id   = "b"
    origin_path = "/y"
  }
  dynamic "origin" {
    for_each = [«"/x"»]
    iterator = o
    content {
      origin_id   = "a"
      origin_path = o.value
    }
  }
}
`},
	{"an argument", "aws_s3_bucket.assets", "bucket", trace.Part{}, `
-- main.tf --
resource "aws_s3_bucket" "assets" {
  bucket = «"assets"»
}
`},
}

// whereMissing are parts that are not written: they belong where the block or the
// list is in which they would stand.
var whereMissing = []located{
	{"an argument", "aws_cloudfront_distribution.cdn", "default_root_object", trace.Part{}, `
-- main.tf --
«resource "aws_cloudfront_distribution" "cdn"» {
  enabled = true
}
`},
	{"an argument of a nested block", "aws_cloudfront_distribution.cdn", "origin[1].origin_access_control_id", trace.Part{}, `
-- main.tf --
resource "aws_cloudfront_distribution" "cdn" {
  origin {
    origin_id = "a"
  }
  «origin» {
    origin_id = "b"
  }
}
`},
	{"a statement", "", "", trace.Statements, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = «[{ Action = "s3:A" }]» })
}
`},
	{"a statement of a document", "", "", trace.Statements, `
-- main.tf --
«data "aws_iam_policy_document" "d"» {
  statement { actions = ["s3:A"] }
}
resource "aws_s3_bucket_policy" "site" { policy = data.aws_iam_policy_document.d.json }
`},
	{"a condition", "", "", trace.Part{Statement: 1, Element: "Condition"}, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [«{ Action = "s3:A" }»] })
}
`},
	{"a key of an element of for_each", "", "", action, `
-- main.tf --
locals { sites = { a = «{ root = "x" }» } }
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Action = try(local.sites["a"].verb, null) }] })
}
`},
}

// whereTogether are values that come through several of these.
var whereTogether = []located{
	{"one of several documents by its number", "", "", entry(action, "s3:B"), `
-- main.tf --
locals { verbs = ["s3:A", «"s3:B"»] }
data "aws_iam_policy_document" "d" {
  count = 2
  statement { actions = [local.verbs[count.index]] }
}
resource "aws_s3_bucket_policy" "site" { policy = data.aws_iam_policy_document.d[1].json }
`},
	{"zipmap", "", "", action, `
-- main.tf --
locals { m = zipmap(["a", "b"], ["s3:A", «"s3:B"»]) }
resource "aws_s3_bucket_policy" "site" { policy = jsonencode({ Statement = [{ Action = local.m["b"] }] }) }
`},
	{"one", "", "", action, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" { policy = jsonencode({ Statement = [{ Action = one([«"s3:B"»]) }] }) }
`},
	{"concat of the statements of documents", "", "", entry(second, "s3:B"), `
-- main.tf --
data "aws_iam_policy_document" "a" { 
  statement { actions = ["s3:A"] }
}
data "aws_iam_policy_document" "b" { 
  statement { actions = [«"s3:B"»] }
}
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = concat(jsondecode(data.aws_iam_policy_document.a.json).Statement, jsondecode(data.aws_iam_policy_document.b.json).Statement) })
}
`},
	{"a heredoc in a function", "", "", action, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = trimspace(<<-EOF
    {"Statement": [{
       "Action": «"s3:A"»}]}
  EOF
  )
}
`},
	{"a file in a function", "", "", action, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" { policy = chomp(file("p.json")) }
-- p.json --
{"Statement": [{
 "Action": «"s3:A"»}]}
`},
	{"a template file with words replaced twice", "", "", action, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" { policy = replace(replace(templatefile("p.json", {}), "/\\s+/", " "), "X", "Y") }
-- p.json --
{"Statement": [{
 "Resource": "X",
 "Action": «"s3:A"»}]}
`},
	{"a part of an object that a module is given", "module.m.aws_s3_bucket_policy.site", "policy", action, `
-- main.tf --
locals { sites = { a = { read = «"s3:A"» } } }
module "m" {
  source = "./m"
  site   = local.sites["a"]
}
-- m/main.tf --
variable "site" {
  type = object({ read = string, write = optional(string, "s3:Put") })
}
resource "aws_s3_bucket_policy" "site" { policy = jsonencode({ Statement = [{ Action = var.site.read }] }) }
`},
	{"an attribute that such an object lacks", "module.m.aws_s3_bucket_policy.site", "policy", action, `
-- main.tf --
module "m" {
  source = "./m"
  site   = «{ read = "s3:A" }»
}
-- m/main.tf --
variable "site" {
  type = object({ read = string, write = optional(string, "s3:Put") })
}
resource "aws_s3_bucket_policy" "site" { policy = jsonencode({ Statement = [{ Action = var.site.write }] }) }
`},
	{"a for expression in another", "", "", entry(second, "s3:D"), `
-- main.tf --
locals { groups = { a = ["s3:A"], b = ["s3:C", «"s3:D"»] } }
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [for k, v in local.groups : { Action = [for x in v : x] }] })
}
`},
	{"a for expression over a flattened list", "", "", second, `
-- main.tf --
locals { groups = [["s3:A"], [«"s3:D"»]] }
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [for v in flatten(local.groups) : { Action = v }] })
}
`},
	{"merge of objects with other keys", "", "", sourceValue, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Condition = merge({ Bool = {} }, { StringEquals = { "AWS:SourceArn" = «"x"» } }) }] })
}
`},
	{"a for expression that drops null", "", "", action, `
-- main.tf --
variable "on" { default = true }
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [for s in [var.on ? { Action = «"s3:A"» } : null] : s if s != null] })
}
`},
	{"nonsensitive", "", "", action, `
-- main.tf --
resource "aws_s3_bucket_policy" "site" { policy = jsonencode({ Statement = [{ Action = nonsensitive(«"s3:A"») }] }) }
`},
	{"join of a list that has a name", "", "", instead(sourceValue, "arn:a:1", "arn:b:1"), `
-- main.tf --
locals { parts = ["arn", "a", "1"] }
resource "aws_s3_bucket_policy" "site" {
  policy = jsonencode({ Statement = [{ Condition = { StringEquals = { "AWS:SourceArn" = «join(":", local.parts)» } } }] })
}
`},
	{"the key of an instance", "", "", entry(action, "s3:B"), `
-- main.tf --
data "aws_iam_policy_document" "d" {
  for_each = toset(["s3:A", «"s3:B"»])
  statement { actions = [each.key] }
}
resource "aws_s3_bucket_policy" "site" { policy = data.aws_iam_policy_document.d["s3:B"].json }
`},
}
