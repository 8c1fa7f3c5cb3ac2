import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type DurableExecutionClient,
  DurableExecutionInvocationInputWithClient,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import type { Context } from "aws-lambda";
import { staleToken, TestExecution } from "../test-durable.ts";
import { safeClient } from "./safe-client.ts";

const replaced: DurableExecutionClient = {
  checkpoint: () => Promise.reject(staleToken()),
  getExecutionState: () => Promise.reject(staleToken()),
};
const handler = withDurableExecution(async (_, context) => context.step("one", async () => 1));

/** One invocation whose checkpoints all meet the answer that another invocation has replaced it. */
function invoke(client: DurableExecutionClient) {
  const { operations } = new TestExecution(handler, {});
  const input = { DurableExecutionArn: "arn", CheckpointToken: "1", InitialExecutionState: { Operations: operations } };
  return handler(new DurableExecutionInvocationInputWithClient(input, client), { awsRequestId: "1" } as Context);
}

test("a stale checkpoint token ends the invocation and not the execution", async () => {
  await assert.rejects(invoke(safeClient(replaced)), /Invalid checkpoint token/);
});

test("without the wrapper the SDK fails the execution, which is why there is one", async () => {
  const output = await invoke(replaced).catch((error: Error) => error);
  assert.ok(!(output instanceof Error) && output.Status === "FAILED", "the SDK handles it itself: remove safe-client.ts");
});

test("every other error passes as it is", async () => {
  const other = Object.assign(new Error("Invalid parameter"), { name: "InvalidParameterValueException" });
  const client = safeClient({ checkpoint: () => Promise.reject(other), getExecutionState: () => Promise.reject(other) });
  await assert.rejects(client.checkpoint({ DurableExecutionArn: "arn", CheckpointToken: "1" }), other);
  await assert.rejects(client.getExecutionState({ DurableExecutionArn: "arn", CheckpointToken: "1" }), other);
});
