import { type Deployment, LEDGER_TABLE } from "foyer/operate";
import { CommandError } from "../errors.ts";
import { connect, defaultEndpoint, poolOf } from "../local-client.ts";
import type { Options } from "../options.ts";

/** The options of every command that works with a ledger. */
export const deploymentOptions = {
  "user-pool": { type: "string", value: "ID", help: "the user pool in your account (else FOYER_USER_POOL_ID)" },
  table: { type: "string", value: "NAME", help: `the ledger's table (else FOYER_LEDGER_TABLE, else ${LEDGER_TABLE})` },
  region: { type: "string", value: "NAME", help: "the Region (else that of the user pool)" },
  profile: { type: "string", value: "NAME", help: "the profile of your AWS credentials (else what the AWS SDK finds)" },
  endpoint: {
    type: "string",
    value: "URL",
    help: `a local AWS (else AWS_ENDPOINT_URL; without a user pool, ${defaultEndpoint})`,
  },
} as const satisfies Options;

/** The option of the commands that start the worker. */
export const workerOption = {
  worker: { type: "string", value: "ARN", help: "the ARN of the worker's alias in your account (else FOYER_WORKER_ARN)" },
} as const satisfies Options;

/** What the options above may hold. */
export type DeploymentValues = { [name in keyof typeof deploymentOptions | "worker"]?: string | undefined };

/** Finds the deployment: with a user pool and no endpoint in your account, else in a local AWS. */
export async function deploymentOf(values: DeploymentValues): Promise<Deployment> {
  const endpoint = values.endpoint ?? (process.env.AWS_ENDPOINT_URL || undefined);
  const userPoolId = values["user-pool"] ?? process.env.FOYER_USER_POOL_ID;
  const tableName = values.table ?? process.env.FOYER_LEDGER_TABLE;
  const workerArn = values.worker ?? process.env.FOYER_WORKER_ARN;
  if (endpoint === undefined && userPoolId !== undefined) {
    // The id of a user pool begins with its Region.
    const { region = userPoolId.split("_")[0], profile } = values;
    return { userPoolId, tableName, workerArn, aws: { ...(region && { region }), ...(profile && { profile }) } };
  }
  const forAccount = (["table", "worker", "region", "profile"] as const).find((name) => values[name] !== undefined);
  if (endpoint === undefined && forAccount !== undefined)
    throw new CommandError(`Cannot use --${forAccount} without the user pool of your account: name it with --user-pool.`);
  const local = await connect(endpoint);
  const { now } = await local.foyer<{ now: number }>("clock");
  const aheadMs = now - Date.now();
  return {
    userPoolId: userPoolId ?? poolOf(local).userPoolId,
    tableName: tableName ?? local.config.ledgerTable,
    workerArn: workerArn ?? local.config.workerArn,
    now: () => Date.now() + aheadMs,
    aws: {
      endpoint: local.endpoint,
      region: local.config.region,
      credentials: { accessKeyId: "foyer", secretAccessKey: "foyer" },
    },
  };
}
