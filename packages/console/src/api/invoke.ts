import { ApiFailure } from "./client.ts";

/** What a function answered. */
export interface Invoked {
  payload: unknown;
  /** Lambda's word for a function that failed: `Unhandled`. */
  error?: string;
}

/** Invokes a function as any client of Lambda does, and waits for its answer. @throws {ApiFailure} if Lambda refuses */
export async function invoke(functionName: string, event: unknown): Promise<Invoked> {
  const response = await fetch(`/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`, {
    method: "POST",
    body: JSON.stringify(event),
  });
  const payload = await response.json().catch(() => null);
  if (!response.ok) {
    const message = payload?.message ?? payload?.Message ?? `Lambda answered ${response.status}`;
    throw new ApiFailure(response.status, response.headers.get("x-amzn-errortype") ?? "Failed", message);
  }
  const error = response.headers.get("x-amz-function-error");
  return { payload, ...(error && { error: payload?.errorMessage ?? error }) };
}
