import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import {
  ConfirmSignUpCommand,
  GetUserCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { password, startWire } from "./pool.ts";

const dataDir = mkdtempSync(join(tmpdir(), "foyer-restart-"));
after(() => rmSync(dataDir, { recursive: true, force: true }));

test("users, codes, mails, functions, permissions, keys and refresh tokens are there again after a restart", async (t) => {
  const first = await startWire({ dataDir });
  t.after(() => first.stop());
  const pool = await first.pool({ PostConfirmation: first.deploy("throw.error") });
  const { userPoolId, clientId: ClientId } = pool;
  const UserAttributes = [{ Name: "email", Value: "ada@example.com" }];
  await first.cognito.send(new SignUpCommand({ ClientId, Username: "ada", Password: password, UserAttributes }));
  await assert.rejects(pool.confirmed({ Username: "alan" }), { name: "UserLambdaValidationException" });
  const flow = { ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME: "alan", PASSWORD: password } } as const;
  const { AuthenticationResult: tokens } = await first.cognito.send(new InitiateAuthCommand(flow));
  await first.stop();

  const second = await startWire({ dataDir });
  t.after(() => second.stop());
  const keys = await (await fetch(`${second.aws.url}/${userPoolId}/.well-known/jwks.json`)).json();
  const verifier = CognitoJwtVerifier.create({ userPoolId, clientId: ClientId, tokenUse: "id" });
  verifier.cacheJwks(keys as Parameters<typeof verifier.cacheJwks>[0]);
  assert.equal((await verifier.verify(tokens?.IdToken ?? ""))["cognito:username"], "alan");
  const user = await second.cognito.send(new GetUserCommand({ AccessToken: tokens?.AccessToken }));
  assert.equal(user.Username, "alan");
  const refresh = {
    ClientId,
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN: tokens?.RefreshToken ?? "" },
  } as const;
  assert.ok((await second.cognito.send(new InitiateAuthCommand(refresh))).AuthenticationResult?.IdToken);

  const ConfirmationCode = second.aws.inbox.list({ to: "ada@example.com" })[0]?.code;
  const confirm = new ConfirmSignUpCommand({ ClientId, Username: "ada", ConfirmationCode });
  // The function of before, which can no longer reach the recorder of before, and so fails in another way: it ran.
  await assert.rejects(second.cognito.send(confirm), { message: "PostConfirmation failed with error fetch failed." });
});
