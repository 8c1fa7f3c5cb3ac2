import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import type {
  CreateUserPoolClientResponse,
  CreateUserPoolResponse,
  GetUserResponse,
  InitiateAuthResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import { startLocal } from "../../start-local.ts";

it("the keys of a pool and its sign-ins outlive a restart", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-keys-"));
  const Password = "Correct-horse-7";
  let local = await startLocal({ dataDir });
  const call = <Answer>(operation: string, input: unknown) => local.call("cognito-idp", operation, input) as Promise<Answer>;
  const signIn = (AuthFlow: string, AuthParameters: Record<string, string>) =>
    call<InitiateAuthResponse>("InitiateAuth", { ClientId, AuthFlow, AuthParameters });

  const { UserPool } = await call<CreateUserPoolResponse>("CreateUserPool", { PoolName: "main" });
  const UserPoolId = UserPool?.Id as string;
  const ExplicitAuthFlows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
  const made = await call<CreateUserPoolClientResponse>("CreateUserPoolClient", {
    UserPoolId,
    ClientName: "app",
    ExplicitAuthFlows,
  });
  const ClientId = made.UserPoolClient?.ClientId as string;
  await call("AdminCreateUser", { UserPoolId, Username: "ada" });
  await call("AdminSetUserPassword", { UserPoolId, Username: "ada", Password, Permanent: true });
  const { AuthenticationResult } = await signIn("USER_PASSWORD_AUTH", { USERNAME: "ada", PASSWORD: Password });
  const keySet = async () => (await fetch(`${local.url}/${UserPoolId}/.well-known/jwks.json`)).json();
  const before = await keySet();
  await local.stop();

  local = await startLocal({ dataDir });
  assert.deepEqual(await keySet(), before);
  const user = await call<GetUserResponse>("GetUser", { AccessToken: AuthenticationResult?.AccessToken });
  assert.equal(user.Username, "ada");
  const again = await signIn("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: AuthenticationResult?.RefreshToken as string });
  assert.ok(again.AuthenticationResult?.IdToken);
  await local.stop();
  rmSync(dataDir, { recursive: true });
});
