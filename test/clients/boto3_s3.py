"""Files of a bucket, by boto3. Run as `boto3_s3.py <endpoint>`."""

import io
import os
import sys
import unittest
import urllib.error
import urllib.parse
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = sys.argv.pop(1)
BUCKET = "boto-files"


def client(**config):
    return boto3.client(
        "s3",
        endpoint_url=ENDPOINT,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}, **config),
    )


s3 = client()


class Files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        s3.create_bucket(Bucket=BUCKET)

    def code_of(self, call, **arguments):
        with self.assertRaises(ClientError) as caught:
            call(**arguments)
        return caught.exception.response["Error"]["Code"]

    def test_bytes_and_metadata_come_back(self):
        s3.put_object(Bucket=BUCKET, Key="a", Body=b"bytes", Metadata={"owner": "ada"}, ContentType="text/plain")
        got = s3.get_object(Bucket=BUCKET, Key="a")
        self.assertEqual(got["Body"].read(), b"bytes")
        self.assertEqual((got["Metadata"], got["ContentType"]), ({"owner": "ada"}, "text/plain"))
        self.assertEqual(s3.get_object(Bucket=BUCKET, Key="a", Range="bytes=1-2")["Body"].read(), b"yt")
        self.assertEqual(self.code_of(s3.get_object, Bucket=BUCKET, Key="none"), "NoSuchKey")
        self.assertEqual(self.code_of(s3.head_object, Bucket=BUCKET, Key="none"), "404")

    def test_large_files_go_in_parts(self):
        held = os.urandom(12 * 1024 * 1024)
        config = TransferConfig(multipart_threshold=5 * 1024 * 1024, multipart_chunksize=5 * 1024 * 1024)
        s3.upload_fileobj(io.BytesIO(held), BUCKET, "big", Config=config)
        self.assertTrue(s3.head_object(Bucket=BUCKET, Key="big")["ETag"].endswith('-3"'))
        copy = io.BytesIO()
        s3.download_fileobj(BUCKET, "big", copy, Config=config)
        self.assertEqual(copy.getvalue(), held)
        s3.copy({"Bucket": BUCKET, "Key": "big"}, BUCKET, "big copy", Config=config)
        self.assertEqual(s3.head_object(Bucket=BUCKET, Key="big copy")["ContentLength"], len(held))

    def test_listings_name_every_key(self):
        keys = ["list/a b", "list/a+b", "list/c%20d", "list/é/1", "list/é/2"]
        for key in keys:
            s3.put_object(Bucket=BUCKET, Key=key, Body=b"")
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="list/", PaginationConfig={"PageSize": 2})
        self.assertEqual([entry["Key"] for page in pages for entry in page["Contents"]], keys)
        rolled = s3.list_objects_v2(Bucket=BUCKET, Prefix="list/", Delimiter="/")
        self.assertEqual([entry["Prefix"] for entry in rolled["CommonPrefixes"]], ["list/é/"])
        s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": key} for key in keys]})
        self.assertEqual(s3.list_objects_v2(Bucket=BUCKET, Prefix="list/")["KeyCount"], 0)

    def test_presigned_urls_of_both_versions_work(self):
        for version in ["s3", "s3v4"]:
            signer = client(signature_version=version)
            put = signer.generate_presigned_url("put_object", Params={"Bucket": BUCKET, "Key": "linked"})
            with urllib.request.urlopen(urllib.request.Request(put, data=version.encode(), method="PUT")):
                pass
            get = signer.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "linked"})
            with urllib.request.urlopen(get) as answer:
                self.assertEqual(answer.read(), version.encode())

    def test_checksums_are_made_and_held(self):
        put = s3.put_object(Bucket=BUCKET, Key="sum", Body=io.BytesIO(b"bytes"), ChecksumAlgorithm="SHA256")
        got = s3.get_object(Bucket=BUCKET, Key="sum", ChecksumMode="ENABLED")
        self.assertEqual(got["Body"].read(), b"bytes")
        self.assertEqual(got["ChecksumSHA256"], put["ChecksumSHA256"])
        wrong = {"Bucket": BUCKET, "Key": "sum", "Body": b"bytes", "ContentMD5": "XrY7u+Ae7tCTyyK7j1rNww=="}
        self.assertEqual(self.code_of(s3.put_object, **wrong), "BadDigest")


if __name__ == "__main__":
    unittest.main()
