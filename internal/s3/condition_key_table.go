package s3

// The documents that tell which requests carry which keys.
const (
	globalKeys    = "IAM User Guide, AWS global condition context keys"
	s3Keys        = "Amazon S3 User Guide, Bucket policy examples using condition keys"
	signatureKeys = "Amazon S3 API Reference, Signature Version 4 authentication specific policy keys"
	taggingKeys   = "Amazon S3 User Guide, Using tags with S3 general purpose buckets"
	pointKeys     = "Amazon S3 User Guide, Configuring IAM policies for using access points"
	kmsKeys       = "AWS KMS Developer Guide, AWS KMS condition keys"
	oacPage       = "CloudFront Developer Guide, Restrict access to an Amazon S3 origin"
)

// conditionKeys has a row for every key that a request of CloudFront to S3 carries
// or certainly lacks. What has none is undocumented. Those of each hang on the single
// request.
var conditionKeys = []conditionKey{
	// What the service acts for.
	{"aws:SourceArn", oacPage, sourceDistribution, never, never},
	{"aws:SourceAccount", globalKeys, sourceAccount, never, never},
	{"aws:SourceOrgID", globalKeys, organization, never, never},
	{"aws:SourceOrgPaths", globalKeys, organizationPaths, never, never},
	{"aws:SourceOwner", globalKeys, never, never, never},

	// Who asks. AWS does not document all of it for service principals.
	{"aws:PrincipalIsAWSService", globalKeys, always("true"), always("false"), never},
	{"aws:PrincipalServiceName", globalKeys, always(ServicePrincipal), never, never},
	{"aws:PrincipalServiceNamesList", globalKeys, serviceNames, never, never},
	{"aws:PrincipalArn", globalKeys, never, identityARNOf, never},
	{"aws:PrincipalAccount", globalKeys, undocumented, undocumented, always("anonymous")},
	{"aws:PrincipalType", globalKeys, undocumented, undocumented, always("Anonymous")},
	{"aws:PrincipalOrgID", globalKeys, never, never, never},
	{"aws:PrincipalOrgPaths", globalKeys, never, never, never},
	{"aws:PrincipalTag/*", globalKeys, never, never, never},
	{"aws:userid", globalKeys, undocumented, userID, always("anonymous")},
	{"aws:username", globalKeys, never, undocumented, never},

	// Sessions, which none of the callers has.
	{"aws:AssumedRoot", globalKeys, never, never, never},
	{"aws:ChatbotSourceArn", globalKeys, never, never, never},
	{"aws:Ec2InstanceSourcePrivateIPv4", globalKeys, never, never, never},
	{"aws:Ec2InstanceSourceVpc", globalKeys, never, never, never},
	{"aws:FederatedProvider", globalKeys, never, never, never},
	{"aws:MultiFactorAuthAge", globalKeys, never, never, never},
	{"aws:MultiFactorAuthPresent", globalKeys, never, never, never},
	{"aws:SourceIdentity", globalKeys, never, never, never},
	{"aws:TokenIssueTime", globalKeys, never, never, never},
	{"ec2:*", globalKeys, never, never, never},
	{"glue:*", globalKeys, never, never, never},
	{"identitystore:*", globalKeys, never, never, never},
	{"lambda:SourceFunctionArn", globalKeys, never, never, never},
	{"ssm:SourceInstanceArn", globalKeys, never, never, never},
	{"sts:*", globalKeys, never, never, never},

	// The way that the request takes. CloudFront uses no VPC endpoint.
	{"aws:CalledVia", globalKeys, never, never, never},
	{"aws:CalledViaFirst", globalKeys, never, never, never},
	{"aws:CalledViaLast", globalKeys, never, never, never},
	{"aws:ViaAWSService", globalKeys, always("false"), always("false"), always("false")},
	{"aws:SourceVpc", globalKeys, never, never, never},
	{"aws:SourceVpcArn", globalKeys, never, never, never},
	{"aws:SourceVpce", globalKeys, never, never, never},
	{"aws:VpcSourceIp", globalKeys, never, never, never},
	{"aws:VpceAccount", globalKeys, never, never, never},
	{"aws:VpceOrgID", globalKeys, never, never, never},
	{"aws:VpceOrgPaths", globalKeys, never, never, never},
	{"aws:SourceIp", globalKeys, redactedAddress, edgeAddress, edgeAddress},
	{"aws:SecureTransport", globalKeys, redactedTransport, secureTransport, secureTransport},
	{"s3:TlsVersion", s3Keys, redactedTLS, tlsVersion, tlsVersion},
	{"aws:referer", globalKeys, serviceReferer, referer, referer},
	{"aws:UserAgent", globalKeys, undocumented, userAgent, userAgent},

	// What is asked for, and when.
	{"aws:CurrentTime", globalKeys, timeOfRequest, timeOfRequest, timeOfRequest},
	{"aws:EpochTime", globalKeys, timeOfRequest, timeOfRequest, timeOfRequest},
	{"aws:RequestedRegion", globalKeys, bucketRegion, bucketRegion, bucketRegion},
	{"aws:RequestTag/*", globalKeys, never, never, never},
	{"aws:TagKeys", globalKeys, never, never, never},
	{"aws:ResourceAccount", globalKeys, bucketAccount, bucketAccount, bucketAccount},
	{"s3:ResourceAccount", s3Keys, bucketAccount, bucketAccount, bucketAccount},
	{"aws:ResourceOrgID", globalKeys, undocumented, undocumented, undocumented},
	{"aws:ResourceOrgPaths", globalKeys, undocumented, undocumented, undocumented},
	{"aws:ResourceTag/*", taggingKeys, bucketTag, bucketTag, bucketTag},
	{"s3:BucketTag/*", taggingKeys, bucketTag, bucketTag, bucketTag},
	{"s3:ExistingObjectTag/*", s3Keys, each(objectTag), each(objectTag), each(objectTag)},
	{"s3:delimiter", s3Keys, each(listing), each(listing), each(listing)},
	{"s3:max-keys", s3Keys, each(listing), each(listing), each(listing)},
	{"s3:prefix", s3Keys, each(listing), each(listing), each(listing)},
	{"s3:VersionId", s3Keys, each(versionID), each(versionID), each(versionID)},
	{"s3:if-*", s3Keys, each(fromUpload), each(fromUpload), each(fromUpload)},
	{"s3:object-lock-*", s3Keys, each(fromUpload), each(fromUpload), each(fromUpload)},
	{"s3:RequestObjectTag*", s3Keys, each(fromUpload), each(fromUpload), each(fromUpload)},
	{"s3:x-amz-*", s3Keys, each(fromUpload), each(fromUpload), each(fromUpload)},
	{"s3:x-amz-content-sha256", signatureKeys, undocumented, undocumented, undocumented},

	// How the request is signed.
	{"s3:authType", signatureKeys, always("REST-HEADER"), always("REST-HEADER"), never},
	{"s3:signatureAge", signatureKeys, always("1000"), always("1000"), never},
	{"s3:signatureversion", signatureKeys, always("AWS4-HMAC-SHA256"), always("AWS4-HMAC-SHA256"), never},

	// Access points.
	{"s3:AccessPointNetworkOrigin", pointKeys, dataPointNetwork, dataPointNetwork, dataPointNetwork},
	{"s3:DataAccessPointAccount", pointKeys, dataPointAccount, dataPointAccount, dataPointAccount},
	{"s3:DataAccessPointArn", pointKeys, dataPointARN, dataPointARN, dataPointARN},

	// What S3 tells KMS.
	{"kms:*", kmsKeys, never, never, never},
	{"kms:CallerAccount", kmsKeys, kmsUndocumented, kmsUndocumented, kmsUndocumented},
	{"kms:EncryptionContext:aws:s3:arn", kmsKeys, each(encryptionARN), each(encryptionARN), each(encryptionARN)},
	{"kms:EncryptionContextKeys", kmsKeys, encryptionKeys, encryptionKeys, encryptionKeys},
	{"kms:ViaService", kmsKeys, viaS3, viaS3, viaS3},
}
