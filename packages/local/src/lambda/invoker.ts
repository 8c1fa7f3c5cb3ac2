import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import { AwsError } from "../endpoint/aws-error.ts";
import { AsyncInvocations } from "./async-invocations.ts";
import { type Deliver, Destinations } from "./destinations.ts";
import type { FunctionReference } from "./function-arn.ts";
import type { FunctionRegistry } from "./function-registry.ts";
import type { FunctionVersion } from "./function-versions.ts";
import type { Host } from "./host/host.ts";
import type { InvocationResult } from "./host/invocation.ts";
import { subjectOf } from "./invocation-subject.ts";
import type { Principal } from "./permissions.ts";

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

/** An invocation that may happen. */
export interface AcceptedInvoke {
  reference: FunctionReference;
  version: FunctionVersion;
  payload: string;
  sub: string | undefined;
}

interface InvokerOptions {
  registry: FunctionRegistry;
  host: Host;
  clock: Clock;
  /** Sends what became of an asynchronous invocation to a queue or an event bus, by the service in its ARN. */
  deliver?: Record<string, Deliver> | undefined;
}

// Lambda's concurrency of an account, and so the most that one function can be busy with.
const maxConcurrency = 1000;

/** Synchronous and asynchronous invocations: who may invoke what, and how much of it at once. */
export class Invoker {
  readonly destinations: Destinations;
  readonly #registry: FunctionRegistry;
  readonly #host: Host;
  readonly #async: AsyncInvocations;
  #underWay = 0;

  constructor({ registry, host, clock, deliver }: InvokerOptions) {
    this.#registry = registry;
    this.#host = host;
    const { store, place, versions, eventInvokeConfigs: configs } = registry;
    this.destinations = new Destinations({
      clock,
      place,
      versions,
      configs,
      deliver: { lambda: (arn, body) => void this.invokeLater({ functionName: arn, payload: body }), ...deliver },
    });
    this.#async = new AsyncInvocations({
      store,
      clock,
      run: ({ invocationId, invokedArn, payload, sub }) =>
        this.#run({ invocationId, reference: registry.reference(invokedArn), payload, sub }),
      destinations: this.destinations,
    });
  }

  /** As `Functions.invoke`. */
  async invoke(request: Invoke): Promise<InvocationResult> {
    const { reference, version, sub } = this.accept(request);
    this.#checkConcurrency(version);
    const { payload, invocationId = randomUUID() } = request;
    return this.#run({ invocationId, reference, version, payload, sub });
  }

  /** As `Functions.invokeLater`. */
  invokeLater(request: Invoke): string {
    const { reference, sub } = this.accept(request);
    const { payload, invocationId = randomUUID() } = request;
    this.#async.add({ invocationId, invokedArn: this.#registry.arnOf(reference), payload, sub });
    return invocationId;
  }

  /** As `Functions.run`. */
  run(version: FunctionVersion, payload: string, sub: string | undefined): Promise<InvocationResult> {
    const reference = { functionName: version.functionName, qualifier: version.version };
    return this.#run({ invocationId: randomUUID(), reference, version, payload, sub });
  }

  /** As `Functions.accept`. */
  accept({ functionName, qualifier, payload, sub, principal }: Invoke): AcceptedInvoke {
    const { permissions, versions } = this.#registry;
    const reference = this.#registry.reference(functionName, qualifier);
    if (principal && !permissions.allows(reference, principal)) {
      const resource = this.#registry.arnOf(reference);
      throw new AwsError(
        "AccessDeniedException",
        `${principal.service} is not authorized to perform: lambda:InvokeFunction on resource: ${resource} because no resource-based policy allows the lambda:InvokeFunction action`,
        { status: 403 },
      );
    }
    const version = versions.resolve(reference);
    if (version.durable && reference.qualifier === undefined) {
      throw new AwsError("InvalidParameterValueException", "You cannot invoke a durable function using an unqualified ARN.");
    }
    return { reference, version, payload, sub: sub ?? subjectOf(parsePayload(payload)) };
  }

  /** True while an invocation runs, or one is to run now. */
  get isBusy(): boolean {
    return this.#underWay > 0 || this.#async.isBusy;
  }

  /** When the next retry of an asynchronous invocation is due, in milliseconds since the epoch. */
  nextDueAt(): number | undefined {
    return this.#async.nextDueAt();
  }

  /** Forgets the asynchronous invocations. */
  clear(): void {
    this.#async.clear();
  }

  /** Takes up the asynchronous invocations of an earlier run. */
  resume(): void {
    this.#async.resume();
  }

  /** Starts no asynchronous invocation from now on; they stay stored. */
  stop(): void {
    this.#async.stop();
  }

  /** @throws {AwsError} TooManyRequestsException */
  #checkConcurrency(version: FunctionVersion): void {
    const reserved = this.#registry.settings.reservedConcurrency(version.functionName);
    const load = reserved === undefined ? this.#host.load(version) : this.#host.loadOf(version.functionName);
    if (load < (reserved ?? maxConcurrency)) return;
    const Reason = `${reserved === undefined ? "" : "ReservedFunction"}ConcurrentInvocationLimitExceeded`;
    throw new AwsError("TooManyRequestsException", "Rate Exceeded.", { members: { Reason } });
  }

  async #run({ invocationId, reference, version, payload, sub }: Run): Promise<InvocationResult> {
    const { store, versions } = this.#registry;
    this.#underWay++;
    try {
      await store.committed();
      const invokedArn = this.#registry.arnOf(reference);
      return await this.#host.run({
        invocationId,
        version: version ?? versions.resolve(reference),
        invokedArn,
        payload,
        sub,
      });
    } finally {
      this.#underWay--;
    }
  }
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
