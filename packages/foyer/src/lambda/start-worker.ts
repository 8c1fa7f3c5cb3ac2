import { once, requestLimits } from "../onboarding/aws-client.ts";
import { executionName } from "../onboarding/execution-name.ts";
import type { EntryKey } from "../onboarding/ledger-entry.ts";

/** Lambda's client, loaded when it is first needed. */
export const lambdaClient = once(async () => {
  const sdk = await import("@aws-sdk/client-lambda");
  return { sdk, client: new sdk.LambdaClient({ requestHandler: requestLimits }) };
});

/**
 * Starts the durable execution for the entry by an asynchronous Invoke. Its name comes from pool and `sub` and its payload is the same
 * each time, so that starting again is harmless: Lambda answers with the execution that there is, or with 409.
 */
export async function startWorker({ userPoolId, sub, reset }: EntryKey, signal: AbortSignal): Promise<void> {
  const { FOYER_WORKER_ARN } = process.env;
  if (!FOYER_WORKER_ARN) throw new Error("Cannot start the worker as FOYER_WORKER_ARN must name it: it is not set");
  const { sdk, client } = await lambdaClient();
  const command = new sdk.InvokeCommand({
    FunctionName: FOYER_WORKER_ARN,
    InvocationType: "Event",
    DurableExecutionName: executionName(userPoolId, sub, reset),
    Payload: Buffer.from(JSON.stringify({ userPoolId, sub, ...(reset !== undefined && { reset }) })),
  });
  try {
    await client.send(command, { abortSignal: signal });
  } catch (error) {
    if ((error as Error).name !== "DurableExecutionAlreadyStartedException") throw error;
  }
}
