import os

import boto3

cognito = boto3.client("cognito-idp")
dynamodb = boto3.resource("dynamodb")
ses = boto3.client("ses", region_name="us-east-1")


def lambda_handler(event, context):
    """After the confirmation: a group, a record, a mail."""
    attributes = event["request"]["userAttributes"]
    cognito.admin_add_user_to_group(
        UserPoolId=event["userPoolId"],
        Username=event["userName"],
        GroupName=os.environ["GROUP"],
    )
    table = dynamodb.Table(os.environ["TABLE"])
    table.put_item(Item={"id": attributes["sub"], "email": attributes["email"]})
    ses.send_email(
        Source=os.environ["SENDER"],
        Destination={"ToAddresses": [attributes["email"]]},
        Message={
            "Subject": {"Data": "Welcome"},
            "Body": {"Text": {"Data": "Hello, " + event["userName"]}},
        },
    )
    return event
