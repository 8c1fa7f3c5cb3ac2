"""One user's way through a user pool, by boto3. Run as `boto3_journey.py <endpoint>`; the tests go in their order."""

import base64
import hashlib
import hmac
import json
import sys
import time
import unittest
import urllib.parse
import urllib.request

import boto3

ENDPOINT = sys.argv.pop(1)
USERNAME = "ann@example.com"
PASSWORD = "Correct-horse-7"
NEW_PASSWORD = "Battery-staple-8"

cognito = boto3.client(
    "cognito-idp",
    endpoint_url=ENDPOINT,
    region_name="us-east-1",
    aws_access_key_id="test",
    aws_secret_access_key="test",
)


def code_for(address):
    """The code in the newest message to an address."""
    query = urllib.parse.urlencode({"to": address})
    with urllib.request.urlopen(f"{ENDPOINT}/_foyer/inbox/latest?{query}") as answer:
        return json.load(answer)["code"]


def wrong(code):
    return "000001" if code == "000000" else "000000"


def claims_of(token):
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def totp(secret, at):
    """RFC 6238 with SHA-1, six digits and steps of 30 s."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, int(at // 30).to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[19] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


class Journey(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        pool = cognito.create_user_pool(
            PoolName="main", UsernameAttributes=["email"], AutoVerifiedAttributes=["email"]
        )
        cls.pool_id = pool["UserPool"]["Id"]
        client = cognito.create_user_pool_client(
            UserPoolId=cls.pool_id,
            ClientName="server",
            GenerateSecret=True,
            ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        )["UserPoolClient"]
        cls.client_id = client["ClientId"]
        cls.secret = client["ClientSecret"]

    def secret_hash(self, username=USERNAME):
        message = (username + self.client_id).encode()
        digest = hmac.new(self.secret.encode(), message, hashlib.sha256).digest()
        return base64.b64encode(digest).decode()

    def as_client(self, username=USERNAME):
        return {"ClientId": self.client_id, "SecretHash": self.secret_hash(username)}

    def sign_in(self, password):
        return cognito.admin_initiate_auth(
            UserPoolId=self.pool_id,
            ClientId=self.client_id,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={
                "USERNAME": USERNAME,
                "PASSWORD": password,
                "SECRET_HASH": self.secret_hash(),
            },
        )

    def tokens(self, password):
        return self.sign_in(password)["AuthenticationResult"]

    def test_1_sign_up_is_confirmed_by_the_code_in_the_mail(self):
        answer = cognito.sign_up(**self.as_client(), Username=USERNAME, Password=PASSWORD)
        self.assertIs(answer["UserConfirmed"], False)
        with self.assertRaises(cognito.exceptions.UserNotConfirmedException):
            self.sign_in(PASSWORD)
        with self.assertRaises(cognito.exceptions.UsernameExistsException):
            cognito.sign_up(**self.as_client(), Username=USERNAME, Password=PASSWORD)
        code = code_for(USERNAME)
        with self.assertRaises(cognito.exceptions.CodeMismatchException) as caught:
            cognito.confirm_sign_up(
                **self.as_client(), Username=USERNAME, ConfirmationCode=wrong(code)
            )
        answer = caught.exception.response
        self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 400)
        self.assertIn("Invalid verification code provided", answer["Error"]["Message"])
        cognito.confirm_sign_up(**self.as_client(), Username=USERNAME, ConfirmationCode=code)

    def test_2_sign_in_gives_tokens_with_the_groups_of_the_user(self):
        with self.assertRaises(cognito.exceptions.NotAuthorizedException):
            self.sign_in("Wrong-horse-7")
        cognito.create_group(UserPoolId=self.pool_id, GroupName="Staff")
        cognito.admin_add_user_to_group(
            UserPoolId=self.pool_id, Username=USERNAME, GroupName="Staff"
        )
        claims = claims_of(self.tokens(PASSWORD)["IdToken"])
        self.assertEqual(claims["cognito:groups"], ["Staff"])
        self.assertIs(claims["email_verified"], True)

    def test_3_forgotten_password_is_replaced_by_a_code(self):
        cognito.forgot_password(**self.as_client(), Username=USERNAME)
        code = code_for(USERNAME)
        request = {**self.as_client(), "Username": USERNAME, "Password": NEW_PASSWORD}
        with self.assertRaises(cognito.exceptions.CodeMismatchException):
            cognito.confirm_forgot_password(**request, ConfirmationCode=wrong(code))
        cognito.confirm_forgot_password(**request, ConfirmationCode=code)
        with self.assertRaises(cognito.exceptions.NotAuthorizedException):
            self.sign_in(PASSWORD)
        self.tokens(NEW_PASSWORD)

    def test_4_phone_number_is_changed_and_verified(self):
        token = self.tokens(NEW_PASSWORD)["AccessToken"]
        phone = {"Name": "phone_number", "Value": "+447700900123"}
        cognito.update_user_attributes(AccessToken=token, UserAttributes=[phone])
        cognito.get_user_attribute_verification_code(
            AccessToken=token, AttributeName="phone_number"
        )
        code = code_for(phone["Value"])
        cognito.verify_user_attribute(AccessToken=token, AttributeName="phone_number", Code=code)
        user = cognito.admin_get_user(UserPoolId=self.pool_id, Username=USERNAME)
        attributes = {entry["Name"]: entry["Value"] for entry in user["UserAttributes"]}
        self.assertEqual(attributes["phone_number_verified"], "true")

    def test_5_authenticator_app_is_set_up_and_asked_for(self):
        cognito.set_user_pool_mfa_config(
            UserPoolId=self.pool_id,
            MfaConfiguration="OPTIONAL",
            SoftwareTokenMfaConfiguration={"Enabled": True},
        )
        token = self.tokens(NEW_PASSWORD)["AccessToken"]
        secret = cognito.associate_software_token(AccessToken=token)["SecretCode"]
        # The code of the step before, which is accepted too, leaves the present one for the sign-in.
        now = time.time()
        cognito.verify_software_token(AccessToken=token, UserCode=totp(secret, now - 30))
        cognito.set_user_mfa_preference(
            AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
        )
        challenge = self.sign_in(NEW_PASSWORD)
        self.assertEqual(challenge["ChallengeName"], "SOFTWARE_TOKEN_MFA")
        username = challenge["ChallengeParameters"]["USER_ID_FOR_SRP"]
        answer = cognito.admin_respond_to_auth_challenge(
            UserPoolId=self.pool_id,
            ClientId=self.client_id,
            ChallengeName="SOFTWARE_TOKEN_MFA",
            Session=challenge["Session"],
            ChallengeResponses={
                "USERNAME": username,
                "SOFTWARE_TOKEN_MFA_CODE": totp(secret, time.time()),
                "SECRET_HASH": self.secret_hash(username),
            },
        )
        self.assertIn("AccessToken", answer["AuthenticationResult"])
        cognito.admin_set_user_mfa_preference(
            UserPoolId=self.pool_id,
            Username=USERNAME,
            SoftwareTokenMfaSettings={"Enabled": False},
        )

    def test_6_refresh_works_until_the_user_is_signed_out_everywhere(self):
        tokens = self.tokens(NEW_PASSWORD)
        # The secret hash of a refresh is over the username in the token, not over an alias.
        username = claims_of(tokens["AccessToken"])["username"]

        def refresh():
            return cognito.admin_initiate_auth(
                UserPoolId=self.pool_id,
                ClientId=self.client_id,
                AuthFlow="REFRESH_TOKEN_AUTH",
                AuthParameters={
                    "REFRESH_TOKEN": tokens["RefreshToken"],
                    "SECRET_HASH": self.secret_hash(username),
                },
            )["AuthenticationResult"]

        self.assertNotIn("RefreshToken", refresh())
        cognito.admin_user_global_sign_out(UserPoolId=self.pool_id, Username=USERNAME)
        with self.assertRaises(cognito.exceptions.NotAuthorizedException):
            refresh()

    def test_7_paginators_find_every_user_and_pool_once(self):
        for n in range(6):
            username = f"user-{n}@example.com"
            cognito.sign_up(**self.as_client(username), Username=username, Password=PASSWORD)
        pages = cognito.get_paginator("list_users").paginate(
            UserPoolId=self.pool_id, PaginationConfig={"PageSize": 3}
        )
        found = [user["Username"] for page in pages for user in page["Users"]]
        self.assertEqual((len(found), len(set(found))), (7, 7))
        for n in range(3):
            cognito.create_user_pool(PoolName=f"pool-{n}")
        pools = cognito.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": 2})
        self.assertEqual(len(list(pools.search("UserPools[].Id"))), 4)

    def test_8_user_who_deletes_the_account_cannot_sign_in_again(self):
        token = self.tokens(NEW_PASSWORD)["AccessToken"]
        cognito.delete_user(AccessToken=token)
        with self.assertRaises(cognito.exceptions.UserNotFoundException):
            self.sign_in(NEW_PASSWORD)


if __name__ == "__main__":
    unittest.main(verbosity=2, failfast=True)
