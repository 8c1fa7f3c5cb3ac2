import { AwsError } from "../../endpoint/aws-error.ts";
import type { Caller } from "../../endpoint/service.ts";
import type { Faults } from "../../faults/faults.ts";
import type { FunctionVersion } from "../function-versions.ts";
import type { Instance } from "./instance.ts";
import type { InstanceCredentials } from "./instance-environment.ts";
import { InstancePool } from "./instance-pool.ts";
import { Invocation, type InvocationRequest, type InvocationResult, type Records } from "./invocation.ts";
import { invocationUnderFaults } from "./invocation-under-faults.ts";
import { OrphanGuard } from "./orphan-guard.ts";

export interface HostOptions {
  region: string;
  endpointUrl: () => string;
  /** Where the code of a version lies. */
  codeFolderOf(version: FunctionVersion): string;
  records: Records;
  /** Runtimes refuse what Lambda's refuse: callback handlers from Node.js 24 on. */
  strictRuntimes: boolean;
  faults?: Faults | undefined;
}

/** The process that has an access key. */
export interface RunningInstance {
  caller: Caller;
  /** Absent: it was deployed without a role. */
  roleArn: string | undefined;
  credentials: InstanceCredentials;
}

/** The function host: runs versions in processes of their own. */
export class Host {
  readonly #options: HostOptions;
  /** By `revisionId`: `$LATEST` gets a new one with each deployment. */
  readonly #pools = new Map<string, { version: FunctionVersion; pool: InstancePool }>();
  readonly #instances = new Map<string, Instance>();
  readonly #byAccessKey = new Map<string, { version: FunctionVersion; instance: Instance }>();
  readonly #guard = new OrphanGuard();
  #isStopped = false;

  constructor(options: HostOptions) {
    this.#options = options;
  }

  /**
   * Runs one invocation; never rejects for what the function does, only if the host stops before it is over, or for a fault
   * that Lambda itself answers.
   */
  async run(request: InvocationRequest): Promise<InvocationResult> {
    this.#checkRuns();
    const invocation = new Invocation(request, this.#options.records);
    const start = () => this.#poolOf(request.version).run(invocation);
    const { faults } = this.#options;
    if (faults) {
      const kill = () => this.#crash(invocation);
      return invocationUnderFaults(faults, invocation, { checkRuns: () => this.#checkRuns(), start, kill });
    }
    start();
    return invocation.result;
  }

  /** Ends the process that has this access key with SIGKILL. */
  crash(accessKeyId: string): void {
    this.#byAccessKey.get(accessKeyId)?.instance.process.kill();
  }

  /** How many invocations of a version wait or run. */
  load(version: FunctionVersion): number {
    return this.#pools.get(version.revisionId)?.pool.size ?? 0;
  }

  /** How many invocations of all versions of a function wait or run. */
  loadOf(functionName: string): number {
    const pools = [...this.#pools.values()].filter(({ version }) => version.functionName === functionName);
    return pools.reduce((load, { pool }) => load + pool.size, 0);
  }

  /** Ends the instances of a function's other versions once they are idle. */
  retireOthers(functionName: string, current: FunctionVersion[]): void {
    const kept = new Set(current.map((version) => version.revisionId));
    for (const [revisionId, { version, pool }] of this.#pools) {
      if (version.functionName === functionName && !kept.has(revisionId)) pool.retire();
    }
  }

  /** Ends the instances of a function, or of all, once they are idle: the next invocation of each is a cold start. */
  coolDown(functionName?: string): void {
    for (const { version, pool } of this.#pools.values()) {
      if (functionName === undefined || version.functionName === functionName) pool.coolDown();
    }
  }

  /** The instance whose Runtime API has that id. */
  instance(instanceId: string): Instance | undefined {
    return this.#instances.get(instanceId);
  }

  /** Who signs with an access key: the process that got it, and what that process is busy with. */
  callerOf(accessKeyId: string): Caller | undefined {
    return this.instanceOf(accessKeyId)?.caller;
  }

  /** As `callerOf`, with what proves that it is that process, and its role. */
  instanceOf(accessKeyId: string): RunningInstance | undefined {
    const found = this.#byAccessKey.get(accessKeyId);
    if (!found) return undefined;
    const { version, instance } = found;
    const request = instance.invocation?.request;
    const caller: Caller = {
      kind: "function",
      accessKeyId,
      functionName: version.functionName,
      ...(request && { invocationId: request.invocationId }),
      ...(request?.sub !== undefined && { sub: request.sub }),
    };
    return { caller, roleArn: version.role, credentials: instance.process.credentials };
  }

  /** Process ids of all instances. */
  get pids(): number[] {
    return [...this.#instances.values()].flatMap(({ process }) => process.pid ?? []);
  }

  /** Abandons what waits and runs; idle processes stay. */
  async interrupt(): Promise<void> {
    const cause = new AwsError("ServiceException", "The invocation was interrupted", { status: 500 });
    await Promise.all([...this.#pools.values()].map(({ pool }) => pool.interrupt(cause)));
  }

  /** Abandons what runs and ends all processes. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#pools.values()].map(({ pool }) => pool.stop(stopping())));
    await this.#guard.stop();
  }

  #checkRuns(): void {
    if (this.#isStopped) throw stopping();
  }

  #crash(invocation: Invocation): void {
    for (const instance of this.#instances.values()) if (instance.invocation === invocation) instance.process.kill();
  }

  #poolOf(version: FunctionVersion): InstancePool {
    const found = this.#pools.get(version.revisionId);
    if (found) return found.pool;
    const { region, endpointUrl, codeFolderOf, records, strictRuntimes } = this.#options;
    const pool: InstancePool = new InstancePool({
      version,
      codeFolder: codeFolderOf(version),
      region,
      endpointUrl: endpointUrl(),
      strictRuntimes,
      records,
      onChange: (instance, change) => {
        if (change === "started") this.#started(version, instance);
        else this.#ended(version, instance, pool);
      },
    });
    this.#pools.set(version.revisionId, { version, pool });
    return pool;
  }

  #started(version: FunctionVersion, instance: Instance): void {
    this.#instances.set(instance.process.id, instance);
    this.#byAccessKey.set(instance.process.credentials.accessKeyId, { version, instance });
    if (instance.process.pid !== undefined) this.#guard.add(instance.process.pid);
  }

  #ended(version: FunctionVersion, instance: Instance, pool: InstancePool): void {
    this.#instances.delete(instance.process.id);
    this.#byAccessKey.delete(instance.process.credentials.accessKeyId);
    if (instance.process.pid !== undefined) this.#guard.remove(instance.process.pid);
    if (pool.isEmpty && pool.isRetired) this.#pools.delete(version.revisionId);
  }
}

function stopping(): AwsError {
  return new AwsError("ServiceException", "The local AWS is stopping", { status: 500 });
}
