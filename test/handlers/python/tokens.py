import logging
import os

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def add_claims(event, context):
    logger.info("Tokens for %s in %s", event["userName"], context.function_name)
    event["response"]["claimsOverrideDetails"] = {
        "claimsToAddOrOverride": {"tenant": os.environ["TENANT"]},
    }
    return event
