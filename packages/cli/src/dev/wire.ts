import { existsSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import type { LocalAws } from "@foyer/local";
import { CommandError, UsageError } from "../errors.ts";
import type { ProvisionedPool } from "./provision-pool.ts";

/** An existing handler for one trigger, as `--trigger PostConfirmation=handlers/welcome.js:handler` names it. */
export interface TriggerHandler {
  /** A key of Cognito's LambdaConfig. */
  trigger: string;
  /** The file, absolute or from the working directory. */
  path: string;
  exportName: string;
}

/** What a deployment made of the onboarding: the version that new executions and invocations run. */
export interface Deployment {
  trigger: { functionArn: string; version: string };
  worker: { functionArn: string; version: string };
}

// Executions may wait for as long as AWS lets them; they are forgotten after the longest retention that it has.
const durable = { executionTimeoutSeconds: 31_622_400, retentionDays: 90 };

/** Deploys the two functions of an onboarding from its bundle. The trigger knows the worker by its alias, so it starts the newest. */
export function deployOnboarding(local: LocalAws, bundleDir: string, ledgerTable: string): Deployment {
  const environment = { FOYER_LEDGER_TABLE: ledgerTable, NODE_OPTIONS: "--enable-source-maps" };
  const common = { codeDir: bundleDir, memoryMb: 256, environment };
  const worker = local.functions.deploy({
    ...common,
    functionName: "foyer-worker",
    handler: "worker.handler",
    timeoutSeconds: 60,
    durable,
  });
  const trigger = local.functions.deploy({
    ...common,
    functionName: "foyer-trigger",
    handler: "trigger.handler",
    timeoutSeconds: 5,
    environment: { ...environment, FOYER_WORKER_ARN: worker.aliasArn },
  });
  return { trigger, worker };
}

/** Deploys the folder of each existing handler as it is. @returns the ARN of its function by trigger. */
export function deployHandlers(local: LocalAws, handlers: TriggerHandler[]): Record<string, string> {
  return Object.fromEntries(
    handlers.map(({ trigger, path, exportName }) => {
      const file = resolve(path);
      if (!existsSync(file)) throw new CommandError(`Cannot start as there is no file '${path}' for the trigger ${trigger}.`);
      const { functionArn } = local.functions.deploy({
        functionName: `handler-${trigger}`,
        codeDir: dirname(file),
        handler: `${basename(file, extname(file))}.${exportName}`,
        timeoutSeconds: 60,
        memoryMb: 256,
      });
      return [trigger, functionArn];
    }),
  );
}

/** Makes the pool call these functions: by trigger, the function's ARN. Cognito is permitted to invoke each for this pool only. */
export async function wire(local: LocalAws, pool: ProvisionedPool, functionArns: Record<string, string>): Promise<void> {
  for (const functionArn of new Set(Object.values(functionArns))) {
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
    LambdaConfig: functionArns,
  });
}

/** Reads `--trigger` values. @throws {UsageError} when one does not read `Name=path:export`. */
export function triggerHandlerOf(text: string): TriggerHandler {
  const match = /^(\w+)=(.+):(\w+)$/.exec(text);
  if (!match)
    throw new UsageError(
      `Cannot use the handler '${text}': it must read Name=path:export, for example PostConfirmation=handlers/welcome.js:handler.`,
    );
  const [, trigger, path, exportName] = match as unknown as [string, string, string, string];
  return { trigger, path, exportName };
}
