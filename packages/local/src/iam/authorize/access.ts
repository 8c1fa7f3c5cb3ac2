import type { IncomingMessage } from "node:http";
import type { Clock } from "../../clock.ts";
import type { Caller } from "../../endpoint/service.ts";
import { readSignature } from "../../endpoint/signature/read-signature.ts";
import { signatureError } from "../../endpoint/signature/signature-error.ts";
import { verifySignature } from "../../endpoint/signature/verify-signature.ts";
import type { ReadCall } from "../../endpoint/work.ts";
import type { Journal } from "../../journal/journal.ts";
import type { RunningInstance } from "../../lambda/host/host.ts";
import { evaluate, type Principal } from "../evaluate/evaluate.ts";
import type { PolicyDocument } from "../evaluate/policy-document.ts";
import type { Iam } from "../iam.ts";
import { Callers } from "./callers.ts";
import { denial } from "./denial.ts";
import { globalContext, type RequestFacts, tagContext } from "./global-context.ts";
import { type AccessMode, modeOf } from "./mode.ts";
import { Denials } from "./record-denial.ts";
import type { Asked, Surroundings } from "./services/asked.ts";
import { askedBy } from "./services/index.ts";
import type { TableKeys } from "./table-keys.ts";

export interface AccessOptions extends Pick<Surroundings, "region" | "accountId" | "secretArn" | "keyArn" | "identityOf"> {
  /** Absent: by whether the caller's role was made here. */
  mode: AccessMode | undefined;
  iam: Pick<Iam, "roles" | "sessions">;
  journal: Journal;
  clock: Clock;
  instanceOf(accessKeyId: string): RunningInstance | undefined;
  tableKeys: TableKeys;
  /** By the service in the ARN: the policy of what is asked for, if it has one. */
  resourcePolicies: Record<string, (resource: string, action: string) => PolicyDocument | undefined>;
}

/** What a call asks for, with the policy of the resource where its service knows it already. */
export interface AskedOf extends Asked {
  policy?: PolicyDocument | undefined;
}

/** Who may do what: asked of every request before it runs. */
export class Access {
  readonly #options: AccessOptions;
  readonly #callers: Callers;
  readonly #denials: Denials;
  readonly #surroundings: Surroundings;
  /** The request that a caller was made for. */
  readonly #requests = new WeakMap<Caller, IncomingMessage>();

  constructor(options: AccessOptions) {
    const { accountId, iam, journal, instanceOf, tableKeys } = options;
    this.#options = options;
    this.#callers = new Callers({ accountId, sessions: iam.sessions, instanceOf });
    this.#denials = new Denials(journal);
    this.#surroundings = { ...options, partitionKeys: (table) => tableKeys.of(table) };
  }

  /** Who signs with an access key; whether the signature is theirs, `admit` and `authenticate` say. */
  callerOf(accessKeyId: string): Caller {
    return this.#callers.callerOf(accessKeyId);
  }

  /**
   * Lets a request through, or refuses it.
   * @throws {AwsError} for a signature that is not the caller's, or for what the caller may not do; the denial is in the journal then.
   */
  async admit({ request, caller, service, operation, body, input }: ReadCall): Promise<void> {
    this.authenticate(request, caller, service, body ?? "declared");
    if (service === "dynamodb") this.#options.tableKeys.forgetAfter(operation, input);
    if (!caller.principal || this.#modeOf(caller.principal) === "off") return;
    this.#requests.set(caller, request);
    let asks: unknown;
    try {
      asks = input();
    } catch {
      return; // the operation refuses what cannot be read
    }
    if (service === "dynamodb") await this.#options.tableKeys.learn(asks);
    const asked = askedBy(service, operation, asks, this.#surroundings);
    const tags = tagContext(asks);
    this.authorize(
      caller,
      asked.map((one) => ({ ...one, context: { ...tags, ...one.context } })),
      service,
    );
  }

  /**
   * Verifies the signature of credentials that were issued here. What a developer signs with is not known and not verified.
   * @param body `declared` for a service that compares it with `x-amz-content-sha256` as it reads it.
   * @throws {AwsError} worded as the service words it.
   */
  authenticate(request: IncomingMessage, caller: Caller, service: string, body: Uint8Array | "declared"): void {
    const credentials = this.#callers.credentialsOf(caller);
    if (!credentials) {
      // Temporary credentials are issued by AWS alone.
      if (caller.accessKeyId?.startsWith("ASIA")) throw signatureError("unknown key", service);
      return;
    }
    const signature = readSignature(request);
    if (!signature) throw signatureError("incomplete", service);
    const times = { real: Date.now(), local: this.#options.clock.now() };
    verifySignature({ request, signature, body, service }, credentials, times);
  }

  /**
   * Decides on what is asked for, one after the other. The caller is the one of a request that was admitted.
   * @throws {AwsError} for the first that the caller may not do; in the mode `warn` it is only told of.
   */
  authorize(caller: Caller, asked: readonly AskedOf[], service: string): void {
    const { principal } = caller;
    const mode = principal ? this.#modeOf(principal) : "off";
    if (!principal || mode === "off" || asked.length === 0) return;
    const { roles } = this.#options.iam;
    const role = principal.roleArn === undefined ? undefined : roles.byArn(principal.roleArn);
    const context = globalContext(caller, principal, this.#factsOf(this.#requests.get(caller)), role);
    const policies = {
      identity: role ? roles.policiesOf(role.arn) : [],
      boundary: role?.boundary === undefined ? undefined : roles.boundaryOf(role.arn),
      session: caller.session?.policy,
    };
    for (const one of asked) {
      const { action, resource } = one;
      const keys = new Map(Object.entries({ ...context, ...one.context }));
      const resourcePolicy = one.policy ?? this.#options.resourcePolicies[resource.split(":")[2] ?? ""]?.(resource, action);
      const decision = evaluate({ principal, action, resource, context: keys }, { ...policies, resource: resourcePolicy });
      if (decision.allowed) continue;
      this.#denials.record(mode, caller, principal, one, decision);
      if (mode === "enforce") throw denial(service, principal, one, decision);
    }
  }

  #modeOf(principal: Principal): AccessMode {
    return modeOf(principal, this.#options.mode, (roleArn) => this.#options.iam.roles.has(roleArn));
  }

  #factsOf(request: IncomingMessage | undefined): RequestFacts {
    return {
      sourceIp: request?.socket.remoteAddress,
      userAgent: request?.headers["user-agent"] ?? "",
      region: (request && readSignature(request)?.scope.split("/")[1]) || this.#options.region,
      now: this.#options.clock.now(),
    };
  }
}
