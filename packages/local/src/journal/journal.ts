import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";

/**
 * What happened, user by user, in order: the memory behind timelines, the console and the server-sent events. Services write
 * to it in the same transaction as the change that they tell of. Entries carry no password, token or code.
 */
export class Journal {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #listeners = new Set<(entry: JournalEntry) => void>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    store.define(`
      CREATE TABLE IF NOT EXISTS journal (
        id INTEGER PRIMARY KEY, at INTEGER NOT NULL, type TEXT NOT NULL, sub TEXT, invocation_id TEXT, data TEXT NOT NULL
      );
      CREATE INDEX IF NOT EXISTS journal_by_sub ON journal (sub, id) WHERE sub IS NOT NULL;
    `);
  }

  /** Writes one entry and tells the listeners. Call it inside `store.write` together with the change it tells of. */
  record<T extends JournalType>(type: T, about: { sub?: string; invocationId?: string }, data: JournalData[T]): void {
    const at = this.#clock.now();
    const { lastInsertRowid } = this.#store.write(() =>
      this.#store
        .sql("INSERT INTO journal (at, type, sub, invocation_id, data) VALUES (?, ?, ?, ?, ?)")
        .run(at, type, about.sub ?? null, about.invocationId ?? null, JSON.stringify(data)),
    );
    const entry = { id: Number(lastInsertRowid), at, type, ...about, data } as JournalEntry;
    for (const listener of this.#listeners) listener(entry);
  }

  /** All entries about one user, the oldest first. */
  of(sub: string): JournalEntry[] {
    return this.#store
      .sql("SELECT id, at, type, sub, invocation_id AS invocationId, data FROM journal WHERE sub = ? ORDER BY id")
      .all(sub)
      .map((row) => ({ ...row, data: JSON.parse(row.data as string) }) as unknown as JournalEntry);
  }

  /** Entries about anybody with an id above `id`, the oldest first. */
  after(id: number, limit: number): JournalEntry[] {
    return this.#store
      .sql("SELECT id, at, type, sub, invocation_id AS invocationId, data FROM journal WHERE id > ? ORDER BY id LIMIT ?")
      .all(id, limit)
      .map((row) => ({ ...row, data: JSON.parse(row.data as string) }) as unknown as JournalEntry);
  }

  /** The last entries of one type, the newest first. */
  latest<T extends JournalType>(type: T, limit: number): Extract<JournalEntry, { type: T }>[] {
    return this.#store
      .sql("SELECT id, at, type, sub, invocation_id AS invocationId, data FROM journal WHERE type = ? ORDER BY id DESC LIMIT ?")
      .all(type, limit)
      .map((row) => ({ ...row, data: JSON.parse(row.data as string) })) as unknown as Extract<JournalEntry, { type: T }>[];
  }

  /** Forgets everything; ids begin anew. */
  clear(): void {
    this.#store.write(() => this.#store.sql("DELETE FROM journal").run());
  }

  /** Resolves once everything recorded so far is on disk: nobody outside may see an entry before. */
  committed(): Promise<void> {
    return this.#store.committed();
  }

  /** Calls `listener` with each entry from now on, before it is on disk. @returns a function that ends it. */
  listen(listener: (entry: JournalEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** What each type of entry holds. Times are milliseconds. */
export interface JournalData {
  "user.signed-up": { userPoolId: string; status: string };
  "user.confirmed": {
    userPoolId: string;
    by: "ConfirmSignUp" | "AdminConfirmSignUp" | "SignUp" | "ConfirmForgotPassword" | "RespondToAuthChallenge";
  };
  "user.signed-in": { userPoolId: string; groups: string[] };
  /** One sign-in was ended, or every one. */
  "user.signed-out": { userPoolId: string; everywhere: boolean };
  "user.added-to-group": { userPoolId: string; group: string };
  "user.updated": { userPoolId: string; attributes: string[] };
  "user.password-set": { userPoolId: string; permanent: boolean };
  /** The password was voided by an administrator. */
  "user.reset-required": { userPoolId: string };
  "user.removed-from-group": { userPoolId: string; group: string };
  "user.disabled": { userPoolId: string };
  "user.enabled": { userPoolId: string };
  "user.deleted": { userPoolId: string };
  /** One attempt of Cognito to have a trigger answered. */
  "trigger.started": { triggerSource: string; functionArn: string; attempt: number };
  "trigger.answered": {
    triggerSource: string;
    attempt: number;
    outcome: "ok" | "error" | "no-answer";
    durationMs: number;
    error?: string;
  };
  "invocation.started": { functionName: string; version: string; coldStart: boolean };
  "invocation.ended": {
    functionName: string;
    version: string;
    outcome: "ok" | "error" | "timeout" | "crash";
    durationMs: number;
    error?: string;
  };
  /** A structured log line of a function that names a step and a user (`foyer/lambda` writes them). */
  step: {
    step: string;
    state: string;
    phase?: string;
    attempt?: number;
    durationMs?: number;
    unknowns?: number;
    result?: unknown;
    error?: string;
  };
  /** Entries of before text messages have no medium. */
  "mail.sent": { messageId: string; subject: string; from: string; medium?: "email" | "sms" };
  /** SES took the mail and sends it to nobody: every recipient is suppressed, or its template could not be rendered. */
  "mail.withheld": { messageId: string; subject: string; from: string; reason: string };
  /** A call that no policy allows, or that one denies; in the mode `warn` it was done all the same. */
  "access.denied": {
    mode: "enforce" | "warn";
    /** `ses:SendEmail`, and the ARN that it was asked for. */
    action: string;
    resource: string;
    /** The ARN of the caller's session, and of its role. */
    principal: string;
    roleArn?: string;
    functionName?: string;
    /** As IAM's evaluation has it: `no-identity-policy`, `explicit-deny`, … */
    reason: string;
    /** Of the statement that denies it. */
    sid?: string;
    /** What was missing, ready for a policy; absent where something denies it. */
    statement?: { Effect: "Allow"; Action: string; Resource: string };
  };
  "event.put": { eventId: string; source: string; detailType: string };
  "execution.started": { executionArn: string; name: string };
  "execution.waiting": { executionArn: string; name: string; until: number };
  "execution.ended": { executionArn: string; name: string; status: string };
  /** A fault struck a request or, with `functionName`, an invocation. */
  "fault.struck": {
    faultId: string;
    kind: string;
    service?: string;
    operation?: string;
    functionName?: string;
    callerFunction?: string;
  };
  /** Everything before was forgotten; always the first entry. */
  "local.reset": Record<string, never>;
}

export type JournalType = keyof JournalData;

/** One line of the journal. */
export type JournalEntry = {
  [T in JournalType]: {
    id: number;
    at: number;
    type: T;
    sub?: string | null;
    invocationId?: string | null;
    data: JournalData[T];
  };
}[JournalType];
