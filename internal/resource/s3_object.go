package resource

var objects = []Type{
	{
		Name: "aws_s3_object", Read: Judged, Why: "that there is an object, and how it is encrypted",
		Derived:  []Derived{},
		Unknown:  uploaded,
		Computed: encrypted("content_type"),
		Blocks:   noBlocks,
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
		Defaults: defaults{},
		Refers:   refers{"bucket": bucketName, "kms_key_id": keyName},
		Target:   "bucket",
		Sets:     all("key"),
	},
}

// uploaded are what only an upload tells.
var uploaded = all("arn", "id", "etag", "version_id", "tags_all", "checksum_crc32", "checksum_crc32c",
	"checksum_crc64nvme", "checksum_sha1", "checksum_sha256")

// encrypted are the computed arguments of every kind of object, and some more.
func encrypted(more ...string) []string {
	return append(more, "acl", "bucket_key_enabled", "kms_key_id", "server_side_encryption", "storage_class")
}
