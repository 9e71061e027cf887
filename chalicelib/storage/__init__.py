"""Sessions, envelopes, images, ledger, keys in DynamoDB, S3 and KMS: one narrow class for each permission."""
