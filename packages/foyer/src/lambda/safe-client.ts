import {
  DurableExecutionApiClient,
  type DurableExecutionClient,
  DurableExecutionClientError,
  DurableExecutionClientErrorScope,
} from "@aws/durable-execution-sdk-js";

/**
 * The SDK's own client, except that a stale checkpoint token ends the invocation and not the execution: it means that Lambda has started
 * another invocation, which goes on. SDK 2.4.0 looks for "Invalid Checkpoint Token" while Lambda says "Invalid checkpoint token", and so
 * would fail the whole execution.
 */
export function safeClient(inner: DurableExecutionClient = new DurableExecutionApiClient()): DurableExecutionClient {
  return {
    checkpoint: (request, logger) => inner.checkpoint(request, logger).catch(endOnlyTheInvocation),
    getExecutionState: (request, logger) => inner.getExecutionState(request, logger).catch(endOnlyTheInvocation),
  };
}

function endOnlyTheInvocation(error: unknown): never {
  const { name, message } = error as Error;
  if (name !== "InvalidParameterValueException" || !/^invalid checkpoint token/i.test(message)) throw error;
  throw new DurableExecutionClientError(message, { scope: DurableExecutionClientErrorScope.INVOCATION, cause: error });
}
