import type { Caller } from "../../endpoint/service.ts";
import type { Journal, JournalData } from "../../journal/journal.ts";
import type { Decision, Principal } from "../evaluate/evaluate.ts";
import type { Asked } from "./services/asked.ts";

/** A call that no policy allows, or that one denies. */
export type Denial = JournalData["access.denied"];

// So many different warnings are kept in mind; then the oldest may be told again.
const mostTold = 5000;

/** Writes denials into the journal: each that was refused, and each warning once. */
export class Denials {
  readonly #journal: Journal;
  readonly #told = new Set<string>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  record(mode: "enforce" | "warn", caller: Caller, principal: Principal, asked: Asked, decision: Decision): void {
    const { sub, invocationId, functionName } = caller;
    const denied: Denial = {
      mode,
      action: asked.action,
      resource: asked.resource,
      principal: principal.arn,
      ...(principal.roleArn !== undefined && { roleArn: principal.roleArn }),
      ...(functionName !== undefined && { functionName }),
      reason: decision.reason,
      ...(decision.by?.sid !== undefined && { sid: decision.by.sid }),
      // A statement does not help against an explicit deny.
      ...(decision.reason !== "explicit-deny" && { statement: statementFor(asked) }),
    };
    if (mode === "warn" && !this.#isNew(denied)) return;
    this.#journal.record("access.denied", { ...(sub !== undefined && { sub }), ...(invocationId && { invocationId }) }, denied);
  }

  #isNew({ principal, action, resource, statement }: Denial): boolean {
    const what = JSON.stringify([principal, action, statement?.Resource ?? resource]);
    if (this.#told.has(what)) return false;
    if (this.#told.size >= mostTold) this.#told.clear();
    this.#told.add(what);
    return true;
  }
}

/** The statement that was missing, ready for a policy. */
function statementFor({ action, resource }: Asked): NonNullable<Denial["statement"]> {
  const named = resource
    // AWS names versions and executions of a function, and the streams of a log group.
    .replace(/^(arn:[^:]+:lambda:[^:]*:\d+:function:[^:]+):(?:\d+|\$LATEST)(?:\/durable-execution\/.*)?$/, "$1:*")
    .replace(/^(arn:[^:]+:logs:[^:]*:\d+:log-group:[^:]+):log-stream:.*$/, "$1:*");
  return { Effect: "Allow", Action: action, Resource: named };
}
