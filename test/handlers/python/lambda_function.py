import json


def lambda_handler(event, context):
    """Confirms everybody at once, and verifies the address that they gave."""
    print("event: " + json.dumps(event["triggerSource"]))
    event["response"]["autoConfirmUser"] = True
    if "email" in event["request"]["userAttributes"]:
        event["response"]["autoVerifyEmail"] = True
    return event
