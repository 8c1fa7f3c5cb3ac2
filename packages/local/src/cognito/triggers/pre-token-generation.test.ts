import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  CreateGroupCommand,
  CreateUserPoolCommand,
  GetUserCommand,
  InitiateAuthCommand,
  type LambdaConfigType,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { decomposeUnverifiedJwt } from "aws-jwt-verify/jwt";
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

const roleArn = "arn:aws:iam::000000000000:role/users";
const scope = "aws.cognito.signin.user.admin";

/** A pool whose user `ada` is of the group Staff, and of Users, which has a role and is the stronger. */
async function poolWith(LambdaConfig: LambdaConfigType) {
  const { UserPoolId, ClientId } = await pools.createPool({ LambdaConfig });
  const attributes = { email: "ada@example.com", email_verified: "true" };
  const { sub } = addUser(pools.cognito, { userPoolId: UserPoolId, status: "CONFIRMED", username: "ada", attributes, password });
  await pools.client.send(new CreateGroupCommand({ UserPoolId, GroupName: "Staff", Precedence: 2 }));
  await pools.client.send(new CreateGroupCommand({ UserPoolId, GroupName: "Users", Precedence: 1, RoleArn: roleArn }));
  for (const GroupName of ["Staff", "Users"]) {
    await pools.client.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username: "ada" }));
  }
  const start = (AuthFlow: "USER_PASSWORD_AUTH" | "REFRESH_TOKEN_AUTH", AuthParameters: Record<string, string>) =>
    pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters, ClientMetadata: { from: "InitiateAuth" } }));
  const signIn = async () => {
    const { AuthenticationResult } = await start("USER_PASSWORD_AUTH", { USERNAME: "ada", PASSWORD: password });
    return tokensOf(AuthenticationResult);
  };
  const refresh = async (token: string) =>
    tokensOf((await start("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: token })).AuthenticationResult);
  return { UserPoolId, ClientId, sub, start, signIn, refresh };
}

function tokensOf(result: { IdToken?: string; AccessToken?: string; RefreshToken?: string } | undefined) {
  const claims = (token: string | undefined): Record<string, unknown> => decomposeUnverifiedJwt(token as string).payload;
  return {
    id: claims(result?.IdToken),
    access: claims(result?.AccessToken),
    accessToken: result?.AccessToken as string,
    refreshToken: result?.RefreshToken as string,
  };
}

describe("the pre token generation trigger", () => {
  it("receives Cognito's event at a sign-in and at a refresh, and changes nothing by returning it", async () => {
    const { functionArn, notes } = pools.deploy("record", "note(event); return event;");
    const { UserPoolId, ClientId, sub, signIn, refresh } = await poolWith({ PreTokenGeneration: functionArn });
    const tokens = await signIn();
    await refresh(tokens.refreshToken);
    const [event, later] = notes();
    assert.deepEqual(event, {
      version: "1",
      region: "us-east-1",
      userPoolId: UserPoolId,
      userName: "ada",
      callerContext: { awsSdkVersion: event.callerContext.awsSdkVersion, clientId: ClientId },
      triggerSource: "TokenGeneration_Authentication",
      request: {
        userAttributes: { sub, "cognito:user_status": "CONFIRMED", email: "ada@example.com", email_verified: "true" },
        groupConfiguration: { groupsToOverride: ["Users", "Staff"], iamRolesToOverride: [roleArn], preferredRole: roleArn },
      },
      response: { claimsOverrideDetails: null },
    });
    assert.deepEqual(later, { ...event, triggerSource: "TokenGeneration_RefreshTokens", callerContext: later.callerContext });
    assert.deepEqual(tokens.id["cognito:groups"], ["Users", "Staff"]);
    assert.deepEqual(tokens.id["cognito:roles"], [roleArn]);
  });

  it("has a source of its own for the first sign-in of an administrator's user, after post authentication", async () => {
    const { functionArn, notes } = pools.deploy(
      "sources",
      "note([event.triggerSource, event.request.clientMetadata]); return event;",
    );
    const LambdaConfig = { PostAuthentication: functionArn, PreTokenGeneration: functionArn, PostConfirmation: functionArn };
    const { UserPoolId, ClientId, start } = await poolWith(LambdaConfig);
    await pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username: "adm", TemporaryPassword: password }));
    const { Session } = await start("USER_PASSWORD_AUTH", { USERNAME: "adm", PASSWORD: password });
    assert.deepEqual(notes(), []);
    await pools.client.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        Session,
        ChallengeResponses: { USERNAME: "adm", NEW_PASSWORD: "Another-horse-8" },
        ClientMetadata: { from: "Respond" },
      }),
    );
    assert.deepEqual(notes(), [
      ["PostAuthentication_Authentication", { from: "Respond" }],
      ["TokenGeneration_NewPasswordChallenge", { from: "Respond" }],
    ]);
  });

  it("adds, replaces and suppresses claims of the ID token, but not the ones that are Cognito's own", async () => {
    const { functionArn } = pools.deploy(
      "claims",
      `event.response.claimsOverrideDetails = {
        claimsToAddOrOverride: { tier: "gold", email: "other@example.com", both: "x", sub: "evil", aud: "evil", "cognito:groups": "Admins" },
        claimsToSuppress: ["email_verified", "both", "token_use"],
      }; return event;`,
    );
    const { sub, ClientId, signIn } = await poolWith({ PreTokenGeneration: functionArn });
    const { id, access } = await signIn();
    assert.deepEqual([id.tier, id.email, id.sub, id.aud, id.token_use], ["gold", "other@example.com", sub, ClientId, "id"]);
    assert.deepEqual([id.both, id.email_verified], [undefined, undefined]);
    assert.deepEqual(id["cognito:groups"], ["Users", "Staff"]);
    assert.deepEqual([access.tier, access["cognito:groups"]], [undefined, ["Users", "Staff"]]);
  });

  const groupCases: [string, string, unknown, unknown][] = [
    [
      "merges a group into both tokens beside those that the user has, roles kept",
      "{ ...event.request.groupConfiguration, groupsToOverride: [...event.request.groupConfiguration.groupsToOverride, 'Late'] }",
      ["Users", "Staff", "Late"],
      [roleArn],
    ],
    ["replaces groups and roles as a whole", "{ groupsToOverride: ['Only'] }", ["Only"], undefined],
    ["takes every group away by an empty object", "{}", undefined, undefined],
    ["takes every group away by null", "null", undefined, undefined],
  ];
  for (const [index, [what, details, groups, roles]] of groupCases.entries()) {
    it(what, async () => {
      const body = `event.response.claimsOverrideDetails = { groupOverrideDetails: ${details} }; return event;`;
      const { functionArn } = pools.deploy(`groups-${index}`, body);
      const { signIn } = await poolWith({ PreTokenGeneration: functionArn });
      const { id, access } = await signIn();
      assert.deepEqual([id["cognito:groups"], access["cognito:groups"]], [groups, groups]);
      assert.deepEqual([id["cognito:roles"], id["cognito:preferred_role"]], [roles, roles && roleArn]);
    });
  }

  it("in its second version changes the access token too, with values of any JSON type and with scopes", async () => {
    const { functionArn, notes } = pools.deploy(
      "second",
      `note(event); event.response.claimsAndScopeOverrideDetails = {
        idTokenGeneration: { claimsToAddOrOverride: { seats: 3 } },
        accessTokenGeneration: {
          claimsToAddOrOverride: { limits: { day: [1, 2] }, client_id: "evil" }, claimsToSuppress: ["username"],
          scopesToAdd: ["orders/read"], scopesToSuppress: ["${scope}"],
        },
        groupOverrideDetails: { groupsToOverride: ["Late"] },
      }; return event;`,
    );
    const PreTokenGenerationConfig = { LambdaArn: functionArn, LambdaVersion: "V2_0" as const };
    const { ClientId, signIn } = await poolWith({ PreTokenGenerationConfig });
    const { id, access, accessToken } = await signIn();
    const [event] = notes();
    assert.deepEqual([event.version, event.request.scopes], ["2", [scope]]);
    assert.deepEqual(event.response, { claimsAndScopeOverrideDetails: null });
    assert.deepEqual([id.seats, id.limits, id["cognito:groups"]], [3, undefined, ["Late"]]);
    assert.deepEqual([access.limits, access.client_id, access.username], [{ day: [1, 2] }, ClientId, "ada"]);
    assert.deepEqual([access.scope, access["cognito:groups"]], ["orders/read", ["Late"]]);
    await assert.rejects(pools.client.send(new GetUserCommand({ AccessToken: accessToken })), {
      name: "NotAuthorizedException",
      message: "Access Token does not have required scopes",
    });
  });

  const refusals: [string, string, "V1_0" | "V3_0", string][] = [
    ["claims that are no texts", "{ claimsToAddOrOverride: { seats: 3 } }", "V1_0", "Unrecognizable lambda output"],
    [
      "groups that are no list",
      "{ groupOverrideDetails: { groupsToOverride: 'Admins' } }",
      "V1_0",
      "Unrecognizable lambda output",
    ],
    ["another version than it was given", "null, event.version = '1'", "V3_0", "Invalid version. Version should be 3"],
  ];
  for (const [index, [what, details, LambdaVersion, message]] of refusals.entries()) {
    it(`fails the sign-in when its function answers ${what}`, async () => {
      const body = `event.response.claimsOverrideDetails = ${details}; return event;`;
      const { functionArn } = pools.deploy(`refused-${index}`, body);
      const { signIn } = await poolWith({ PreTokenGenerationConfig: { LambdaArn: functionArn, LambdaVersion } });
      await assert.rejects(signIn(), { name: "InvalidLambdaResponseException", message });
    });
  }

  it("is refused to a pool that names two functions for it", async () => {
    const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
    const PreTokenGenerationConfig = { LambdaArn: arn("two"), LambdaVersion: "V1_0" as const };
    const LambdaConfig = { PreTokenGeneration: arn("one"), PreTokenGenerationConfig };
    await assert.rejects(pools.client.send(new CreateUserPoolCommand({ PoolName: "two", LambdaConfig })), {
      name: "InvalidParameterException",
    });
  });
});
