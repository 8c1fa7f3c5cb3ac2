import { randomUUID } from "node:crypto";
import type { FunctionCode } from "@aws-sdk/client-lambda";
import type { Clock } from "../clock.ts";
import { AwsError } from "../endpoint/aws-error.ts";
import type { Caller } from "../endpoint/service.ts";
import type { Faults } from "../faults/faults.ts";
import type { Journal } from "../journal/journal.ts";
import { LogEvents, type LogLine } from "../logs/log-events.ts";
import type { Store } from "../store/store.ts";
import { Aliases } from "./aliases.ts";
import { AsyncInvocations } from "./async-invocations.ts";
import { CodeFolder } from "./code-folder.ts";
import { putInForce } from "./deployment.ts";
import { type Deliver, Destinations } from "./destinations.ts";
import { EventInvokeConfigs } from "./event-invoke-configs.ts";
import { type FunctionReference, functionArn, type Place, parseFunctionReference } from "./function-arn.ts";
import type { FunctionDefinition } from "./function-definition.ts";
import { FunctionSettings } from "./function-settings.ts";
import { type FunctionVersion, FunctionVersions } from "./function-versions.ts";
import { Host } from "./host/host.ts";
import type { InvocationResult } from "./host/invocation.ts";
import { subjectOf } from "./invocation-subject.ts";
import { Permissions, type Principal } from "./permissions.ts";
import { takeUpload, type Upload } from "./upload.ts";

export type { FunctionDefinition } from "./function-definition.ts";
export type { FunctionVersion } from "./function-versions.ts";
export type { InvocationResult } from "./host/invocation.ts";

export interface FunctionsOptions extends Place {
  store: Store;
  clock: Clock;
  journal: Journal;
  /** Folder that keeps the code over restarts; absent: a temporary one. */
  dataDir?: string | undefined;
  /** Asked when a process is started, not before. */
  endpointUrl: () => string;
  /** What goes wrong on purpose with invocations. */
  faults?: Faults | undefined;
  /** Callback handlers are refused from `nodejs24.x` on, as on Lambda. Default false: they run under each runtime. */
  strictRuntimes?: boolean | undefined;
  /** Sends what became of an asynchronous invocation to a queue or an event bus, by the service in its ARN. */
  deliver?: Record<string, Deliver> | undefined;
}

export interface DeployedFunction {
  functionArn: string;
  /** The published version that runs this code. */
  version: string;
  /** The ARN of the alias `live`, which points at it. */
  aliasArn: string;
}

export interface Invoke {
  /** Name, partial or full ARN, with a qualifier or without. */
  functionName: string;
  qualifier?: string | undefined;
  /** JSON. */
  payload: string;
  /** The user it is about, if the event does not say so itself. */
  sub?: string | undefined;
  /** The service that calls; absent: the account itself, which may invoke everything. */
  principal?: Principal | undefined;
  /** Default: a new one. */
  invocationId?: string | undefined;
}

// Lambda's concurrency of an account, and so the most that one function can be busy with.
const maxConcurrency = 1000;

export function createFunctions(options: FunctionsOptions): Functions {
  return new Functions(options);
}

/** Lambda functions: deployed, invoked, and run in processes of their own. */
export class Functions {
  readonly place: Place;
  readonly versions: FunctionVersions;
  readonly aliases: Aliases;
  readonly permissions: Permissions;
  readonly settings: FunctionSettings;
  readonly eventInvokeConfigs: EventInvokeConfigs;
  readonly destinations: Destinations;
  readonly store: Store;
  readonly host: Host;
  /** What the functions log. */
  readonly logEvents: LogEvents;
  readonly #code: CodeFolder;
  readonly #async: AsyncInvocations;
  #underWay = 0;

  constructor({
    store,
    clock,
    journal,
    dataDir,
    region,
    accountId,
    endpointUrl,
    faults,
    strictRuntimes = false,
    deliver,
  }: FunctionsOptions) {
    this.store = store;
    this.place = { region, accountId };
    this.aliases = new Aliases(store, this.place);
    this.versions = new FunctionVersions(store, clock, this.place, this.aliases);
    this.settings = new FunctionSettings(store);
    this.eventInvokeConfigs = new EventInvokeConfigs(store, clock);
    this.permissions = new Permissions(store, this.place);
    this.#code = new CodeFolder(dataDir);
    this.logEvents = new LogEvents(store);
    this.host = new Host({
      region,
      endpointUrl,
      codeFolderOf: (version) => this.#code.of(version.functionName, version.codeVersion),
      records: { logs: this.logEvents, journal, clock },
      strictRuntimes,
      faults,
    });
    this.destinations = new Destinations({
      clock,
      place: this.place,
      versions: this.versions,
      configs: this.eventInvokeConfigs,
      deliver: { lambda: (arn, body) => void this.invokeLater({ functionName: arn, payload: body }), ...deliver },
    });
    this.#async = new AsyncInvocations({
      store,
      clock,
      run: ({ invocationId, invokedArn, payload, sub }) =>
        this.#run({ invocationId, reference: this.reference(invokedArn), payload, sub }),
      destinations: this.destinations,
    });
  }

  /**
   * Creates or updates a function: `$LATEST` gets the code, a version is published if code or configuration differs from the
   * last one, and the alias `live` points at it. Invocations under way finish with what they began with.
   * @throws {AwsError} InvalidParameterValueException
   */
  deploy(definition: FunctionDefinition): DeployedFunction {
    const { functionName } = definition;
    const version = putInForce(definition, {
      store: this.store,
      versions: this.versions,
      aliases: this.aliases,
      code: this.#code,
    });
    this.retireOthers(functionName);
    return {
      functionArn: functionArn(this.place, functionName),
      version,
      aliasArn: functionArn(this.place, functionName, "live"),
    };
  }

  /** Puts uploaded code into a folder of its own. @throws {AwsError} InvalidParameterValueException */
  upload(functionName: string, given: FunctionCode): Promise<Upload> {
    return takeUpload(this.#code, functionName, given);
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

  /** Deletes a function with its versions, aliases, permissions and code. */
  delete(functionName: string): void {
    this.store.write(() => {
      this.permissions.removeAll(functionName);
      this.versions.delete(functionName);
    });
    this.retireOthers(functionName);
    this.#code.delete(functionName);
  }

  /**
   * Invokes a function and waits for its answer; what the caller wrote before is on disk when the function starts.
   * @throws {AwsError} ResourceNotFoundException, AccessDeniedException for a `principal` that no permission names,
   * InvalidRequestContentException for a payload that is not JSON, TooManyRequestsException.
   */
  async invoke(request: Invoke): Promise<InvocationResult> {
    const { reference, version, sub } = this.accept(request);
    this.#checkConcurrency(version);
    const { payload, invocationId = randomUUID() } = request;
    return this.#run({ invocationId, reference, version, payload, sub });
  }

  /**
   * Invokes a function asynchronously: stored first, run when the caller no longer waits, tried again one and two minutes
   * after a function error, and resumed after a restart. Throws as `invoke` does.
   * @returns the id that all its attempts have.
   */
  invokeLater(request: Invoke): string {
    const { reference, sub } = this.accept(request);
    const { payload, invocationId = randomUUID() } = request;
    this.#async.add({ invocationId, invokedArn: this.arnOf(reference), payload, sub });
    return invocationId;
  }

  /**
   * Runs one version with an event of the caller's making: neither permission nor durability is looked at.
   * Rejects only if the local AWS stops before the function has ended.
   */
  run(version: FunctionVersion, payload: string, about: { sub?: string | undefined } = {}): Promise<InvocationResult> {
    const reference = { functionName: version.functionName, qualifier: version.version };
    return this.#run({ invocationId: randomUUID(), reference, version, payload, sub: about.sub });
  }

  /**
   * Checks that the caller may invoke what he names, with that payload. Throws as `invoke` does.
   * A durable function is started by `Executions`, and only what is qualified can be.
   */
  accept({ functionName, qualifier, payload, sub, principal }: Invoke): AcceptedInvoke {
    const reference = this.reference(functionName, qualifier);
    if (principal && !this.permissions.allows(reference, principal)) {
      const resource = this.arnOf(reference);
      throw new AwsError(
        "AccessDeniedException",
        `${principal.service} is not authorized to perform: lambda:InvokeFunction on resource: ${resource} because no resource-based policy allows the lambda:InvokeFunction action`,
        { status: 403 },
      );
    }
    const version = this.versions.resolve(reference);
    if (version.durable && reference.qualifier === undefined) {
      throw new AwsError("InvalidParameterValueException", "You cannot invoke a durable function using an unqualified ARN.");
    }
    return { reference, version, payload, sub: sub ?? subjectOf(parsePayload(payload)) };
  }

  /** Takes apart how a caller names a function. Throws as `parseFunctionReference` does. */
  reference(functionName: string, qualifier?: string): FunctionReference {
    return parseFunctionReference(functionName, qualifier, this.place);
  }

  /** The version that a name or ARN means now. @throws {AwsError} ResourceNotFoundException */
  versionOf(functionName: string, qualifier?: string): FunctionVersion {
    return this.versions.resolve(this.reference(functionName, qualifier));
  }

  /** The ARN of a function, version or alias. */
  arnOf({ functionName, qualifier }: FunctionReference): string {
    return functionArn(this.place, functionName, qualifier);
  }

  /** Who signs with this access key, if it is that of a function's process. */
  callerOf(accessKeyId: string): Caller | undefined {
    return this.host.callerOf(accessKeyId);
  }

  /** The kept log lines of one function, one invocation or all, the oldest first. */
  logs(of: { functionName?: string; invocationId?: string } = {}): LogLine[] {
    return this.logEvents.of(of);
  }

  /** True while an invocation runs, or one is to run now. */
  get isBusy(): boolean {
    return this.#underWay > 0 || this.#async.isBusy;
  }

  /** When the next retry of an asynchronous invocation is due, in milliseconds since the epoch. */
  nextDueAt(): number | undefined {
    return this.#async.nextDueAt();
  }

  /** Forgets asynchronous invocations and logs and ends what runs; the functions stay. */
  async reset(): Promise<void> {
    this.#async.clear();
    await this.host.interrupt();
    this.logEvents.clear();
  }

  /** Takes up the asynchronous invocations of an earlier run. Call it once the endpoint serves. */
  resume(): void {
    this.#async.resume();
  }

  /** Ends all processes; asynchronous invocations stay stored for the next start. */
  async stop(): Promise<void> {
    this.#async.stop();
    await this.host.stop();
    this.logEvents.flush();
    this.#code.remove();
  }

  /** @throws {AwsError} TooManyRequestsException */
  #checkConcurrency(version: FunctionVersion): void {
    const reserved = this.settings.reservedConcurrency(version.functionName);
    const load = reserved === undefined ? this.host.load(version) : this.host.loadOf(version.functionName);
    if (load < (reserved ?? maxConcurrency)) return;
    const Reason = `${reserved === undefined ? "" : "ReservedFunction"}ConcurrentInvocationLimitExceeded`;
    throw new AwsError("TooManyRequestsException", "Rate Exceeded.", { members: { Reason } });
  }

  async #run({ invocationId, reference, version, payload, sub }: Run): Promise<InvocationResult> {
    this.#underWay++;
    try {
      await this.store.committed();
      const invokedArn = this.arnOf(reference);
      return await this.host.run({
        invocationId,
        version: version ?? this.versions.resolve(reference),
        invokedArn,
        payload,
        sub,
      });
    } finally {
      this.#underWay--;
    }
  }
}

/** An invocation that may happen. */
export interface AcceptedInvoke {
  reference: FunctionReference;
  version: FunctionVersion;
  payload: string;
  sub: string | undefined;
}

interface Run {
  invocationId: string;
  reference: FunctionReference;
  /** Default: what the reference means when it runs. */
  version?: FunctionVersion;
  payload: string;
  sub: string | undefined;
}

function parsePayload(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    throw new AwsError(
      "InvalidRequestContentException",
      "Could not parse request body into json: Could not parse payload into json",
    );
  }
}
