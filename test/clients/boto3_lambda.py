"""One function's life, by boto3. Run as `boto3_lambda.py <endpoint>`; the tests go in their order."""

import base64
import io
import json
import sys
import unittest
import zipfile

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = sys.argv.pop(1)
NAME = "greet"


def client(service):
    return boto3.client(
        service,
        endpoint_url=ENDPOINT,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}),
    )


functions = client("lambda")
logs = client("logs")


def zip_of(word):
    """The bytes of a zip file with a handler in Python."""
    code = f"""import os
def lambda_handler(event, context):
    print("greets", event["name"])
    return "{word} " + event["name"] + os.environ.get("MARK", "")
"""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("lambda_function.py", code)
    return held.getvalue()


def invoke(**more):
    answer = functions.invoke(FunctionName=NAME, Payload=json.dumps({"name": "Ann"}), **more)
    text = answer["Payload"].read()
    return answer, json.loads(text) if text else None


class Function(unittest.TestCase):
    def refused(self, error, call, **request):
        with self.assertRaises(ClientError) as caught:
            call(**request)
        self.assertEqual(caught.exception.response["Error"]["Code"], error)

    def test_1_create(self):
        made = functions.create_function(
            FunctionName=NAME,
            Runtime="python3.9",
            Role="arn:aws:iam::000000000000:role/greet",
            Handler="lambda_function.lambda_handler",
            Code={"ZipFile": zip_of("Hello")},
            Timeout=20,
            Environment={"Variables": {"MARK": "."}},
        )
        self.assertEqual(made["State"], "Active")
        functions.get_waiter("function_active_v2").wait(FunctionName=NAME)
        self.assertEqual(functions.get_function(FunctionName=NAME)["Configuration"]["Timeout"], 20)

    def test_2_invoke(self):
        answer, text = invoke(LogType="Tail")
        self.assertEqual((answer["StatusCode"], text), (200, "Hello Ann."))
        self.assertIn("greets Ann\n", base64.b64decode(answer["LogResult"]).decode())
        self.assertEqual(invoke(InvocationType="Event")[0]["StatusCode"], 202)
        self.assertEqual(invoke(InvocationType="DryRun")[0]["StatusCode"], 204)

    def test_3_logs(self):
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName="/aws/lambda/greet", filterPattern="greets")
        messages = [event["message"] for page in pages for event in page["events"]]
        self.assertIn("greets Ann", [message.strip() for message in messages])

    def test_4_versions(self):
        first = functions.publish_version(FunctionName=NAME)["Version"]
        functions.create_alias(FunctionName=NAME, Name="live", FunctionVersion=first)
        functions.update_function_code(FunctionName=NAME, ZipFile=zip_of("Bye"))
        functions.get_waiter("function_updated_v2").wait(FunctionName=NAME)
        functions.update_function_configuration(FunctionName=NAME, Environment={"Variables": {"MARK": "!"}})
        self.assertEqual(invoke()[1], "Bye Ann!")
        self.assertEqual(invoke(Qualifier="live")[1], "Hello Ann.")
        second = functions.publish_version(FunctionName=NAME)["Version"]
        functions.update_alias(FunctionName=NAME, Name="live", FunctionVersion=second)
        self.assertEqual(invoke(Qualifier="live")[1], "Bye Ann!")
        pages = functions.get_paginator("list_versions_by_function").paginate(FunctionName=NAME)
        self.assertEqual([made["Version"] for page in pages for made in page["Versions"]], ["$LATEST", "1", "2"])

    def test_5_permission(self):
        statement = {"FunctionName": NAME, "StatementId": "cognito"}
        functions.add_permission(Action="lambda:InvokeFunction", Principal="cognito-idp.amazonaws.com", **statement)
        policy = json.loads(functions.get_policy(FunctionName=NAME)["Policy"])
        self.assertEqual(policy["Statement"][0]["Sid"], "cognito")
        functions.remove_permission(**statement)
        self.refused("ResourceNotFoundException", functions.get_policy, FunctionName=NAME)

    def test_6_asynchronous_configuration(self):
        functions.put_function_event_invoke_config(FunctionName=NAME, MaximumRetryAttempts=0)
        config = functions.get_function_event_invoke_config(FunctionName=NAME)
        self.assertEqual(config["MaximumRetryAttempts"], 0)

    def test_7_delete(self):
        self.assertEqual([made["FunctionName"] for made in functions.list_functions()["Functions"]], [NAME])
        functions.delete_function(FunctionName=NAME)
        self.refused("ResourceNotFoundException", functions.get_function, FunctionName=NAME)


if __name__ == "__main__":
    unittest.main()
