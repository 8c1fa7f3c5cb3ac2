import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import {
  AdminConfirmSignUpCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
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

const email = (value: string) => [{ Name: "email", Value: value }];

async function statusOf(UserPoolId: string, Username: string) {
  const user = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username }));
  return { status: user.UserStatus, ...Object.fromEntries((user.UserAttributes ?? []).map((a) => [a.Name, a.Value])) };
}

describe("ConfirmSignUp", () => {
  async function signUp(Username: string) {
    const pool = await pools.createPool();
    const UserAttributes = email(`${Username}@example.com`);
    await pools.client.send(new SignUpCommand({ ClientId: pool.ClientId, Username, Password: password, UserAttributes }));
    const ConfirmationCode = await pools.codeFor(`${Username}@example.com`);
    const confirm = (code = ConfirmationCode) =>
      pools.client.send(new ConfirmSignUpCommand({ ClientId: pool.ClientId, Username, ConfirmationCode: code }));
    return { ...pool, Username, ConfirmationCode, confirm };
  }
  const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");
  const mismatch = { name: "CodeMismatchException", message: "Invalid verification code provided, please try again." };
  const expired = { name: "ExpiredCodeException", message: "Invalid code provided, please request a code again." };

  it("confirms the user and verifies the address that the code went to", async () => {
    const { UserPoolId, Username, confirm } = await signUp("con");
    await confirm();
    const { status, email_verified } = (await statusOf(UserPoolId, Username)) as Record<string, unknown>;
    assert.deepEqual([status, email_verified], ["CONFIRMED", "true"]);
  });

  it("refuses a second confirmation, by code and by an administrator", async () => {
    const { UserPoolId, Username, confirm } = await signUp("twi");
    await confirm();
    const refusal = { name: "NotAuthorizedException", message: "User cannot be confirmed. Current status is CONFIRMED" };
    await assert.rejects(confirm(), refusal);
    await assert.rejects(pools.client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username })), refusal);
  });

  it("takes a code for 24 hours", async () => {
    const early = await signUp("ear");
    const late = await signUp("lat");
    pools.clock.advance(23 * hourMs);
    await early.confirm();
    pools.clock.advance(hourMs);
    await assert.rejects(late.confirm(), expired);
  });

  it("takes only the code of the last resend", async () => {
    const { ClientId, Username, ConfirmationCode, confirm } = await signUp("res");
    let fresh = ConfirmationCode;
    while (fresh === ConfirmationCode) {
      await pools.client.send(new ResendConfirmationCodeCommand({ ClientId, Username }));
      fresh = await pools.codeFor("res@example.com");
    }
    await assert.rejects(confirm(), mismatch);
    await confirm(fresh);
    await assert.rejects(pools.client.send(new ResendConfirmationCodeCommand({ ClientId, Username })), {
      name: "InvalidParameterException",
      message: "User is already confirmed.",
    });
  });

  it("closes for an hour after fifteen wrong codes, for the right one too", async () => {
    const { ConfirmationCode, confirm } = await signUp("gue");
    for (let guess = 0; guess < 15; guess++) await assert.rejects(confirm(other(ConfirmationCode)), mismatch);
    const closed = { name: "LimitExceededException", message: "Attempt limit exceeded, please try after some time." };
    await assert.rejects(confirm(), closed);
    pools.clock.advance(hourMs);
    await confirm();
  });

  it("sends at most five more codes an hour", async () => {
    const { ClientId, Username } = await signUp("ask");
    const resend = () => pools.client.send(new ResendConfirmationCodeCommand({ ClientId, Username }));
    for (let more = 0; more < 5; more++) await resend();
    await assert.rejects(resend(), { name: "LimitExceededException" });
    assert.equal(pools.inbox.list({ to: "ask@example.com" }).length, 6);
  });

  it("tells an unknown user only of a client that may know", async () => {
    const open = await pools.createPool();
    const discreet = await pools.createPool({}, { PreventUserExistenceErrors: "ENABLED" });
    const request = { Username: "nobody", ConfirmationCode: "123456" };
    await assert.rejects(pools.client.send(new ConfirmSignUpCommand({ ...request, ClientId: open.ClientId })), {
      name: "UserNotFoundException",
      message: "Username/client id combination not found.",
    });
    await assert.rejects(pools.client.send(new ConfirmSignUpCommand({ ...request, ClientId: discreet.ClientId })), expired);
  });

  it("leaves an alias with its owner unless it is forced to move", async () => {
    const { ClientId, UserPoolId } = await pools.createPool({ AliasAttributes: ["email"] });
    const UserAttributes = email("shared@example.com");
    const codes = new Map<string, string>();
    for (const Username of ["first", "second"]) {
      await pools.client.send(new SignUpCommand({ ClientId, Username, Password: password, UserAttributes }));
      codes.set(Username, await pools.codeFor("shared@example.com"));
    }
    const confirm = (Username: string, ForceAliasCreation?: boolean) =>
      pools.client.send(
        new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: codes.get(Username), ForceAliasCreation }),
      );
    await confirm("first");
    assert.equal(
      (await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: "shared@example.com" }))).Username,
      "first",
    );
    await assert.rejects(confirm("second"), {
      name: "AliasExistsException",
      message: "An account with the email already exists.",
    });
    assert.equal((await statusOf(UserPoolId, "second")).status, "UNCONFIRMED");
    await confirm("second", true);
    assert.equal(
      (await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username: "shared@example.com" }))).Username,
      "second",
    );
    assert.equal(((await statusOf(UserPoolId, "first")) as Record<string, unknown>).email_verified, "false");
  });

  it("gives no session of a user who is deleted while the post confirmation function runs", async () => {
    let UserPoolId = "";
    const deleting = createServer(async (_request, response) => {
      await pools.client.send(new AdminDeleteUserCommand({ UserPoolId, Username: "gone" }));
      response.end();
    });
    await once(deleting.listen(0, "127.0.0.1"), "listening");
    const { port } = deleting.address() as AddressInfo;
    const { functionArn } = pools.deploy("deletes", `await fetch("http://127.0.0.1:${port}"); return event;`);
    const LambdaConfig = { PostConfirmation: functionArn };
    const made = await pools.createPool({ LambdaConfig }, { ExplicitAuthFlows: ["ALLOW_USER_AUTH"] });
    UserPoolId = made.UserPoolId;
    const request = { ClientId: made.ClientId, Username: "gone" };
    await pools.client.send(new SignUpCommand({ ...request, Password: password, UserAttributes: email("gone@example.com") }));
    const ConfirmationCode = await pools.codeFor("gone@example.com");
    const answer = await pools.client.send(new ConfirmSignUpCommand({ ...request, ConfirmationCode }));
    deleting.close();
    assert.equal(answer.Session, undefined);
  });

  it("does not let a code that went to an old address verify a new one", async () => {
    const { UserPoolId, Username, confirm } = await signUp("mov");
    const moved = new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes: email("new@example.com") });
    await pools.client.send(moved);
    await confirm();
    assert.equal(((await statusOf(UserPoolId, Username)) as Record<string, unknown>).email_verified, "false");
  });
});
