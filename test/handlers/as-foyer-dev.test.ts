import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import {
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { startDev } from "@foyer/cli";

const at = (file: string) => join(import.meta.dirname, file);
const hasPython = spawnSync("python3", ["-c", "pass"]).status === 0;

test("startDev runs handlers of several forms for one pool: TypeScript, CommonJS, an ES module and Python", {
  skip: hasPython ? false : "there is no python3 on this machine",
}, async (context) => {
  const dev = await startDev({
    triggers: [
      { trigger: "PreSignUp", path: at("callbacks/allowed-domain.js"), exportName: "handler" },
      { trigger: "PostConfirmation", path: at("typescript/post-confirmation.ts"), exportName: "handler" },
      { trigger: "PostAuthentication", path: at("esm/add-to-group.mjs") },
      { trigger: "PreTokenGeneration", path: at("python/tokens.py"), exportName: "add_claims" },
    ],
    handlers: {
      environment: {
        ALLOWED_DOMAINS: "example.com",
        GROUP_NAME: "EVERYONE",
        GROUP: "Seen",
        TABLE_NAME: "Profiles",
        TENANT: "acme",
      },
    },
    resources: { tables: [{ tableName: "Profiles", keyName: "id" }], groups: ["EVERYONE"] },
  });
  const { local, pool } = dev;
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const cognito = new CognitoIdentityProviderClient({ endpoint: local.url, region: local.region, credentials });
  context.after(async () => {
    cognito.destroy();
    await dev.stop();
  });
  const { clientId: ClientId, userPoolId: UserPoolId } = pool;
  const Password = "Correct-horse-7";
  await assert.rejects(cognito.send(new SignUpCommand({ ClientId, Username: "eve@evil.test", Password })), {
    message: "PreSignUp failed with error Sign-ups from evil.test are not allowed.",
  });
  const Username = "ann@example.com";
  const { UserSub = "" } = await cognito.send(new SignUpCommand({ ClientId, Username, Password }));
  const { code: ConfirmationCode } = await local.inbox.next({ to: Username });
  await cognito.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }));
  const AuthParameters = { USERNAME: Username, PASSWORD: Password };
  const request = { ClientId, AuthFlow: "USER_PASSWORD_AUTH" as const, AuthParameters };
  const { AuthenticationResult } = await cognito.send(new InitiateAuthCommand(request));
  const claims = JSON.parse(Buffer.from(AuthenticationResult?.IdToken?.split(".")[1] ?? "", "base64url").toString());
  assert.equal(claims.tenant, "acme");
  const { Groups } = await cognito.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));
  assert.deepEqual(Groups?.map(({ GroupName }) => GroupName).sort(), ["EVERYONE", "Seen"]);
  const timeline = local.timeline(UserSub);
  assert.equal(timeline.user?.status, "CONFIRMED");
});
