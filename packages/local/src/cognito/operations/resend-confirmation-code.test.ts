import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminConfirmSignUpCommand,
  AdminDisableUserCommand,
  ConfirmSignUpCommand,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";

const hidden = { PreventUserExistenceErrors: "ENABLED" } as const;
const delivery = { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: "a***@e***" };

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

async function signedUp(
  { appClient = {}, pool = {} }: { appClient?: Partial<CreateUserPoolClientRequest>; pool?: Partial<CreateUserPoolRequest> } = {},
  local = pools,
) {
  const { ClientId, UserPoolId } = await local.createPool(pool, appClient);
  const UserAttributes = [{ Name: "email", Value: "ada@example.com" }];
  await local.client.send(new SignUpCommand({ ClientId, Username: "ada", Password: password, UserAttributes }));
  const resend = (Username = "ada") => local.client.send(new ResendConfirmationCodeCommand({ ClientId, Username }));
  const confirm = (ConfirmationCode: string) =>
    local.client.send(new ConfirmSignUpCommand({ ClientId, Username: "ada", ConfirmationCode }));
  const confirmByAdmin = () => local.client.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: "ada" }));
  return { ClientId, UserPoolId, resend, confirm, confirmByAdmin };
}

describe("ResendConfirmationCode", () => {
  it("sends a new code that lives a day, and voids the one before", async () => {
    const { resend, confirm } = await signedUp();
    const voided = await pools.codeFor("ada@example.com");
    assert.deepEqual((await resend()).CodeDeliveryDetails, delivery);
    const code = await pools.codeFor("ada@example.com");
    if (code !== voided) await assert.rejects(confirm(voided), { name: "CodeMismatchException" });
    pools.clock.advance(86_400_000);
    await assert.rejects(confirm(code), { name: "ExpiredCodeException" });
    await resend();
    const fresh = await pools.codeFor("ada@example.com");
    pools.clock.advance(86_390_000);
    await confirm(fresh);
  });

  it("sends five codes an hour", async () => {
    const { resend } = await signedUp();
    for (let sent = 0; sent < 5; sent++) await resend();
    await assert.rejects(resend(), { name: "LimitExceededException" });
    pools.clock.advance(3_600_000);
    await resend();
  });

  it("refuses a user who is confirmed, or answers as if a code were sent where the setting says so", async () => {
    const { resend, confirmByAdmin } = await signedUp();
    await confirmByAdmin();
    await assert.rejects(resend(), { name: "InvalidParameterException", message: "User is already confirmed." });
    const silent = await startPools({ resendToConfirmedUser: "success" });
    try {
      const confirmed = await signedUp({}, silent);
      await confirmed.confirmByAdmin();
      const before = silent.inbox.list({ to: "ada@example.com" }).length;
      assert.deepEqual((await confirmed.resend()).CodeDeliveryDetails, delivery);
      assert.equal(silent.inbox.list({ to: "ada@example.com" }).length, before);
    } finally {
      await silent.stop();
    }
  });

  it("pretends for unknown and disabled users to a client that must not learn of them", async () => {
    const { resend, UserPoolId } = await signedUp({ appClient: hidden });
    assert.equal((await resend("nobody")).CodeDeliveryDetails?.DeliveryMedium, "EMAIL");
    await pools.client.send(new AdminDisableUserCommand({ UserPoolId, Username: "ada" }));
    const before = pools.inbox.list({ to: "ada@example.com" }).length;
    assert.equal((await resend()).CodeDeliveryDetails?.DeliveryMedium, "EMAIL");
    assert.equal(pools.inbox.list({ to: "ada@example.com" }).length, before);
    const plain = await signedUp();
    await assert.rejects(plain.resend("nobody"), {
      name: "UserNotFoundException",
      message: "Username/client id combination not found.",
    });
  });

  it("refuses where the pool verifies nothing that the user has", async () => {
    const { resend } = await signedUp({ pool: { AutoVerifiedAttributes: ["phone_number"] } });
    await assert.rejects(resend(), { message: "Cannot resend codes. Auto verification not turned on." });
  });
});
