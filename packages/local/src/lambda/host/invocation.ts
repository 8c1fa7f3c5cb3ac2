import { performance } from "node:perf_hooks";
import type { Clock } from "../../clock.ts";
import type { Journal } from "../../journal/journal.ts";
import type { LogEvents } from "../../logs/log-events.ts";
import type { FunctionVersion } from "../function-versions.ts";
import { readStepLine } from "./step-line.ts";

/** What a function is run with. */
export interface InvocationRequest {
  invocationId: string;
  version: FunctionVersion;
  /** The ARN that the caller used. */
  invokedArn: string;
  /** JSON. */
  payload: string;
  /** The user it is about, when known. */
  sub?: string | undefined;
}

export interface InvocationResult {
  invocationId: string;
  /** The version that ran: `$LATEST` or a number. */
  version: string;
  /** JSON: what the handler answered, or Lambda's error object. */
  payload: string;
  functionError?: "Unhandled" | undefined;
  /** From handing over the event to the answer. */
  durationMs: number;
  /** The last 4 KB of the invocation's log. */
  logTail: string;
}

/** How an invocation ended. */
export type Outcome = "ok" | "error" | "timeout" | "crash";

/** Where invocations leave their traces. */
export interface Records {
  logs: LogEvents;
  journal: Journal;
  clock: Clock;
}

const tailBytes = 4096;

/** One invocation, from the queue to its result: it writes the log and the journal of what happens to it. */
export class Invocation {
  readonly request: InvocationRequest;
  readonly result: Promise<InvocationResult>;
  /** Called when an instance has it, before the event is handed over. */
  onBegin: () => void = () => {};
  /** A fault: its process is to end instead of its answer being taken. */
  crashesAtAnswer = false;
  readonly #resolve: (result: InvocationResult) => void;
  readonly #reject: (cause: unknown) => void;
  readonly #records: Records;
  #logStreamName = "";
  #initDurationMs: number | undefined;
  #startedAt = 0;
  #answeredAt: number | undefined;
  #tail = "";

  constructor(request: InvocationRequest, records: Records) {
    this.request = request;
    this.#records = records;
    const { promise, resolve, reject } = Promise.withResolvers<InvocationResult>();
    this.result = promise;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** It is handed to an instance; `initDurationMs` if it is the instance's first. */
  begin(logStreamName: string, initDurationMs: number | undefined): void {
    const { invocationId, version, sub } = this.request;
    this.#logStreamName = logStreamName;
    this.#initDurationMs = initDurationMs;
    this.#startedAt = performance.now();
    this.onBegin();
    this.log(`START RequestId: ${invocationId} Version: ${version.version}`);
    const data = { functionName: version.functionName, version: version.version, coldStart: initDurationMs !== undefined };
    this.#records.journal.record("invocation.started", { sub, invocationId }, data);
  }

  /** Adds a line to its log; a line that tells of a step goes to the journal too. */
  log(text: string): void {
    const { clock, logs, journal } = this.#records;
    const { invocationId, version } = this.request;
    const { functionName } = version;
    logs.add({ at: clock.now(), functionName, logStreamName: this.#logStreamName, invocationId, text });
    this.#tail = `${this.#tail}${text}\n`.slice(-tailBytes);
    const step = readStepLine(text);
    if (step) journal.record("step", { sub: step.sub, invocationId }, step.data);
  }

  /** The answer has arrived; what follows until `end` is not the function's time. */
  answered(): void {
    this.#answeredAt = performance.now();
  }

  /** It is over: `payload` is the answer or the error object, as JSON. */
  end(outcome: Outcome, payload: string, maxMemoryBytes: number): void {
    const { invocationId, version, sub } = this.request;
    const durationMs = (this.#answeredAt ?? performance.now()) - this.#startedAt;
    this.log(`END RequestId: ${invocationId}`);
    this.log(this.#report(durationMs, outcome, maxMemoryBytes));
    this.#records.journal.record(
      "invocation.ended",
      { sub, invocationId },
      {
        functionName: version.functionName,
        version: version.version,
        outcome,
        durationMs,
        ...(outcome !== "ok" && { error: errorText(payload) }),
      },
    );
    this.#resolve({
      invocationId,
      version: version.version,
      payload,
      functionError: outcome === "ok" ? undefined : "Unhandled",
      durationMs,
      logTail: Buffer.from(this.#tail).subarray(-tailBytes).toString("utf8"),
    });
  }

  /** It will not be run to its end: the host stops. */
  abandon(cause: unknown): void {
    this.#reject(cause);
  }

  #report(durationMs: number, outcome: Outcome, maxMemoryBytes: number): string {
    const initMs = this.#initDurationMs;
    const parts = [
      `REPORT RequestId: ${this.request.invocationId}`,
      `Duration: ${durationMs.toFixed(2)} ms`,
      `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
      `Memory Size: ${this.request.version.memoryMb} MB`,
      // Unknown for a process that ended before it could say.
      ...(maxMemoryBytes === 0 ? [] : [`Max Memory Used: ${Math.ceil(maxMemoryBytes / 1_048_576)} MB`]),
      ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
      ...(outcome === "timeout" ? ["Status: timeout"] : outcome === "crash" ? ["Status: error"] : []),
    ];
    return `${parts.join("\t")}\t`;
  }
}

function errorText(payload: string): string {
  try {
    const { errorType, errorMessage } = JSON.parse(payload) as { errorType?: unknown; errorMessage?: unknown };
    return `${errorType}: ${errorMessage}`.slice(0, 500);
  } catch {
    return "an error that is not JSON"; // a process may speak to the Runtime API as it likes
  }
}
