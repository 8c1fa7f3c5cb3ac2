import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  InitiateAuthCommand,
  SignUpCommand,
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

const email = "shared@example.com";
const next = "Correct-horse-8";

/** A pool with one user of each status. */
async function poolOfAll() {
  const { UserPoolId, ClientId } = await pools.createPool({ AliasAttributes: ["email"] });
  const add = (status: "CONFIRMED" | "RESET_REQUIRED" | "EXTERNAL_PROVIDER", username: string) =>
    addUser(pools.cognito, { userPoolId: UserPoolId, status, username, attributes: { email, email_verified: "true" } });
  add("CONFIRMED", "CONFIRMED");
  addUser(pools.cognito, { userPoolId: UserPoolId, status: "RESET_REQUIRED", username: "RESET_REQUIRED" });
  add("EXTERNAL_PROVIDER", "EXTERNAL_PROVIDER");
  await pools.client.send(new SignUpCommand({ ClientId, Username: "UNCONFIRMED", Password: password }));
  const invited = { UserPoolId, Username: "FORCE_CHANGE_PASSWORD", MessageAction: "SUPPRESS" } as const;
  await pools.client.send(new AdminCreateUserCommand(invited));
  return {
    UserPoolId,
    set: (Username: string, Permanent?: boolean) =>
      pools.client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: next, Permanent })),
    status: async (Username: string) => (await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username }))).UserStatus,
    signIn: (USERNAME: string) => {
      const AuthParameters = { USERNAME, PASSWORD: next };
      return pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
    },
  };
}

const statuses = ["UNCONFIRMED", "CONFIRMED", "RESET_REQUIRED", "FORCE_CHANGE_PASSWORD", "EXTERNAL_PROVIDER"];

describe("AdminSetUserPassword", () => {
  it("confirms a user of every status by a permanent password, the federated one beside the owner of the same alias", async () => {
    const { set, status, signIn, UserPoolId } = await poolOfAll();
    for (const username of statuses) {
      assert.equal(await status(username), username);
      await set(username, true);
      assert.equal(await status(username), "CONFIRMED");
      assert.ok((await signIn(username)).AuthenticationResult?.IdToken, username);
    }
    const { Username } = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: email }));
    assert.equal(Username, "CONFIRMED");
  });

  it("has a user of every status take another password after a temporary one", async () => {
    const { set, status, signIn } = await poolOfAll();
    for (const username of statuses) {
      await set(username);
      assert.equal(await status(username), "FORCE_CHANGE_PASSWORD");
      assert.equal((await signIn(username)).ChallengeName, "NEW_PASSWORD_REQUIRED", username);
    }
  });

  it("holds the password to the pool's policy", async () => {
    const { UserPoolId } = await poolOfAll();
    const weak = { UserPoolId, Username: "CONFIRMED", Password: "short1A", Permanent: true };
    await assert.rejects(pools.client.send(new AdminSetUserPasswordCommand(weak)), {
      name: "InvalidPasswordException",
      message: "Password did not conform with policy: Password not long enough",
    });
  });
});

describe("AdminConfirmSignUp", () => {
  it("names the status of a user who does not wait for it", async () => {
    const { UserPoolId } = await poolOfAll();
    for (const Username of statuses.slice(1)) {
      await assert.rejects(pools.client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username })), {
        name: "NotAuthorizedException",
        message: `User cannot be confirmed. Current status is ${Username}`,
      });
    }
    await assert.rejects(pools.client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: "nobody" })), {
      name: "UserNotFoundException",
      message: "User does not exist.",
    });
  });
});
