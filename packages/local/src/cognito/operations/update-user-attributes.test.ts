import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminDeleteUserAttributesCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
  DeleteUserAttributesCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  InitiateAuthCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const hourMs = 3_600_000;
const expired = { name: "ExpiredCodeException", message: "Invalid code provided, please request a code again." };
const mismatch = { name: "CodeMismatchException", message: "Invalid verification code provided, please try again." };
const unauthorized = { name: "NotAuthorizedException", message: "A client attempted to write unauthorized attribute" };
const listed = (attributes: Record<string, string>) => Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

/** A user who has signed in, in a pool of their own unless it is given. */
async function signedIn(
  given: Record<string, string>,
  {
    pool = {},
    appClient = {},
    made,
    username = "ada",
  }: {
    pool?: Partial<CreateUserPoolRequest>;
    appClient?: Partial<CreateUserPoolClientRequest>;
    made?: Awaited<ReturnType<typeof pools.createPool>>;
    username?: string;
  } = {},
) {
  const { UserPoolId, ClientId } = made ?? (await pools.createPool(pool, appClient));
  const create = { UserPoolId, Username: username, UserAttributes: listed(given), MessageAction: "SUPPRESS" } as const;
  const { User } = await pools.client.send(new AdminCreateUserCommand(create));
  const Username = User?.Username as string;
  await pools.client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }));
  const signIn = async (USERNAME: string) => {
    const AuthParameters = { USERNAME, PASSWORD: password };
    const answer = await pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
    return answer.AuthenticationResult?.AccessToken as string;
  };
  const AccessToken = await signIn(username);
  return {
    UserPoolId,
    ClientId,
    signIn,
    update: (attributes: Record<string, string>) =>
      pools.client.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: listed(attributes) })),
    remove: (...UserAttributeNames: string[]) =>
      pools.client.send(new DeleteUserAttributesCommand({ AccessToken, UserAttributeNames })),
    adminUpdate: (attributes: Record<string, string>) =>
      pools.client.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes: listed(attributes) })),
    ask: (AttributeName: string) =>
      pools.client.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName })),
    verify: (AttributeName: string, Code: string, token = AccessToken) =>
      pools.client.send(new VerifyUserAttributeCommand({ AccessToken: token, AttributeName, Code })),
    async attributes(): Promise<Record<string, string | undefined>> {
      const { UserAttributes } = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username }));
      const { sub, ...rest } = Object.fromEntries((UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]));
      return rest;
    },
  };
}

describe("UpdateUserAttributes", () => {
  it("sends a code to a changed address that the pool verifies, and none to any other", async () => {
    const user = await signedIn({ email: "a1@example.com", email_verified: "true" });
    const answer = await user.update({ email: "a2@example.com", phone_number: "+15550001111", name: "Ada" });
    assert.deepEqual(answer.CodeDeliveryDetailsList, [
      { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "a***@e***" },
    ]);
    assert.deepEqual(await user.attributes(), {
      email: "a2@example.com",
      email_verified: "false",
      phone_number: "+15550001111",
      phone_number_verified: "false",
      name: "Ada",
    });
    assert.deepEqual((await user.update({ email: "a2@example.com", name: "B" })).CodeDeliveryDetailsList, []);
    await user.verify("email", await pools.codeFor("a2@example.com"));
    assert.equal((await user.attributes()).email_verified, "true");
  });

  it("keeps the old value until the new one is verified, where the pool wants that", async () => {
    const user = await signedIn(
      { email: "old@example.com", email_verified: "true" },
      {
        pool: {
          AliasAttributes: ["email"],
          UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] },
        },
      },
    );
    await user.update({ email: "typo@example.com", name: "Ada" });
    const forTypo = await pools.codeFor("typo@example.com");
    await user.update({ email: "new@example.com" });
    const kept = { email: "old@example.com", email_verified: "true", name: "Ada" };
    assert.deepEqual(await user.attributes(), kept);
    await user.signIn("old@example.com");
    await user.ask("email");
    assert.equal(pools.inbox.list({ to: "new@example.com" }).length, 2);
    const forNew = await pools.codeFor("new@example.com");
    if (forTypo !== forNew) await assert.rejects(user.verify("email", forTypo), mismatch);
    await user.verify("email", forNew);
    assert.deepEqual(await user.attributes(), { ...kept, email: "new@example.com" });
    await user.signIn("new@example.com");
    await assert.rejects(user.signIn("old@example.com"), { name: "UserNotFoundException" });
    await assert.rejects(user.verify("email", forNew), expired);
  });

  it("lets an administrator change at once what he says is verified, and voids what waited", async () => {
    const user = await signedIn(
      { email: "v1@example.com", email_verified: "true" },
      { pool: { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] } } },
    );
    await user.adminUpdate({ email: "v2@example.com" });
    assert.equal((await user.attributes()).email, "v1@example.com");
    const code = await pools.codeFor("v2@example.com");
    await user.adminUpdate({ email: "v3@example.com", email_verified: "True" });
    assert.deepEqual(await user.attributes(), { email: "v3@example.com", email_verified: "true" });
    assert.equal(pools.inbox.list({ to: "v3@example.com" }).length, 0);
    await assert.rejects(user.verify("email", code), expired);
    assert.equal((await user.attributes()).email, "v3@example.com");
  });

  it("writes what the client may write, and nothing that is Cognito's, a developer's or never changes", async () => {
    const Schema = [
      { Name: "tier", AttributeDataType: "String", Mutable: false },
      { Name: "score", AttributeDataType: "Number", DeveloperOnlyAttribute: true },
    ] as const;
    const pool = { Schema: [...Schema, { Name: "email", Required: true }] };
    const user = await signedIn(
      { email: "w@example.com" },
      { pool, appClient: { WriteAttributes: ["email", "name", "custom:tier"] } },
    );
    await user.update({ name: "W" });
    const refusals: [Record<string, string>, { name: string; message: string }][] = [
      [{ nickname: "w" }, unauthorized],
      [{ email_verified: "true" }, unauthorized],
      [{ sub: "w" }, unauthorized],
      [{ identities: "[]" }, unauthorized],
      [{ "dev:custom:score": "1" }, unauthorized],
      [
        { "custom:tier": "gold" },
        { name: "InvalidParameterException", message: "user.custom:tier: Attribute cannot be updated.\n" },
      ],
      [{ email: "" }, { name: "InvalidParameterException", message: "user.email: The attribute is required\n" }],
      [{ email: "w" }, { name: "InvalidParameterException", message: "Invalid email address format." }],
    ];
    for (const [attributes, refusal] of refusals) await assert.rejects(user.update(attributes), refusal);
    const unlisted = await signedIn({}, { pool: { Schema: [...Schema] } });
    for (const name of ["email_verified", "sub", "identities", "dev:custom:score"]) {
      await assert.rejects(unlisted.update({ [name]: "1" }), unauthorized, name);
    }
    await user.adminUpdate({ "dev:custom:score": "7", nickname: "double u" });
    await assert.rejects(user.adminUpdate({ "dev:custom:score": "many" }), { name: "InvalidParameterException" });
    assert.deepEqual(await user.attributes(), {
      email: "w@example.com",
      name: "W",
      "dev:custom:score": "7",
      nickname: "double u",
    });
  });

  it("moves the name that a user signs in with where the username is an e-mail address", async () => {
    const made = await pools.createPool({ UsernameAttributes: ["email"], AutoVerifiedAttributes: [] });
    const user = await signedIn({}, { made, username: "first@example.com" });
    await signedIn({}, { made, username: "taken@example.com" });
    await user.update({ email: "second@example.com" });
    await user.signIn("second@example.com");
    await assert.rejects(user.signIn("first@example.com"), { name: "UserNotFoundException" });
    await assert.rejects(user.update({ email: "taken@example.com" }), {
      name: "AliasExistsException",
      message: "An account with the email already exists.",
    });
  });

  it("lets an administrator, who says that it is verified, move an alias; where it is the username it stays", async () => {
    const made = await pools.createPool({ AliasAttributes: ["email"], AutoVerifiedAttributes: [] });
    const shared = { email: "shared@example.com", email_verified: "true" };
    const owner = await signedIn(shared, { made });
    const user = await signedIn({ email: "own@example.com" }, { made, username: "eve" });
    await user.adminUpdate({ email: shared.email });
    assert.equal((await owner.attributes()).email_verified, "true");
    await user.adminUpdate({ email_verified: "true" });
    assert.equal((await owner.attributes()).email_verified, "false");
    const AccessToken = await user.signIn(shared.email);
    assert.equal((await pools.client.send(new GetUserCommand({ AccessToken }))).Username, "eve");
    const named = await pools.createPool({ UsernameAttributes: ["email"], AutoVerifiedAttributes: [] });
    await signedIn({}, { made: named, username: shared.email });
    const rival = await signedIn({}, { made: named, username: "rival@example.com" });
    await assert.rejects(rival.adminUpdate(shared), { name: "AliasExistsException" });
  });

  it("gives a preferred username that is an alias to one user", async () => {
    const pool = { AliasAttributes: ["preferred_username" as const], UsernameConfiguration: { CaseSensitive: false } };
    const made = await pools.createPool(pool);
    const user = await signedIn({}, { made });
    const rival = await signedIn({}, { made, username: "eve" });
    await user.update({ preferred_username: "Countess" });
    await user.signIn("countess");
    await assert.rejects(rival.update({ preferred_username: "COUNTESS" }), {
      name: "AliasExistsException",
      message: "An account with the preferred_username already exists.",
    });
    await user.remove("preferred_username");
    await rival.update({ preferred_username: "COUNTESS" });
    assert.deepEqual(await user.attributes(), {});
  });

  it("fires the custom message trigger, for an administrator's change too", async () => {
    const { functionArn, notes } = pools.deploy(
      "changed",
      "note([event.triggerSource, event.callerContext.clientId, event.request.userAttributes.email]); return event;",
    );
    const user = await signedIn({ email: "m@example.com" }, { pool: { LambdaConfig: { CustomMessage: functionArn } } });
    await user.update({ email: "m2@example.com" });
    await user.adminUpdate({ email: "m3@example.com" });
    await user.ask("email");
    assert.deepEqual(notes(), [
      ["CustomMessage_UpdateUserAttribute", user.ClientId, "m2@example.com"],
      ["CustomMessage_UpdateUserAttribute", "CLIENT_ID_NOT_APPLICABLE", "m3@example.com"],
      ["CustomMessage_VerifyUserAttribute", user.ClientId, "m3@example.com"],
    ]);
  });

  it("shows a function the address that a message goes to, while the old one stays", async () => {
    const { functionArn, notes } = pools.deploy(
      "shown",
      "note([event.request.userAttributes.email, event.request.userAttributes.email_verified]); return event;",
    );
    const UserAttributeUpdateSettings = { AttributesRequireVerificationBeforeUpdate: ["email" as const] };
    const pool = { LambdaConfig: { CustomMessage: functionArn }, UserAttributeUpdateSettings };
    const user = await signedIn({ email: "s1@example.com", email_verified: "true" }, { pool });
    await user.update({ email: "s2@example.com" });
    await user.ask("email");
    assert.deepEqual(notes(), [
      ["s2@example.com", "false"],
      ["s2@example.com", "false"],
    ]);
    assert.equal((await user.attributes()).email, "s1@example.com");
  });

  it("keeps the change where the message cannot be worded", async () => {
    const { functionArn } = pools.deploy("mute", "throw new Error('no words');");
    const user = await signedIn({ email: "k@example.com" }, { pool: { LambdaConfig: { CustomMessage: functionArn } } });
    await assert.rejects(user.update({ email: "k2@example.com" }), {
      name: "UserLambdaValidationException",
      message: "CustomMessage failed with error no words.",
    });
    assert.equal((await user.attributes()).email, "k2@example.com");
  });
});

describe("DeleteUserAttributes", () => {
  it("deletes a value with what was said of it, but none that is required, unknown or the client's to read only", async () => {
    const user = await signedIn(
      { email: "d@example.com", email_verified: "true", name: "D", nickname: "dee" },
      { pool: { Schema: [{ Name: "name", Required: true }] }, appClient: { WriteAttributes: ["email", "name"] } },
    );
    await user.remove("email", "email");
    assert.deepEqual(await user.attributes(), { name: "D", nickname: "dee" });
    await assert.rejects(user.remove("nickname"), unauthorized);
    await assert.rejects(user.remove("name"), { message: "user.name: The attribute is required\n" });
    const remove = (...UserAttributeNames: string[]) =>
      pools.client.send(
        new AdminDeleteUserAttributesCommand({ UserPoolId: user.UserPoolId, Username: "ada", UserAttributeNames }),
      );
    await assert.rejects(remove("custom:no"), { message: "user.custom:no: Attribute does not exist in the schema.\n" });
    const message = "Cannot modify the non-mutable attribute sub";
    await assert.rejects(remove("sub"), { name: "InvalidParameterException", message });
    await remove("nickname", "family_name");
    assert.deepEqual(await user.attributes(), { name: "D" });
  });
});

describe("VerifyUserAttribute", () => {
  it("takes a code once, for an attribute that is verified already too", async () => {
    const user = await signedIn({ email: "t@example.com", email_verified: "true" });
    await user.ask("email");
    const code = await pools.codeFor("t@example.com");
    await assert.rejects(user.verify("email", other(code)), mismatch);
    await user.verify("email", code);
    await assert.rejects(user.verify("email", code), expired);
    assert.equal((await user.attributes()).email_verified, "true");
  });

  it("closes for an hour after fifteen wrong codes, and sends five an hour", async () => {
    const user = await signedIn({ email: "l@example.com" });
    for (let count = 0; count < 5; count++) await user.ask("email");
    const limit = { name: "LimitExceededException", message: "Attempt limit exceeded, please try after some time." };
    await assert.rejects(user.ask("email"), limit);
    const code = await pools.codeFor("l@example.com");
    for (let count = 0; count < 15; count++) await assert.rejects(user.verify("email", other(code)), mismatch);
    await assert.rejects(user.verify("email", code), limit);
    pools.clock.advance(hourMs);
    await user.verify("email", code, await user.signIn("ada"));
    assert.equal((await user.attributes()).email_verified, "true");
  });

  it("takes a code for 24 hours", async () => {
    const user = await signedIn({ email: "h@example.com" });
    await user.ask("email");
    const code = await pools.codeFor("h@example.com");
    pools.clock.advance(24 * hourMs);
    await assert.rejects(user.verify("email", code, await user.signIn("ada")), expired);
  });

  it("knows two attributes that can be verified, and asks for a value to send to", async () => {
    const user = await signedIn({});
    const refused = (message: string) => ({ name: "InvalidParameterException", message });
    await assert.rejects(user.ask("name"), refused("Invalid attribute name. Only phone_number and email can be verified."));
    await assert.rejects(user.verify("name", "123456"), { name: "InvalidParameterException" });
    await assert.rejects(user.ask("email"), refused("User does not have a valid registered email address"));
    await assert.rejects(user.ask("phone_number"), refused("User does not have a valid registered phone number"));
    await assert.rejects(user.verify("email", "123456"), expired);
  });

  it("does not verify a value that came after the code, nor one that is another user's alias", async () => {
    const made = await pools.createPool({ AliasAttributes: ["email"], AutoVerifiedAttributes: [] });
    const owner = await signedIn({ email: "x@example.com", email_verified: "true" }, { made });
    const user = await signedIn({ email: "y@example.com" }, { made, username: "eve" });
    await user.ask("email");
    const forY = await pools.codeFor("y@example.com");
    await user.update({ email: "x@example.com" });
    await assert.rejects(user.verify("email", forY), expired);
    await user.ask("email");
    await assert.rejects(user.verify("email", await pools.codeFor("x@example.com")), {
      name: "AliasExistsException",
      message: "An account with the email already exists.",
    });
    assert.equal((await user.attributes()).email_verified, "false");
    assert.equal((await owner.attributes()).email_verified, "true");
  });
});
