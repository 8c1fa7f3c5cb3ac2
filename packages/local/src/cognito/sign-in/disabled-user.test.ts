import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminDisableUserCommand,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
  InitiateAuthCommand,
  type InitiateAuthRequest,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { createUser } from "../mfa/test-sign-ins.ts";
import { password, startPools } from "../test-pools.ts";
import { srpClient } from "./test-srp-client.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const wrong = { name: "NotAuthorizedException", message: "Incorrect username or password." };
const disabled = { name: "NotAuthorizedException", message: "User is disabled." };

describe("a disabled user", () => {
  const flows = ["USER_PASSWORD_AUTH", "USER_SRP_AUTH", "USER_AUTH", "CUSTOM_AUTH"] as const;

  async function disabledUser(appClient: Partial<CreateUserPoolClientRequest>, settings: Partial<CreateUserPoolRequest> = {}) {
    const ExplicitAuthFlows = flows.map((flow) => `ALLOW_${flow}` as const);
    const { UserPoolId, ClientId } = await pools.createPool(settings, { ExplicitAuthFlows, ...appClient });
    await createUser(pools, UserPoolId, "ada", { email: "ada@example.com", email_verified: "true" });
    await pools.client.send(new AdminDisableUserCommand({ UserPoolId, Username: "ada" }));
    const start = (AuthFlow: InitiateAuthRequest["AuthFlow"], parameters: Record<string, string>, USERNAME = "ada") =>
      pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters: { USERNAME, ...parameters } }));
    const proveBySrp = async (given: string) => {
      const srp = srpClient();
      const { ChallengeName, ChallengeParameters } = await start("USER_SRP_AUTH", { SRP_A: srp.SRP_A });
      const ChallengeResponses = srp.answer(ChallengeParameters, { userPoolId: UserPoolId, password: given });
      return pools.client.send(new RespondToAuthChallengeCommand({ ClientId, ChallengeName, ChallengeResponses }));
    };
    return { ClientId, start, proveBySrp };
  }

  it("is told so at once where the client may know who exists", async () => {
    const { start } = await disabledUser({});
    await assert.rejects(start("USER_PASSWORD_AUTH", { PASSWORD: "Wrong-horse-7" }), disabled);
    await assert.rejects(start("USER_SRP_AUTH", { SRP_A: srpClient().SRP_A }), disabled);
    await assert.rejects(start("USER_AUTH", {}), disabled);
  });

  it("is told so after the right password alone where the client may not", async () => {
    const { ClientId, start, proveBySrp } = await disabledUser({ PreventUserExistenceErrors: "ENABLED" });
    const choose = async (PASSWORD: string) => {
      const { ChallengeName, Session } = await start("USER_AUTH", {});
      const ChallengeResponses = { USERNAME: "ada", ANSWER: "PASSWORD", PASSWORD };
      return pools.client.send(new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses }));
    };
    const byPassword = (PASSWORD: string) => start("USER_PASSWORD_AUTH", { PASSWORD });
    for (const signIn of [byPassword, proveBySrp, choose]) {
      await assert.rejects(signIn("Wrong-horse-7"), wrong);
      await assert.rejects(signIn(password), disabled);
    }
  });

  it("is sent no code where the client may not know, and asked for one like anybody", async () => {
    const Policies = { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD" as const, "EMAIL_OTP" as const] } };
    const { start } = await disabledUser({ PreventUserExistenceErrors: "ENABLED" }, { Policies });
    const code = { PREFERRED_CHALLENGE: "EMAIL_OTP" };
    const asked = await start("USER_AUTH", code);
    const nobody = await start("USER_AUTH", code, "nobody");
    assert.deepEqual(Object.keys(asked.ChallengeParameters ?? {}), Object.keys(nobody.ChallengeParameters ?? {}));
    assert.deepEqual(pools.inbox.list({ to: "ada@example.com" }), []);
  });

  it("is given no tokens by a custom sign-in, and no function hears of one", async () => {
    const issues = pools.deploy("issues", "event.response = { issueTokens: true }; return event;");
    const hears = pools.deploy("hears", "note(event.triggerSource); return event;");
    const LambdaConfig = { DefineAuthChallenge: issues.functionArn, PostAuthentication: hears.functionArn };
    const { start } = await disabledUser({ PreventUserExistenceErrors: "ENABLED" }, { LambdaConfig });
    await assert.rejects(start("CUSTOM_AUTH", {}), disabled);
    assert.deepEqual(hears.notes(), []);
  });
});
