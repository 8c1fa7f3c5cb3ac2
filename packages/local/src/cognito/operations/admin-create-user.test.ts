import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { AdminCreateUserCommand, InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import { startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

async function createUser(UserPoolId: string, Username: string, attributes: Record<string, string> = {}) {
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  const command = new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: "SUPPRESS" });
  const { User } = await pools.client.send(command);
  return User?.Attributes?.find(({ Name }) => Name === "sub")?.Value as string;
}

describe("AdminCreateUser", () => {
  it("invites by a mail whose temporary password signs in, the name in it escaped", async () => {
    const { ClientId, UserPoolId } = await pools.createPool();
    const Username = "<b>o'neil</b>";
    const UserAttributes = [{ Name: "email", Value: "one@example.com" }];
    await pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes }));
    const [mail] = pools.inbox.list({ to: "one@example.com" });
    assert.equal(mail?.subject, "Your temporary password");
    assert.ok(!mail?.html?.includes("<b>"));
    const temporary = /temporary password is (\S+)\.$/.exec(mail?.text ?? "")?.[1] as string;
    const AuthParameters = { USERNAME: Username, PASSWORD: temporary };
    const answer = await pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
    assert.equal(answer.ChallengeName, "NEW_PASSWORD_REQUIRED");
  });

  it("refuses a name that is taken, and invites again only who has not signed in", async () => {
    const { UserPoolId } = await pools.createPool();
    await createUser(UserPoolId, "dup", { email: "dup@example.com" });
    await assert.rejects(createUser(UserPoolId, "dup"), {
      name: "UsernameExistsException",
      message: "User account already exists",
    });
    const resend = new AdminCreateUserCommand({ UserPoolId, Username: "dup", MessageAction: "RESEND" });
    await pools.client.send(resend);
    assert.equal(pools.inbox.list({ to: "dup@example.com" }).length, 1);
    const pool = pools.cognito.userPools.get(UserPoolId);
    pools.cognito.users.update(pool, pools.cognito.users.get(pool, "dup"), { status: "CONFIRMED" });
    await assert.rejects(pools.client.send(resend), {
      name: "UnsupportedUserStateException",
      message: "Resend not possible. dup status is not FORCE_CHANGE_PASSWORD",
    });
  });
});
