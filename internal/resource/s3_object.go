package resource

var objects = []Type{
	{
		Name: "aws_s3_object", Read: Judged, Why: "that there is an object, and how it is encrypted",
		Derived:  []Derived{},
		Unknown:  uploaded,
		Computed: encrypted("content_type"),
		Blocks:   noBlocks,
		Passed:   notTold,
		Defaults: defaults{},
		Refers:   refers{"bucket": bucketName, "kms_key_id": keyName},
		Target:   "bucket",
		Sets:     all("key"),
	},
	{
		Name: "aws_s3_bucket_object", Read: Judged, Why: "the old name of aws_s3_object",
		Derived:  []Derived{},
		Unknown:  uploaded,
		Computed: encrypted("content_type"),
		Blocks:   noBlocks,
		Passed:   notTold,
		Defaults: defaults{},
		Refers:   refers{"bucket": bucketName, "kms_key_id": keyName},
		Target:   "bucket",
		Sets:     all("key"),
	},
	{
		Name: "aws_s3_object_copy", Read: Judged, Why: "that there is an object, and how it is encrypted",
		Derived:  []Derived{},
		Unknown:  uploaded,
		Computed: encrypted(),
		Blocks:   noBlocks,
		Passed:   notTold,
		Defaults: defaults{},
		Refers:   refers{"bucket": bucketName, "kms_key_id": keyName},
		Target:   "bucket",
		Sets:     all("key"),
	},
}

// uploaded are what only an upload tells.
var uploaded = all("arn", "id", "etag", "version_id", "tags_all", "checksum_crc32", "checksum_crc32c",
	"checksum_crc64nvme", "checksum_sha1", "checksum_sha256")

// notTold are arguments that no verdict hangs on, of which there may be many: sites
// upload objects by the thousand.
var notTold = all("cache_control", "checksum_algorithm", "checksum_crc32", "checksum_crc32c", "checksum_crc64nvme",
	"checksum_sha1", "checksum_sha256", "content", "content_base64", "content_disposition", "content_encoding",
	"content_language", "force_destroy", "metadata", "object_lock_legal_hold_status", "object_lock_mode",
	"object_lock_retain_until_date", "override_provider")

// encrypted are the computed arguments of every kind of object, and some more.
func encrypted(more ...string) []string {
	return append(more, "acl", "bucket_key_enabled", "kms_key_id", "server_side_encryption", "storage_class")
}
