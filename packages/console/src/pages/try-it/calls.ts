import { signal } from "@preact/signals";
import { aws } from "../../api/aws.ts";
import { now } from "../../live.ts";
import type { Client } from "./pool.ts";

/** A call that this page made, with what was said; passwords and tokens are not in it. */
export interface MadeCall {
  id: number;
  /** By the clock of the local AWS, in milliseconds. */
  at: number;
  operation: string;
  input: unknown;
  durationMs: number;
  answer?: unknown;
  /** The name of AWS's error and its message. */
  failure?: { code: string; message: string };
}

/** Every call, the newest first; forgotten with a reload. */
export const calls = signal<readonly MadeCall[]>([]);

const kept = 50;
let lastId = 0;

/** Calls Cognito as an app does, and keeps what was said. @throws {ApiFailure} in Cognito's words */
export async function cognito<T>(operation: string, input: object): Promise<T> {
  const startedAt = performance.now();
  const made = { id: ++lastId, at: now.value, operation, input: masked(input) };
  const keep = (outcome: Pick<MadeCall, "answer" | "failure">) => {
    calls.value = [{ ...made, durationMs: performance.now() - startedAt, ...outcome }, ...calls.value].slice(0, kept);
  };
  try {
    const answer = await aws<T>("cognito-idp", operation, input, operation.startsWith("Admin") ? "developer" : "app");
    keep({ answer: masked(answer) });
    return answer;
  } catch (error) {
    const { code = "Failed", message } = error as Error & { code?: string };
    keep({ failure: { code, message } });
    throw error;
  }
}

/** What proves the secret of an app client that has one, for a call on behalf of a user. */
export async function secretHash({ id, secret }: Client, username: string): Promise<string | undefined> {
  if (!secret) return undefined;
  const text = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", text.encode(secret), algorithm, false, ["sign"]);
  const hash = await crypto.subtle.sign("HMAC", key, text.encode(username + id));
  return btoa(String.fromCharCode(...new Uint8Array(hash)));
}

const secrets =
  /password|^(?:IdToken|AccessToken|RefreshToken|REFRESH_TOKEN|Session|SecretHash|SECRET_HASH|SECRET_BLOCK|SRP_A|SRP_B|PASSWORD_CLAIM_.*)$/i;

/** A copy in which secrets are shortened to their beginning, passwords to nothing. */
export function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (typeof inner !== "string" || !secrets.test(name)) return [name, masked(inner)];
      return [name, /password$/i.test(name) ? "…" : `${inner.slice(0, 12)}…`];
    }),
  );
}
