import os
from datetime import datetime, timezone

import boto3

ses = boto3.client("ses")
cognito = boto3.client("cognito-idp")
users = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


def lambda_handler(event, context):
    attributes = event["request"]["userAttributes"]

    ses.send_email(
        Source="hello@example.com",
        Destination={"ToAddresses": [attributes["email"]]},
        Message={
            "Subject": {"Data": "Welcome"},
            "Body": {"Text": {"Data": f"Hi {attributes.get('name', 'there')}, welcome!"}},
        },
    )
    users.put_item(
        Item={
            "userId": attributes["sub"],
            "email": attributes["email"],
            "plan": "free",
            "createdAt": datetime.now(timezone.utc).isoformat(),
        }
    )
    cognito.admin_add_user_to_group(
        UserPoolId=event["userPoolId"], Username=event["userName"], GroupName="Members"
    )
    return event
