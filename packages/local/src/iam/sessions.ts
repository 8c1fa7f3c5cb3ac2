import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";
import type { PolicyDocument } from "./evaluate/policy-document.ts";
import { temporaryCredentials } from "./identifiers.ts";
import type { Roles } from "./roles.ts";

/** Temporary credentials of a role. */
export interface Session {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  roleArn: string;
  sessionName: string;
  /** The role's id and the session's name, which is `aws:userid`: `AROA…:name`. */
  assumedRoleId: string;
  /** Session tags: `aws:PrincipalTag/…`, over those of the role. */
  tags: Record<string, string>;
  /** Those of them that go on to the sessions which are made from this one. */
  transitiveTags: string[];
  /** What narrows the role's permissions. */
  policy?: PolicyDocument;
  /** Milliseconds since the epoch. */
  issuedAt: number;
  expiresAt: number;
  /** Further condition keys with their values: `cognito-identity.amazonaws.com:sub`. */
  context?: Record<string, string[]>;
}

export interface NewSession {
  roleArn: string;
  sessionName: string;
  tags?: Record<string, string> | undefined;
  transitiveTags?: string[] | undefined;
  policy?: PolicyDocument | undefined;
  durationSeconds: number;
  context?: Record<string, string[]> | undefined;
}

// For so long an expired session is told from one that never was.
const rememberedMs = 86_400_000;

/** The temporary credentials that STS and identity pools have handed out. */
export class Sessions {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #roles: Roles;

  constructor(store: Store, clock: Clock, roles: Roles) {
    this.#store = store;
    this.#clock = clock;
    this.#roles = roles;
    store.define(`
      CREATE TABLE IF NOT EXISTS iam_session (access_key_id TEXT PRIMARY KEY, session TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT;
      CREATE INDEX IF NOT EXISTS iam_session_by_expiry ON iam_session (expires_at);
    `);
  }

  /** Makes a session. Whoever asks has checked that the caller may assume the role. */
  issue({ roleArn, sessionName, tags = {}, transitiveTags = [], policy, durationSeconds, context }: NewSession): Session {
    const issuedAt = this.#clock.now();
    const session: Session = {
      ...temporaryCredentials(),
      roleArn,
      sessionName,
      assumedRoleId: `${this.#roles.idOf(roleArn)}:${sessionName}`,
      tags,
      transitiveTags,
      ...(policy && { policy }),
      issuedAt,
      expiresAt: issuedAt + durationSeconds * 1000,
      ...(context && { context }),
    };
    this.#store.write(() => {
      this.#store.sql("DELETE FROM iam_session WHERE expires_at < ?").run(issuedAt - rememberedMs);
      this.#store
        .sql("INSERT INTO iam_session VALUES (?, ?, ?)")
        .run(session.accessKeyId, JSON.stringify(session), session.expiresAt);
    });
    return session;
  }

  /** The session of an access key, also when it has expired. */
  of(accessKeyId: string): Session | undefined {
    const row = this.#store.sql("SELECT session FROM iam_session WHERE access_key_id = ?").get(accessKeyId);
    return row && (JSON.parse(row.session as string) as Session);
  }
}

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>`; the role's path is not in it. */
export function sessionArn(roleArn: string, sessionName: string): string {
  const role = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  return `arn:aws:sts::${roleArn.split(":")[4]}:assumed-role/${role}/${sessionName}`;
}
