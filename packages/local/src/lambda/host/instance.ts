import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import { performance } from "node:perf_hooks";
import { InstanceProcess, type InstanceProcessOptions } from "./instance-process.ts";
import type { Invocation, Outcome, Records } from "./invocation.ts";
import { exited, timedOut } from "./lambda-errors.ts";
import { watchMemory } from "./memory-watch.ts";

// Lambda gives the code 10 s to load, and then once more, within the time of the first invocation.
const initTimeoutMs = 10_000;

export interface InstanceOptions
  extends Pick<InstanceProcessOptions, "version" | "codeFolder" | "region" | "endpointUrl" | "strictRuntimes"> {
  records: Records;
  /** It asks for work. */
  onIdle(): void;
  /** Its process is gone; `initError` if it never came to ask for work. */
  onEnd(initError: InitError | undefined): void;
}

/** Why a function's code could not be loaded. */
export interface InitError {
  outcome: Outcome;
  /** The payload for the invocation that it was started for. */
  payloadFor(invocationId: string): string;
}

/** One execution environment: a process that runs one invocation of one version at a time. */
export class Instance {
  readonly process: InstanceProcess;
  /** What it is busy with. */
  invocation: Invocation | undefined;
  readonly #options: InstanceOptions;
  readonly #logStreamName: string;
  readonly #startedAt = performance.now();
  readonly #ended = Promise.withResolvers<void>();
  #poll: ServerResponse | undefined;
  #isInitialised = false;
  /** How long the start took; handed to the first invocation. */
  #initDurationMs: number | undefined;
  #initError: InitError | undefined;
  #isKilled = false;
  #timer: NodeJS.Timeout | undefined;
  #endMemoryWatch = () => {};
  #answer: { outcome: Outcome; payload: string } | undefined;
  /** Streams whose lines of the invocation have not all been read. */
  #unread = 2;
  #maxMemoryBytes = 0;

  constructor(options: InstanceOptions) {
    this.#options = options;
    const { version, codeFolder, region, endpointUrl, strictRuntimes, records } = options;
    const day = new Date(records.clock.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    this.#logStreamName = `${day}/[${version.version}]${randomBytes(16).toString("hex")}`;
    this.process = new InstanceProcess({
      version,
      codeFolder,
      region,
      endpointUrl,
      strictRuntimes,
      logStreamName: this.#logStreamName,
      onLine: (text) => this.#log(text),
      onEndOfLog: (memoryBytes) => {
        this.#maxMemoryBytes = Math.max(this.#maxMemoryBytes, memoryBytes);
        this.#unread--;
        this.#finishIfComplete();
      },
      onExit: (code, signal) => this.#exited(code, signal),
    });
    this.#timer = setTimeout(() => this.#initTimedOut(), initTimeoutMs + version.timeoutSeconds * 1000);
  }

  /** Resolves once its process is gone. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** It asks for its next invocation; the answer stays open until there is one. */
  next(response: ServerResponse): void {
    if (!this.#isInitialised) {
      this.#isInitialised = true;
      this.#initDurationMs = performance.now() - this.#startedAt;
      clearTimeout(this.#timer);
    }
    this.#poll = response;
    this.#tellIfIdle();
  }

  /** Hands it an invocation, whose time starts now. Only while it waits for one. */
  run(invocation: Invocation): void {
    const { request } = invocation;
    const timeoutMs = request.version.timeoutSeconds * 1000;
    this.invocation = invocation;
    this.#unread = 2;
    this.#answer = undefined;
    invocation.begin(this.#logStreamName, this.#initDurationMs);
    this.#initDurationMs = undefined;
    const body = Buffer.from(request.payload);
    const { clock } = this.#options.records;
    this.#poll?.writeHead(200, {
      "content-type": "application/json",
      "content-length": body.length,
      "lambda-runtime-aws-request-id": request.invocationId,
      "lambda-runtime-deadline-ms": String(clock.now() + timeoutMs),
      // Lambda has no such header: the handler is to read the time that the local AWS shows.
      "foyer-clock-ahead-ms": String(clock.aheadMs),
      "lambda-runtime-invoked-function-arn": request.invokedArn,
      "lambda-runtime-trace-id": traceId(),
    });
    this.#poll?.end(body);
    this.#poll = undefined;
    this.#timer = setTimeout(() => this.#timedOut(), timeoutMs);
    this.#endMemoryWatch = watchMemory(this.process.pid, request.version.memoryMb, () => this.process.kill());
  }

  /** It answers the invocation that it is busy with. @returns false if that is another one. */
  answer(invocationId: string, outcome: "ok" | "error", payload: string): boolean {
    if (this.invocation?.request.invocationId !== invocationId || this.#answer) return false;
    if (this.invocation.crashesAtAnswer) {
      this.process.kill();
      return true;
    }
    this.#answer = { outcome, payload };
    this.invocation.answered();
    this.#finishIfComplete();
    return true;
  }

  /** It could not load the code, and ends now. */
  failInit(payload: string): void {
    if (!this.#isInitialised) this.#initError = { outcome: "error", payloadFor: () => payload };
  }

  /** Answers an invocation that waited for this instance, which never came to ask for it. */
  failWithInit(invocation: Invocation, { outcome, payloadFor }: InitError): void {
    invocation.begin(this.#logStreamName, performance.now() - this.#startedAt);
    invocation.end(outcome, payloadFor(invocation.request.invocationId), this.#maxMemoryBytes);
  }

  #log(text: string): void {
    if (this.invocation) {
      this.invocation.log(text);
      return;
    }
    const { records, version } = this.#options;
    const { functionName } = version;
    records.logs.add({ at: records.clock.now(), functionName, logStreamName: this.#logStreamName, text });
  }

  #finishIfComplete(): void {
    if (this.#answer && this.#unread === 0) this.#finish(this.#answer.outcome, this.#answer.payload);
  }

  #finish(outcome: Outcome, payload: string): void {
    clearTimeout(this.#timer);
    this.#endMemoryWatch();
    const { invocation } = this;
    this.invocation = undefined;
    invocation?.end(outcome, payload, this.#maxMemoryBytes);
    this.#tellIfIdle();
  }

  /** It may ask for work before the last lines of its log have been read. */
  #tellIfIdle(): void {
    if (this.#poll && !this.invocation && !this.#isKilled) this.#options.onIdle();
  }

  #timedOut(): void {
    const { invocationId, version } = (this.invocation as Invocation).request;
    this.#isKilled = true;
    if (this.#answer) this.#finish(this.#answer.outcome, this.#answer.payload);
    else {
      const time = new Date(this.#options.records.clock.now()).toISOString();
      this.#log(`${time} ${invocationId} Task timed out after ${version.timeoutSeconds.toFixed(2)} seconds`);
      this.#finish("timeout", JSON.stringify(timedOut(invocationId, version.timeoutSeconds)));
    }
    this.process.kill();
  }

  #initTimedOut(): void {
    const { timeoutSeconds } = this.#options.version;
    this.#initError = { outcome: "timeout", payloadFor: (id) => JSON.stringify(timedOut(id, timeoutSeconds)) };
    this.process.kill();
  }

  #exited(code: number | null, signal: NodeJS.Signals | null): void {
    clearTimeout(this.#timer);
    this.#poll = undefined;
    if (this.#answer && this.invocation) this.#finish(this.#answer.outcome, this.#answer.payload);
    else if (this.invocation) {
      const error = exited(this.invocation.request.invocationId, code, signal);
      this.#log(`${error.errorMessage}\n${error.errorType}`);
      this.#finish("crash", JSON.stringify(error));
    }
    const crash: InitError = { outcome: "crash", payloadFor: (id) => JSON.stringify(exited(id, code, signal)) };
    this.#options.onEnd(this.#isInitialised ? undefined : (this.#initError ?? crash));
    this.#ended.resolve();
  }
}

/** An X-Ray trace that is not sampled. */
function traceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString("hex")};Parent=${randomBytes(8).toString("hex")};Sampled=0`;
}
