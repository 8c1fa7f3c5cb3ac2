import { AsyncLocalStorage } from "node:async_hooks";
import {
  type DurableExecutionClient,
  DurableExecutionInvocationInputWithClient,
  type DurableLambdaHandler,
  type OperationUpdate,
  type WireOperation,
} from "@aws/durable-execution-sdk-js";
import type { Context } from "aws-lambda";

/** The invocation that the running code belongs to, so that the outside can tell a killed one's requests from its successor's. */
export const invocation = new AsyncLocalStorage<{ killed: boolean }>();

/**
 * One durable execution in memory, whose time passes at once: every wait and every back-off is over when the handler suspends. `crash` kills
 * the invocation under way as kill -9 does; the execution goes on in another one with what was checkpointed.
 */
export class TestExecution {
  readonly operations: WireOperation[];
  invocations = 0;
  /** Told of each wait and back-off whose time is to pass. */
  onPass: () => void = () => {};
  readonly #handler: DurableLambdaHandler;
  readonly #name: string;
  #token = 0;
  #crash: (() => void) | undefined;

  constructor(handler: DurableLambdaHandler, payload: unknown, name = "test") {
    this.#handler = handler;
    this.#name = name;
    this.operations = [
      {
        Id: "execution",
        Type: "EXECUTION",
        Status: "STARTED",
        StartTimestamp: new Date(),
        ExecutionDetails: { InputPayload: JSON.stringify(payload) },
      },
    ] as WireOperation[];
  }

  /** Ends the invocation under way; what it does from now on is nothing to the execution. */
  crash(): void {
    this.#crash?.();
  }

  /** Invokes until the execution ends. @returns its result */
  async run(): Promise<unknown> {
    for (;;) {
      const output = await this.#invoke();
      if (output?.Status === "SUCCEEDED") return JSON.parse(output.Result ?? "null");
      if (output?.Status === "FAILED") throw new Error(`the execution failed: ${JSON.stringify(output.Error)}`);
      this.onPass();
      for (const operation of this.operations) pass(operation);
    }
  }

  /** @returns undefined if the invocation failed and has to be repeated */
  async #invoke() {
    this.invocations++;
    const state = { Operations: structuredClone(this.operations) };
    const arn = `arn:aws:lambda:us-east-1:000000000000:function:foyer-worker:1/durable-execution/${this.#name}/1`;
    const params = { DurableExecutionArn: arn, CheckpointToken: String(++this.#token), InitialExecutionState: state };
    const input = new DurableExecutionInvocationInputWithClient(params, this.#client());
    const context = { awsRequestId: `request-${this.invocations}`, getRemainingTimeInMillis: () => 60_000 } as Context;
    const life = { killed: false };
    const crashed = new Promise<undefined>((resolve) => {
      this.#crash = () => {
        life.killed = true;
        this.#token++;
        resolve(undefined);
      };
    });
    const answered = invocation.run(life, () => this.#handler(input, context)).catch(() => undefined);
    return Promise.race([answered, crashed]);
  }

  #client(): DurableExecutionClient {
    return {
      checkpoint: async ({ CheckpointToken, Updates }) => {
        if (CheckpointToken !== String(this.#token)) throw staleToken();
        const changed = (Updates ?? []).map((update) => this.#apply(update));
        return { CheckpointToken: String(++this.#token), NewExecutionState: { Operations: structuredClone(changed) as never } };
      },
      getExecutionState: async () => ({ Operations: structuredClone(this.operations) as never }),
    };
  }

  #apply(update: OperationUpdate): WireOperation {
    let operation = this.operations.find(({ Id }) => Id === update.Id);
    if (!operation) {
      const { Id, Name, Type, SubType, ParentId } = update;
      operation = { Id, Name, Type, SubType, ParentId, Status: "STARTED", StartTimestamp: new Date() } as WireOperation;
      this.operations.push(operation);
    }
    const attempt = operation.StepDetails?.Attempt ?? 0;
    const status = { START: "STARTED", SUCCEED: "SUCCEEDED", FAIL: "FAILED", RETRY: "PENDING", CANCEL: "CANCELLED" };
    operation.Status = status[update.Action as "START"] as never;
    if (update.Type === "WAIT") operation.WaitDetails = { ScheduledEndTimestamp: new Date(Date.now() + 86_400_000) };
    else if (update.Action === "START") operation.StepDetails ??= { Attempt: 0 };
    else {
      const NextAttemptTimestamp = update.Action === "RETRY" ? new Date(Date.now() + 86_400_000) : undefined;
      operation.StepDetails = { Attempt: attempt + 1, Result: update.Payload, Error: update.Error, NextAttemptTimestamp };
    }
    return operation;
  }
}

/** The time of a wait or a back-off is over. */
function pass(operation: WireOperation): void {
  if (operation.Type === "WAIT" && operation.Status === "STARTED") operation.Status = "SUCCEEDED";
  if (operation.Type === "STEP" && operation.Status === "PENDING") operation.Status = "READY";
}

/** As Lambda answers an invocation that another one has replaced. */
export function staleToken(): Error {
  return Object.assign(new Error("Invalid checkpoint token"), {
    name: "InvalidParameterValueException",
    $metadata: { httpStatusCode: 400 },
  });
}
