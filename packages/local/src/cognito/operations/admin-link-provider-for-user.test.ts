import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableProviderForUserCommand,
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  AdminSetUserPasswordCommand,
  CreateIdentityProviderCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";
import { addUser } from "../users/add-user.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

/** A pool with Google as its provider, and a user in it. */
async function poolWithGoogle() {
  const { UserPoolId, ClientId } = await pools.createPool();
  await pools.client.send(
    new CreateIdentityProviderCommand({
      UserPoolId,
      ProviderName: "Google",
      ProviderType: "Google",
      ProviderDetails: { client_id: "id", client_secret: "secret", authorize_scopes: "openid email" },
    }),
  );
  const create = (Username: string) =>
    pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: "SUPPRESS" }));
  await create("ada");
  await pools.client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username: "ada", Password: password, Permanent: true }));
  const account = (ProviderName: string, ProviderAttributeValue: string) => ({
    ProviderName,
    ProviderAttributeName: "Cognito_Subject",
    ProviderAttributeValue,
  });
  return {
    UserPoolId,
    create,
    link: (userId: string, username = "ada", provider = "Google", destination = "Cognito") =>
      pools.client.send(
        new AdminLinkProviderForUserCommand({
          UserPoolId,
          SourceUser: account(provider, userId),
          DestinationUser: account(destination, username),
        }),
      ),
    disable: (provider: string, userId: string) =>
      pools.client.send(new AdminDisableProviderForUserCommand({ UserPoolId, User: account(provider, userId) })),
    async identitiesOf(Username: string) {
      const { UserAttributes } = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username }));
      const identities = UserAttributes?.find(({ Name }) => Name === "identities")?.Value;
      return identities === undefined ? undefined : JSON.parse(identities);
    },
    signIn: (USERNAME: string) =>
      pools.client.send(
        new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME, PASSWORD: password } }),
      ),
  };
}

describe("AdminLinkProviderForUser", () => {
  const merging = {
    name: "InvalidParameterException",
    message: "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link",
  };

  it("lists the account among the user's identities, once, and as no user's before", async () => {
    const { UserPoolId, create, link, identitiesOf, signIn } = await poolWithGoogle();
    await link("1042");
    const [identity, ...others] = await identitiesOf("ada");
    assert.deepEqual(others, []);
    const { dateCreated, ...rest } = identity;
    assert.equal(typeof dateCreated, "number");
    assert.deepEqual(rest, { userId: "1042", providerName: "Google", providerType: "Google", issuer: null, primary: false });
    await create("eve");
    const linked = { name: "InvalidParameterException", message: "SourceUser is already linked to DestinationUser" };
    await assert.rejects(link("1042"), linked);
    await assert.rejects(link("1042", "eve"), linked);
    const federated = (username: string) =>
      addUser(pools.cognito, { userPoolId: UserPoolId, status: "EXTERNAL_PROVIDER", username });
    assert.throws(() => federated("Google_1042"), { message: "Already found an entry for username Google_1042" });
    federated("Google_7");
    await assert.rejects(link("7"), merging);
    await link("8", "7", "Google", "Google");
    assert.deepEqual(
      (await identitiesOf("Google_7")).map(({ userId, primary }: { userId: string; primary: boolean }) => [userId, primary]),
      [
        ["7", true],
        ["8", false],
      ],
    );
    assert.ok((await signIn("ada")).AuthenticationResult?.IdToken);
  });

  it("refuses a user of the pool as the source, an unknown destination or provider, and a sixth account", async () => {
    const { link } = await poolWithGoogle();
    await assert.rejects(link("ada", "ada", "Cognito"), {
      name: "InvalidParameterException",
      message:
        "Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a DestinationUser",
    });
    await assert.rejects(link("1", "nobody"), { name: "UserNotFoundException", message: "User does not exist." });
    await assert.rejects(link("1", "ada", "Facebook"), { name: "ResourceNotFoundException" });
    for (const id of ["1", "2", "3", "4", "5"]) await link(id);
    await assert.rejects(link("6"), { name: "LimitExceededException" });
  });
});

describe("AdminDisableProviderForUser", () => {
  it("ends a link, so that the account can be linked to another user; so does the user's deletion", async () => {
    const { UserPoolId, create, link, disable, identitiesOf } = await poolWithGoogle();
    await create("eve");
    await link("1");
    await link("2");
    await disable("Google", "1");
    assert.deepEqual(
      (await identitiesOf("ada")).map(({ userId }: { userId: string }) => userId),
      ["2"],
    );
    await link("1", "eve");
    await disable("Google", "2");
    assert.equal(await identitiesOf("ada"), undefined);
    await assert.rejects(disable("Google", "2"), { name: "UserNotFoundException" });
    await pools.client.send(new AdminDeleteUserCommand({ UserPoolId, Username: "eve" }));
    await link("1");
  });

  it("keeps a user of the pool from signing in by the password", async () => {
    const { disable, signIn } = await poolWithGoogle();
    await disable("Cognito", "ada");
    await assert.rejects(signIn("ada"), { name: "NotAuthorizedException", message: "Incorrect username or password." });
    await assert.rejects(disable("Cognito", "nobody"), { name: "UserNotFoundException" });
  });
});
