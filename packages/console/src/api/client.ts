/** What the local AWS answered instead of doing it: its own words, fit to be shown. */
export class ApiFailure extends Error {
  override name = "ApiFailure";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Reads `/_foyer/<path>`. @throws {ApiFailure} */
export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return send<T>("GET", path, undefined, signal);
}

/** Asks for a change; the body goes as JSON. @throws {ApiFailure} */
export function post<T>(path: string, body: unknown = {}): Promise<T> {
  return send<T>("POST", path, body);
}

/** @throws {ApiFailure} */
export function put<T>(path: string, body: unknown): Promise<T> {
  return send<T>("PUT", path, body);
}

/** @throws {ApiFailure} */
export function remove<T>(path: string): Promise<T> {
  return send<T>("DELETE", path);
}

async function send<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/_foyer/${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiFailure(0, "Unreachable", "The local AWS does not answer. Is `foyer dev` still running?");
  }
  const answer = await response.json().catch(() => undefined);
  if (response.ok) return answer as T;
  const { code = "Failed", message = `The local AWS answered ${response.status}` } = answer?.error ?? {};
  throw new ApiFailure(response.status, code, message);
}
