import type { DeployedFunction, FunctionDefinition, LocalAws } from "@foyer/local";
import { roleArnOf } from "./function-roles.ts";
import type { LambdaConfig } from "./handlers/lambda-config.ts";
import type { ProvisionedIdentity } from "./provision-identity.ts";
import type { ProvisionedPool } from "./provision-pool.ts";

/** What a deployment made of the onboarding: the versions that new executions and invocations run. */
export interface Deployment {
  trigger: DeployedFunction;
  worker: DeployedFunction;
  signIn: DeployedFunction;
  sweep: DeployedFunction;
  /** Where mails have a configuration set. */
  mailEvents?: DeployedFunction;
  /** Where the onboarding has `linkIdentity`. */
  linkIdentity?: DeployedFunction;
}

// Executions may wait for as long as AWS lets them; they are forgotten after the longest retention that it has.
const durable = { executionTimeoutSeconds: 31_622_400, retentionDays: 90 };

/** Deploys the functions of an onboarding from its bundle. The others know the worker by its alias, so they start the newest. */
export function deployOnboarding(
  local: LocalAws,
  bundleDir: string,
  at: {
    ledgerTable: string;
    userPoolId: string;
    identity: ProvisionedIdentity | undefined;
    variables: readonly string[];
    hasMailEvents: boolean;
    hasLinkIdentity: boolean;
  },
): Deployment {
  const environment = {
    ...variablesOf(at.variables),
    ...(at.identity && { FOYER_IDENTITY_POOL_ID: at.identity.identityPoolId, FOYER_BUCKET: at.identity.bucket }),
    FOYER_LEDGER_TABLE: at.ledgerTable,
    FOYER_OUTSIDE_URL: `${local.url}/_foyer/outside`,
  };
  const deploy = (name: string, timeoutSeconds: number, about: Pick<FunctionDefinition, "environment" | "durable">) =>
    local.functions.deploy({
      functionName: `foyer-${name}`,
      role: roleArnOf(local, `foyer-${name}`),
      handler: `${name}.handler`,
      codeDir: bundleDir,
      memoryMb: 256,
      timeoutSeconds,
      ...about,
      environment: { ...environment, NODE_OPTIONS: "--enable-source-maps", ...about.environment },
    });
  const worker = deploy("worker", 60, { durable });
  const starts = { FOYER_WORKER_ARN: worker.aliasArn };
  return {
    worker,
    trigger: deploy("trigger", 5, { environment: starts }),
    signIn: deploy("sign-in", 5, { environment: starts }),
    sweep: deploy("sweep", 900, { environment: { ...starts, FOYER_USER_POOL_ID: at.userPoolId } }),
    ...(at.hasMailEvents && { mailEvents: deploy("mail-events", 30, {}) }),
    ...(at.hasLinkIdentity && {
      linkIdentity: deploy("link-identity", 20, { environment: { FOYER_USER_POOL_ID: at.userPoolId } }),
    }),
  };
}

/** The environment variables that the onboarding names, as far as this process has them. */
function variablesOf(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}

/** The functions of an onboarding that the pool calls: by trigger, the function's ARN. */
export function triggersOf({ trigger, signIn }: Deployment): Record<string, string> {
  return {
    PostConfirmation: trigger.functionArn,
    PostAuthentication: signIn.functionArn,
    PreTokenGeneration: signIn.functionArn,
  };
}

/** Makes the pool call the functions of a LambdaConfig. Cognito is permitted to invoke each for this pool only. */
export async function wire(local: LocalAws, pool: ProvisionedPool, config: LambdaConfig): Promise<void> {
  const { KMSKeyID: _, ...functions } = config;
  const functionArns = Object.values(functions).map((named) => (typeof named === "string" ? named : named.LambdaArn));
  for (const functionArn of new Set(functionArns)) {
    await local
      .call("lambda", "AddPermission", {
        FunctionName: functionArn,
        StatementId: `cognito-${pool.userPoolId}`,
        Action: "lambda:InvokeFunction",
        Principal: "cognito-idp.amazonaws.com",
        SourceArn: pool.userPoolArn,
        SourceAccount: local.accountId,
      })
      .catch((error: Error) => {
        // The statement is there already after a restart with the same data.
        if (error.name !== "ResourceConflictException") throw error;
      });
  }
  // UpdateUserPool sets what it is not given back to the default, so the pool's other settings are given again.
  await local.call("cognito-idp", "UpdateUserPool", {
    UserPoolId: pool.userPoolId,
    AutoVerifiedAttributes: ["email"],
    LambdaConfig: config,
  });
}
