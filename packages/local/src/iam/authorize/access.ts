import type { IncomingMessage } from "node:http";
import type { Clock } from "../../clock.ts";
import type { Caller } from "../../endpoint/service.ts";
import { readSignature, type Signature } from "../../endpoint/signature/read-signature.ts";
import { signatureError } from "../../endpoint/signature/signature-error.ts";
import { verifySignature } from "../../endpoint/signature/verify-signature.ts";
import type { ReadCall } from "../../endpoint/work.ts";
import type { Journal } from "../../journal/journal.ts";
import type { RunningInstance } from "../../lambda/functions.ts";
import { evaluate, type Principal } from "../evaluate/evaluate.ts";
import type { PolicyDocument } from "../evaluate/policy-document.ts";
import type { Iam } from "../iam.ts";
import type { Role } from "../roles.ts";
import { Callers } from "./callers.ts";
import { denial } from "./denial.ts";
import { globalContext, type RequestFacts, tagContext } from "./global-context.ts";
import { type AccessMode, modeOf } from "./mode.ts";
import { Denials } from "./record-denial.ts";
import type { Asked, RawMail, Surroundings } from "./services/asked.ts";
import { askedBy } from "./services/index.ts";
import type { TableKeys } from "./table-keys.ts";

export interface AccessOptions
  extends Pick<
    Surroundings,
    "region" | "accountId" | "secretArn" | "keyArn" | "keyOfCiphertext" | "roleArn" | "identityOf" | "executionOf" | "functionArn"
  > {
  /** Absent: by whether the caller's role was made here. */
  mode: AccessMode | undefined;
  iam: Pick<Iam, "roles" | "sessions">;
  journal: Journal;
  clock: Clock;
  instanceOf(accessKeyId: string): RunningInstance | undefined;
  /** Reads a MIME message as SES does. Rejects for what SES refuses. */
  readMail(message: Uint8Array): Promise<RawMail>;
  tableKeys: TableKeys;
  /** By the service in the ARN: the policy of what is asked for, if it has one. */
  resourcePolicies: Record<string, (resource: string, action: string) => PolicyDocument | undefined>;
}

/** What a call asks for, with the policy of the resource where its service knows it already. */
export interface AskedOf extends Asked {
  policy?: PolicyDocument | undefined;
}

interface SignedRequestOf {
  request: IncomingMessage;
  signature: Signature | undefined;
}

/** What is known of a caller, found out once for a request. */
interface Standing {
  mode: AccessMode;
  /** Absent where nobody made it. */
  role: Role | undefined;
  facts: RequestFacts;
}

/** Who may do what: asked of every request before it runs. */
export class Access {
  readonly #options: AccessOptions;
  readonly #callers: Callers;
  readonly #denials: Denials;
  readonly #surroundings: Surroundings;
  /** Of the callers of requests under way. */
  readonly #standings = new WeakMap<Caller, Standing>();

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
    const signature = this.authenticate(request, caller, service, body ?? "declared");
    if (service === "dynamodb") this.#options.tableKeys.forgetAfter(operation, input);
    if (!caller.principal) return;
    const standing = this.#standingOf(caller.principal, { request, signature });
    if (standing.mode === "off") return;
    this.#standings.set(caller, standing);
    let asks: unknown;
    try {
      asks = input();
    } catch {
      return; // the operation refuses what cannot be read
    }
    if (service === "dynamodb") await this.#options.tableKeys.learn(asks);
    const rawMail = service.startsWith("ses") ? await this.#rawMailOf(asks) : undefined;
    const asked = askedBy(service, operation, asks, { ...this.#surroundings, rawMail });
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
   * @returns the signature that was verified.
   * @throws {AwsError} worded as the service words it.
   */
  authenticate(request: IncomingMessage, caller: Caller, service: string, body: Uint8Array | "declared"): Signature | undefined {
    const credentials = this.#callers.credentialsOf(caller);
    if (!credentials) {
      // Temporary credentials are issued by AWS alone.
      if (caller.accessKeyId?.startsWith("ASIA")) throw signatureError("unknown key", service);
      return undefined;
    }
    const signature = readSignature(request);
    if (!signature) throw signatureError("incomplete", service);
    checkScope(signature, service);
    const times = { real: Date.now(), local: this.#options.clock.now() };
    verifySignature({ request, signature, body, service }, credentials, times);
    return signature;
  }

  /**
   * Decides on what is asked for, one after the other. The caller is the one of a request that was admitted.
   * @throws {AwsError} for the first that the caller may not do; in the mode `warn` it is only told of.
   */
  authorize(caller: Caller, asked: readonly AskedOf[], service: string): void {
    const { principal } = caller;
    if (!principal || asked.length === 0) return;
    const { mode, role, facts } = this.#standings.get(caller) ?? this.#standingOf(principal);
    if (mode === "off") return;
    const { roles } = this.#options.iam;
    const context = globalContext(caller, principal, facts, role);
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

  /** The mail that a request of SES brings as MIME; what cannot be read the operation refuses. */
  async #rawMailOf(asks: unknown): Promise<RawMail | undefined> {
    const { RawMessage, Content } = asks as { RawMessage?: { Data?: Uint8Array }; Content?: { Raw?: { Data?: Uint8Array } } };
    const message = RawMessage?.Data ?? Content?.Raw?.Data;
    return message && this.#options.readMail(message).catch(() => undefined);
  }

  #standingOf(principal: Principal, about: Partial<SignedRequestOf> = {}): Standing {
    const { request, signature } = about;
    const { clock, iam, mode, region } = this.#options;
    const { roleArn } = principal;
    const role = mode === "off" || roleArn === undefined ? undefined : iam.roles.byArn(roleArn);
    const facts = {
      sourceIp: request?.socket.remoteAddress,
      userAgent: request?.headers["user-agent"] ?? "",
      region: signature?.scope.split("/")[1] || region,
      now: clock.now(),
    };
    return { mode: modeOf(principal, mode, role !== undefined), role, facts };
  }
}

/**
 * A signature is for one service. Of a presigned URL neither the headers nor, for S3, the body are signed, so that whoever is lent one for an
 * upload could ask another service with it.
 */
function checkScope({ scope }: Signature, service: string): void {
  const name = service === "sesv2" ? "ses" : service;
  const [, , named, terminator] = scope.split("/");
  // What is no scope at all is refused with the signature.
  if (terminator !== "aws4_request" || named === name) return;
  throw signatureError("wrong signature", service, `Credential should be scoped to correct service: '${name}'.`);
}
