class NotInvited(Exception):
    pass


def lambda_handler(event, context):
    if not event["request"].get("clientMetadata", {}).get("invitation"):
        raise NotInvited("Only by invitation")
    return event
