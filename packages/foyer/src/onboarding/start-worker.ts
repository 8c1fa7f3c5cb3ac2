import type { LambdaClient } from "@aws-sdk/client-lambda";
import { once, requestLimits } from "./aws-client.ts";
import { executionName } from "./execution-name.ts";
import type { EntryKey } from "./ledger-entry.ts";

/** Lambda's client, loaded when it is first needed. */
export const lambdaClient = once(async () => {
  const sdk = await import("./sdk/lambda.ts");
  return { sdk, client: new sdk.LambdaClient({ requestHandler: requestLimits }) };
});

/** Which worker to start, and how to reach it, where that is not what the environment of a handler says. */
export interface WorkerAddress {
  workerArn: string;
  client: LambdaClient;
}

/**
 * Starts the durable execution for the entry by an asynchronous Invoke. Its name comes from pool and `sub` and its payload is the same
 * each time, so that starting again is harmless: Lambda answers with the execution that there is, running or ended, or with 409.
 * @param start `generation` of the entry, from 0
 * @returns the ARN of the execution, where Lambda says it
 */
export async function startWorker(
  { userPoolId, sub, reset }: EntryKey,
  start: { generation?: number; signal?: AbortSignal; worker?: WorkerAddress } = {},
): Promise<string | undefined> {
  const { generation = 0, signal } = start;
  const workerArn = start.worker?.workerArn ?? process.env.FOYER_WORKER_ARN;
  if (!workerArn) throw new Error("Cannot start the worker as FOYER_WORKER_ARN must name it: it is not set");
  const { sdk, client } = await lambdaClient();
  const payload = { userPoolId, sub, ...(reset !== undefined && { reset }), ...(generation > 0 && { generation }) };
  const command = new sdk.InvokeCommand({
    FunctionName: workerArn,
    InvocationType: "Event",
    DurableExecutionName: executionName(userPoolId, sub, reset, generation),
    Payload: Buffer.from(JSON.stringify(payload)),
  });
  try {
    return (await (start.worker?.client ?? client).send(command, { abortSignal: signal })).DurableExecutionArn;
  } catch (error) {
    if ((error as Error).name !== "DurableExecutionAlreadyStartedException") throw error;
    return undefined;
  }
}
