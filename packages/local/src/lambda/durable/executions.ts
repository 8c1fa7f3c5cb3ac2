import { type Backend, type BackendOptions, createBackend } from "./backend.ts";
import { answerCallback, type CallbackAnswer, executionArnOf, heartbeat } from "./callbacks.ts";
import { type CheckpointRequest, type CheckpointResponse, checkpoint } from "./checkpoint.ts";
import { tokenNumber } from "./checkpoint-token.ts";
import { executionNotFound, staleToken } from "./errors.ts";
import { executionIdOf } from "./execution-arn.ts";
import { type ExecutionEnd, endExecution } from "./execution-end.ts";
import type { Execution, ExecutionData, ExecutionFilter } from "./execution-table.ts";
import type { HistoryEvent } from "./history.ts";
import { type DurableOperation, type ErrorObject, parseStored } from "./operation.ts";
import { cutPage, type Page } from "./pages.ts";
import { Scheduler } from "./scheduler.ts";
import { type StartExecution, startExecution } from "./start-execution.ts";

export type { FunctionRunner } from "./backend.ts";
export type { ExecutionEnd } from "./execution-end.ts";
export type { Execution } from "./execution-table.ts";
export type { StartExecution } from "./start-execution.ts";

export function createExecutions(options: BackendOptions): Executions {
  return new Executions(createBackend(options));
}

const maxPageBytes = 5_000_000;

/** Durable executions: functions that survive crashes and wait for days, driven over Lambda's checkpoint API. */
export class Executions {
  readonly #backend: Backend;
  readonly #scheduler: Scheduler;

  constructor(backend: Backend) {
    this.#backend = backend;
    this.#scheduler = new Scheduler(backend);
  }

  /**
   * Starts an execution of a durable function's version, or finds the one with that name. A `FunctionVersion` brings the
   * members that name the function: `start({ ...version, name, payload })`.
   * @throws {AwsError} DurableExecutionAlreadyStartedException, InvalidParameterValueException
   */
  start(request: StartExecution): Execution {
    const execution = this.#backend.store.write(() => startExecution(this.#backend, request));
    this.#scheduler.invokeQueued();
    return execution;
  }

  /** Waits for the end of an execution, for whoever invokes synchronously. Rejects if the local AWS stops before. */
  async ended(executionArn: string): Promise<ExecutionEnd> {
    for (;;) {
      const { execution, data } = this.get(executionArn);
      if (execution.status !== "RUNNING") return { status: execution.status, result: data.result, error: data.error };
      await this.#backend.endSignals.next(execution.id);
    }
  }

  /** Applies a checkpoint of a running invocation. Throws as `checkpoint.ts` says. */
  checkpoint(request: CheckpointRequest): CheckpointResponse {
    return checkpoint(this.#backend, request);
  }

  /**
   * A page of the state that a replay needs.
   * @throws {AwsError} InvalidParameterValueException if the token is not the good one, ResourceNotFoundException
   */
  state(executionArn: string, token: string, page: Page): { operations: DurableOperation[]; nextMarker: string | undefined } {
    const { execution } = this.get(executionArn);
    const isGood = tokenNumber(executionIdOf(executionArn), token) === execution.token && execution.phase === "running";
    if (!isGood) throw staleToken();
    const { operations, nextMarker } = this.#backend.operations.page(execution.id, page.after, page.limit, maxPageBytes);
    return {
      operations: operations.map((json) => parseStored<DurableOperation>(json)),
      nextMarker: nextMarker === undefined ? undefined : String(nextMarker),
    };
  }

  /** One execution and its data. @throws {AwsError} ResourceNotFoundException */
  get(executionArn: string): { execution: Execution; data: ExecutionData } {
    const execution = this.#backend.executions.byArn(executionArn);
    if (!execution) throw executionNotFound(executionArn);
    return { execution, data: this.#backend.executions.data(execution.id) };
  }

  /**
   * Which executions a name, an ARN or a qualifier means: those of one version, or all of a function's.
   * @throws {AwsError} ResourceNotFoundException
   */
  functionNamed(functionName: string, qualifier: string | undefined): Pick<ExecutionFilter, "functionName" | "version"> {
    const { functions } = this.#backend;
    const found = functions.versionOf(functionName, qualifier);
    const isQualified = functions.reference(functionName, qualifier).qualifier !== undefined;
    return { functionName: found.functionName, version: isQualified ? found.version : undefined };
  }

  /** A page of a function's executions, in the order of their start. */
  list(filter: ExecutionFilter, page: Page): { items: Execution[]; nextMarker: string | undefined } {
    return cutPage(this.#backend.executions.list(filter, page.after, page.limit + 1), page);
  }

  /** A page of what happened in an execution. @throws {AwsError} ResourceNotFoundException */
  history(executionArn: string, page: Page, newestFirst: boolean): { items: HistoryEvent[]; nextMarker: string | undefined } {
    const { execution } = this.get(executionArn);
    return cutPage(this.#backend.history.list(execution.id, page.after, page.limit + 1, newestFirst), page);
  }

  /**
   * Ends an execution as STOPPED; one that is over stays as it is. The invocation under way ends at its next checkpoint.
   * @returns when it ended, in milliseconds since the epoch.
   * @throws {AwsError} ResourceNotFoundException
   */
  stopExecution(executionArn: string, error: ErrorObject | undefined): number {
    const { execution } = this.get(executionArn);
    if (execution.status === "RUNNING") {
      this.#backend.store.write(() => endExecution(this.#backend, execution, { status: "STOPPED", error }));
      this.#scheduler.invokeQueued();
    }
    return this.get(executionArn).execution.endedAt as number;
  }

  /** The execution that made a callback, by its ARN; undefined if it is none that is known. */
  executionArnOf(callbackId: string): string | undefined {
    return executionArnOf(this.#backend, callbackId);
  }

  /** Ends a callback from outside. @throws {AwsError} CallbackTimeoutException, InvalidParameterValueException */
  answerCallback(callbackId: string, answer: CallbackAnswer): void {
    answerCallback(this.#backend, callbackId, answer);
    this.#scheduler.invokeQueued();
  }

  /** Keeps a callback alive. @throws {AwsError} CallbackTimeoutException */
  heartbeat(callbackId: string): void {
    heartbeat(this.#backend, callbackId);
    this.#scheduler.invokeQueued();
  }

  /** True while an execution is invoked, or is to be. */
  get isBusy(): boolean {
    return this.#backend.executions.isBusy(this.#backend.clock.now());
  }

  /** When the next wait or retry is over, in milliseconds since the epoch. */
  nextDueAt(): number | undefined {
    return this.#backend.executions.nextDueAt();
  }

  /** Forgets every execution. What runs of them ends at its next checkpoint; who waits for an end is told that there is none. */
  reset(): void {
    const { store, executions, endSignals } = this.#backend;
    store.write(() => executions.clear());
    endSignals.stop();
  }

  /** Takes up the executions of an earlier run. Call it once the endpoint serves. */
  resume(): void {
    this.#scheduler.start();
  }

  /** Stops driving; executions stay stored as they are and go on at the next `resume`. */
  async stop(): Promise<void> {
    this.#scheduler.stop();
    this.#backend.endSignals.stop();
  }
}
