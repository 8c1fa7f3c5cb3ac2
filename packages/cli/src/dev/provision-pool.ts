import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LocalAws } from "@foyer/local";

/** The pool and the app client that `foyer dev` works with. */
export interface ProvisionedPool {
  userPoolId: string;
  userPoolArn: string;
  clientId: string;
}

/** Makes the pool and its app client, or finds those of the last start with the same data. */
export async function provisionPool(local: LocalAws, dataDir: string | undefined): Promise<ProvisionedPool> {
  const known = dataDir === undefined ? undefined : await knownPool(local, dataDir);
  if (known) return known;
  const { UserPool } = (await local.call("cognito-idp", "CreateUserPool", {
    PoolName: "foyer-dev",
    UsernameAttributes: ["email"],
    AutoVerifiedAttributes: ["email"],
  })) as { UserPool: { Id: string; Arn: string } };
  const { UserPoolClient } = (await local.call("cognito-idp", "CreateUserPoolClient", {
    UserPoolId: UserPool.Id,
    ClientName: "foyer-dev",
    ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  })) as { UserPoolClient: { ClientId: string } };
  const pool = { userPoolId: UserPool.Id, userPoolArn: UserPool.Arn, clientId: UserPoolClient.ClientId };
  if (dataDir !== undefined) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(noteFile(dataDir), `${JSON.stringify(pool, null, 2)}\n`);
  }
  return pool;
}

async function knownPool(local: LocalAws, dataDir: string): Promise<ProvisionedPool | undefined> {
  let pool: ProvisionedPool;
  try {
    pool = JSON.parse(readFileSync(noteFile(dataDir), "utf8"));
  } catch {
    return undefined; // the first start with this data, or one that was killed while it wrote the note
  }
  try {
    await local.call("cognito-idp", "DescribeUserPoolClient", { UserPoolId: pool.userPoolId, ClientId: pool.clientId });
    return pool;
  } catch (error) {
    if ((error as Error).name === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

function noteFile(dataDir: string): string {
  return join(dataDir, "dev.json");
}
