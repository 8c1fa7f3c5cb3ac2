import { developer } from "./aws.ts";
import { ApiFailure } from "./client.ts";

/** What a function answered. */
export interface Invoked {
  payload: unknown;
  /** Of a function that failed, its own message. */
  error?: string;
  /** The end of what it logged, 4 KB at most. */
  log: string;
  /** As long as the caller waited. */
  durationMs: number;
  version?: string;
}

/** Invokes a function as any client of Lambda does, and waits for its answer. @throws {ApiFailure} if Lambda refuses */
export async function invoke(functionName: string, event: unknown): Promise<Invoked> {
  const startedAt = performance.now();
  const response = await fetch(`/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`, {
    method: "POST",
    headers: { authorization: developer("lambda"), "x-amz-log-type": "Tail" },
    body: JSON.stringify(event),
  });
  const payload = await response.json().catch(() => null);
  if (!response.ok) {
    const message = payload?.message ?? payload?.Message ?? `Lambda answered ${response.status}`;
    throw new ApiFailure(response.status, response.headers.get("x-amzn-errortype") ?? "Failed", message);
  }
  const error = response.headers.get("x-amz-function-error");
  const version = response.headers.get("x-amz-executed-version");
  const log = Uint8Array.from(atob(response.headers.get("x-amz-log-result") ?? ""), (character) => character.charCodeAt(0));
  const told = { log: new TextDecoder().decode(log).trimEnd(), durationMs: performance.now() - startedAt };
  return { payload, ...told, ...(version && { version }), ...(error && { error: payload?.errorMessage ?? error }) };
}
