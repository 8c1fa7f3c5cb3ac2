import type { Caller } from "../../endpoint/service.ts";
import type { IssuedCredentials } from "../../endpoint/signature/verify-signature.ts";
import type { RunningInstance } from "../../lambda/functions.ts";
import type { Principal } from "../evaluate/evaluate.ts";
import { type Sessions, sessionArn } from "../sessions.ts";

interface CallersOptions {
  accountId: string;
  sessions: Pick<Sessions, "of">;
  instanceOf(accessKeyId: string): RunningInstance | undefined;
}

/** Who signs with an access key. */
export class Callers {
  readonly #options: CallersOptions;

  constructor(options: CallersOptions) {
    this.#options = options;
  }

  /** The holder of credentials that were issued here; anybody else is a developer. */
  callerOf(accessKeyId: string): Caller {
    const instance = this.#options.instanceOf(accessKeyId);
    // Lambda names the session of a function's role after the function.
    if (instance) return { ...instance.caller, principal: this.#principal(instance.roleArn, instance.caller.functionName ?? "") };
    const session = accessKeyId.startsWith("ASIA") ? this.#options.sessions.of(accessKeyId) : undefined;
    if (!session) return { kind: "developer", accessKeyId };
    // Of GetSessionToken: a developer's, who is the account's root, with a signature that is known.
    if (session.roleArn.endsWith(":root")) return { kind: "developer", accessKeyId, session };
    const principal = this.#principal(session.roleArn, session.sessionName);
    return { kind: "session", accessKeyId, principal, session };
  }

  /** The credentials of an access key that was issued here. */
  credentialsOf({ accessKeyId = "", session }: Caller): IssuedCredentials | undefined {
    return session ?? this.#options.instanceOf(accessKeyId)?.credentials;
  }

  #principal(roleArn: string | undefined, sessionName: string): Principal {
    const { accountId } = this.#options;
    // A function that was deployed without a role has one of its own name.
    const arn = sessionArn(roleArn ?? `arn:aws:iam::${accountId}:role/${sessionName}`, sessionName);
    return { arn, accountId: arn.split(":")[4] as string, kind: "assumed-role", ...(roleArn !== undefined && { roleArn }) };
  }
}
