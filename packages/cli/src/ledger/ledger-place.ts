import type { CognitoIdentityProviderClientConfig } from "@aws-sdk/client-cognito-identity-provider";
import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { LEDGER_TABLE } from "foyer/operate";
import { CommandError } from "../errors.ts";
import { connect, defaultEndpoint, poolOf } from "../local-client.ts";
import type { Options } from "../options.ts";

/** The options of every command that reads a ledger. */
export const ledgerOptions = {
  "user-pool": { type: "string", value: "ID", help: "the user pool in your account (else FOYER_USER_POOL_ID)" },
  table: {
    type: "string",
    value: "NAME",
    help: "the ledger's table in your account (else FOYER_LEDGER_TABLE, else foyer_ledger)",
  },
  endpoint: {
    type: "string",
    value: "URL",
    help: `a local AWS (else AWS_ENDPOINT_URL; without a user pool, ${defaultEndpoint})`,
  },
} as const satisfies Options;

/** Where a ledger is, and how the AWS SDK gets there. */
export interface LedgerPlace {
  userPoolId: string;
  tableName: string;
  /** Empty for a real account: then the SDK's own settings decide. */
  client: DynamoDBClientConfig & CognitoIdentityProviderClientConfig;
}

/** Finds the ledger: with a user pool and no endpoint in your account, else in a local AWS. */
export async function ledgerPlace(values: { endpoint?: string; table?: string; "user-pool"?: string }): Promise<LedgerPlace> {
  const endpoint = values.endpoint ?? (process.env.AWS_ENDPOINT_URL || undefined);
  const userPoolId = values["user-pool"] ?? process.env.FOYER_USER_POOL_ID;
  const tableName = values.table ?? process.env.FOYER_LEDGER_TABLE;
  if (endpoint === undefined && userPoolId !== undefined) return { userPoolId, tableName: tableName ?? LEDGER_TABLE, client: {} };
  if (endpoint === undefined && values.table !== undefined) {
    throw new CommandError("Cannot read the table of an account without its user pool: name that too with --user-pool.");
  }
  const local = await connect(endpoint);
  return {
    userPoolId: userPoolId ?? poolOf(local).userPoolId,
    tableName: tableName ?? local.config.ledgerTable ?? LEDGER_TABLE,
    client: {
      endpoint: local.endpoint,
      region: local.config.region,
      credentials: { accessKeyId: "foyer", secretAccessKey: "foyer" },
    },
  };
}
