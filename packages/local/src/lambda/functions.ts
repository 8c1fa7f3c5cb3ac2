import type { Caller } from "../endpoint/service.ts";
import type { Faults } from "../faults/faults.ts";
import type { Journal } from "../journal/journal.ts";
import { LogEvents, type LogLine } from "../logs/log-events.ts";
import type { Deliver, Destinations } from "./destinations.ts";
import type { FunctionDefinition } from "./function-definition.ts";
import { type DeployedFunction, FunctionRegistry, type FunctionRegistryOptions } from "./function-registry.ts";
import type { FunctionVersion } from "./function-versions.ts";
import { Host, type RunningInstance } from "./host/host.ts";
import type { InvocationResult } from "./host/invocation.ts";
import { type AcceptedInvoke, type Invoke, Invoker } from "./invoker.ts";

export type { FunctionDefinition } from "./function-definition.ts";
export type { DeployedFunction } from "./function-registry.ts";
export type { FunctionVersion } from "./function-versions.ts";
export type { RunningInstance } from "./host/host.ts";
export type { InvocationResult } from "./host/invocation.ts";
export type { AcceptedInvoke, Invoke } from "./invoker.ts";

export interface FunctionsOptions extends FunctionRegistryOptions {
  journal: Journal;
  /** Asked when a process is started, not before. */
  endpointUrl: () => string;
  /** What goes wrong on purpose with invocations. */
  faults?: Faults | undefined;
  /** Callback handlers are refused from `nodejs24.x` on, as on Lambda. Default false: they run under each runtime. */
  strictRuntimes?: boolean | undefined;
  /** Sends what became of an asynchronous invocation to a queue or an event bus, by the service in its ARN. */
  deliver?: Record<string, Deliver> | undefined;
}

export function createFunctions(options: FunctionsOptions): Functions {
  return new Functions(options);
}

/** Lambda functions: deployed, invoked, and run in processes of their own. */
export class Functions extends FunctionRegistry {
  readonly host: Host;
  /** Where the local AWS is. */
  readonly endpointUrl: () => string;
  /** What the functions log. */
  readonly logEvents: LogEvents;
  readonly #invoker: Invoker;

  constructor(options: FunctionsOptions) {
    super(options);
    const { store, clock, journal, region, endpointUrl, faults, strictRuntimes = false, deliver } = options;
    this.endpointUrl = endpointUrl;
    this.logEvents = new LogEvents(store);
    this.host = new Host({
      region,
      endpointUrl,
      codeFolderOf: (version) => this.codeFolderOf(version),
      records: { logs: this.logEvents, journal, clock },
      strictRuntimes,
      faults,
    });
    this.#invoker = new Invoker({ registry: this, host: this.host, clock, deliver });
  }

  /** Where asynchronous invocations go when they have ended. */
  get destinations(): Destinations {
    return this.#invoker.destinations;
  }

  /** As of the registry; invocations under way finish with what they began with. */
  override deploy(definition: FunctionDefinition): DeployedFunction {
    const deployed = super.deploy(definition);
    this.retireOthers(definition.functionName);
    return deployed;
  }

  /** As of the registry; invocations under way run to their end. */
  override delete(functionName: string): void {
    super.delete(functionName);
    this.retireOthers(functionName);
  }

  /** Ends the processes of versions that nothing points at any more, once they are idle. */
  retireOthers(functionName: string): void {
    this.host.retireOthers(functionName, this.versions.current(functionName));
  }

  /**
   * Makes the next invocation of a function, or of each, a cold start; what runs is not interrupted.
   * @throws {AwsError} ResourceNotFoundException
   */
  coolDown(functionName?: string): void {
    this.host.coolDown(functionName && this.versionOf(functionName).functionName);
  }

  /**
   * Invokes a function and waits for its answer; what the caller wrote before is on disk when the function starts.
   * @throws {AwsError} ResourceNotFoundException, AccessDeniedException for a `principal` that no permission names,
   * InvalidRequestContentException for a payload that is not JSON, TooManyRequestsException.
   */
  invoke(request: Invoke): Promise<InvocationResult> {
    return this.#invoker.invoke(request);
  }

  /**
   * Invokes a function asynchronously: stored first, run when the caller no longer waits, tried again one and two minutes
   * after a function error, and resumed after a restart. Throws as `invoke` does.
   * @returns the id that all its attempts have.
   */
  invokeLater(request: Invoke): string {
    return this.#invoker.invokeLater(request);
  }

  /**
   * Runs one version with an event of the caller's making: neither permission nor durability is looked at.
   * Rejects only if the local AWS stops before the function has ended.
   */
  run(version: FunctionVersion, payload: string, about: { sub?: string | undefined } = {}): Promise<InvocationResult> {
    return this.#invoker.run(version, payload, about.sub);
  }

  /**
   * Checks that the caller may invoke what he names, with that payload. Throws as `invoke` does.
   * A durable function is started by `Executions`, and only what is qualified can be.
   */
  accept(request: Invoke): AcceptedInvoke {
    return this.#invoker.accept(request);
  }

  /** Who signs with this access key, if it is that of a function's process. */
  callerOf(accessKeyId: string): Caller | undefined {
    return this.host.callerOf(accessKeyId);
  }

  /** The process that has this access key, if one has. */
  instanceOf(accessKeyId: string): RunningInstance | undefined {
    return this.host.instanceOf(accessKeyId);
  }

  /** The kept log lines of one function, one invocation or all, the oldest first. */
  logs(of: { functionName?: string; invocationId?: string } = {}): LogLine[] {
    return this.logEvents.of(of);
  }

  /** True while an invocation runs, or one is to run now. */
  get isBusy(): boolean {
    return this.#invoker.isBusy;
  }

  /** When the next retry of an asynchronous invocation is due, in milliseconds since the epoch. */
  nextDueAt(): number | undefined {
    return this.#invoker.nextDueAt();
  }

  /** Forgets asynchronous invocations and logs and ends what runs; the functions stay. */
  async reset(): Promise<void> {
    this.#invoker.clear();
    await this.host.interrupt();
    this.logEvents.clear();
  }

  /** Takes up the asynchronous invocations of an earlier run. Call it once the endpoint serves. */
  resume(): void {
    this.#invoker.resume();
  }

  /** Ends all processes; asynchronous invocations stay stored for the next start. */
  async stop(): Promise<void> {
    this.#invoker.stop();
    await this.host.stop();
    this.logEvents.flush();
    this.removeTemporaryCode();
  }
}
