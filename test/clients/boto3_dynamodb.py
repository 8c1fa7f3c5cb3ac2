"""Tables and items by boto3's resource API. Run as `boto3_dynamodb.py <endpoint>`."""

import sys
import time
import unittest
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = sys.argv.pop(1)
SETTINGS = {
    "endpoint_url": ENDPOINT,
    "region_name": "us-east-1",
    "aws_access_key_id": "test",
    "aws_secret_access_key": "test",
    "config": Config(retries={"total_max_attempts": 1}),
}

dynamodb = boto3.resource("dynamodb", **SETTINGS)
client = dynamodb.meta.client
table = dynamodb.create_table(
    TableName="orders",
    KeySchema=[{"AttributeName": "user", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}],
    AttributeDefinitions=[
        {"AttributeName": "user", "AttributeType": "S"},
        {"AttributeName": "at", "AttributeType": "N"},
    ],
    BillingMode="PAY_PER_REQUEST",
)
table.wait_until_exists()


class Items(unittest.TestCase):
    def test_keep_types(self):
        item = {"user": "ada", "at": Decimal("1.5"), "tags": {"a", "b"}, "raw": b"\x00\xff", "deep": [{"on": True}, None]}
        table.put_item(Item=item)
        got = table.get_item(Key={"user": "ada", "at": Decimal("1.5")})["Item"]
        self.assertEqual(got["raw"].value, b"\x00\xff")
        self.assertEqual({**got, "raw": b"\x00\xff"}, item)

    def test_are_queried_and_updated(self):
        with table.batch_writer() as batch:
            for at in range(60):
                batch.put_item(Item={"user": "bob", "at": at, "sum": at})
        page = table.query(KeyConditionExpression=Key("user").eq("bob") & Key("at").gte(50), FilterExpression=Attr("sum").lt(55))
        self.assertEqual([item["at"] for item in page["Items"]], [50, 51, 52, 53, 54])
        updated = table.update_item(
            Key={"user": "bob", "at": 50},
            UpdateExpression="ADD #s :n",
            ExpressionAttributeNames={"#s": "sum"},
            ExpressionAttributeValues={":n": 7},
            ReturnValues="UPDATED_NEW",
        )
        self.assertEqual(updated["Attributes"], {"sum": 57})

    def test_are_written_all_or_none(self):
        def put(user):
            item = {"user": {"S": user}, "at": {"N": "0"}}
            return {"Put": {"TableName": "orders", "Item": item, "ConditionExpression": "attribute_not_exists(#u)",
                            "ExpressionAttributeNames": {"#u": "user"}}}

        low = boto3.client("dynamodb", **SETTINGS)
        low.transact_write_items(TransactItems=[put("cy"), put("di")])
        with self.assertRaises(ClientError) as raised:
            low.transact_write_items(TransactItems=[put("ed"), put("di")])
        response = raised.exception.response
        self.assertEqual(response["Error"]["Code"], "TransactionCanceledException")
        self.assertEqual([reason["Code"] for reason in response["CancellationReasons"]], ["None", "ConditionalCheckFailed"])
        with self.assertRaises(low.exceptions.TransactionCanceledException):
            low.transact_write_items(TransactItems=[put("cy")])
        self.assertNotIn("Item", table.get_item(Key={"user": "ed", "at": 0}))

    def test_expire(self):
        client.update_time_to_live(
            TableName="orders", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}
        )
        table.put_item(Item={"user": "gone", "at": 0, "expires": int(time.time()) - 60})
        self.assertNotIn("Item", table.get_item(Key={"user": "gone", "at": 0}))


if __name__ == "__main__":
    unittest.main()
