import { StepError } from "../onboarding/errors.ts";
import { classify } from "../onboarding/failure.ts";

/** One request to somebody else's server. */
export interface HttpCall {
  /** HTTPS; plain HTTP only to this machine itself. */
  url: string | URL;
  method: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** For everything from the connection to the last byte of the answer. */
  timeoutMs: number;
  /** What is longer is not read to its end, and is an error. 0: nothing is read, however long it is. Of a refusal nothing is ever read. */
  maxBytes: number;
  signal: AbortSignal;
}

/** What came back, whatever its status is. */
export interface HttpAnswer {
  status: number;
  text: string;
  /** What its `Retry-After` says of a 429 or a 503. */
  retryAfterSeconds?: number;
}

/**
 * Makes one request, without a retry and without following a redirect, which would carry keys to another place. Neither an address nor a
 * header nor a body stands in an error of it, as each may hold a secret or personal data.
 * @throws StepError, permanent, for what cannot be sent and for an answer that is too long; the errors of `fetch` for the network
 */
export async function httpCall(call: HttpCall): Promise<HttpAnswer> {
  const response = await fetch(addressOf(call.url), {
    method: call.method,
    headers: headersOf(call.headers),
    body: call.body,
    redirect: "manual",
    signal: AbortSignal.any([call.signal, AbortSignal.timeout(call.timeoutMs)]),
  });
  const { status, headers } = response;
  const seconds = status === 429 || status === 503 ? secondsOf(headers.get("retry-after")) : undefined;
  const pause = seconds === undefined ? {} : { retryAfterSeconds: seconds };
  return { status, text: await textOf(response, response.ok ? call.maxBytes : 0), ...pause };
}

/**
 * The error of a request that got no answer: `fetch failed` says nothing by itself, but the code of its cause does, and it quotes nothing.
 * @param who did not answer, for the message
 */
export function networkError(who: string, error: unknown): unknown {
  const { code } = ((error as Error).cause ?? {}) as { code?: unknown };
  if (typeof code !== "string") return error;
  return new StepError(`${who} could not be called: ${code}`, { ...classify(error), cause: error });
}

/**
 * The error of an answer whose status is not 2xx: only 429 and what passes by itself are worth another attempt.
 * @param who answered, for the message
 */
export function statusError(who: string, { status, retryAfterSeconds }: Omit<HttpAnswer, "text">): StepError {
  // Neither of the two was taken up by the server.
  const passing = status === 408 || status === 425;
  const failure = status < 400 || passing ? { retry: passing, happened: "no" as const } : classifyStatus(status);
  return new StepError(`${who} answered with status ${status}`, { ...failure, ...(retryAfterSeconds && { retryAfterSeconds }) });
}

function classifyStatus(status: number) {
  return classify({ $metadata: { httpStatusCode: status } });
}

/** `Retry-After` is a number of seconds, or the date until when. */
function secondsOf(retryAfter: string | null): number | undefined {
  if (retryAfter === null) return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const seconds = Math.ceil((Date.parse(retryAfter) - Date.now()) / 1_000);
  return Number.isNaN(seconds) ? undefined : Math.max(seconds, 0);
}

/** @throws StepError for an address to which no request is made */
export function addressOf(url: string | URL): URL {
  const address = URL.parse(String(url));
  if (!address) throw new StepError("Cannot make the request as its address must be a URL");
  const isHere = address.protocol === "http:" && ["127.0.0.1", "[::1]", "localhost"].includes(address.hostname);
  if (address.protocol !== "https:" && !isHere)
    throw new StepError("Cannot make the request as its address must begin with https:");
  if (address.username || address.password)
    throw new StepError("Cannot make the request as its address must not hold a password: give it as a header");
  return address;
}

/** `fetch` quotes a value that it refuses. */
function headersOf(headers: Readonly<Record<string, string>>): Headers {
  const made = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    try {
      made.set(name, value);
    } catch {
      throw new StepError(`Cannot make the request as the header '${name}' must have a value that HTTP allows`);
    }
  }
  return made;
}

async function textOf({ body }: Response, maxBytes: number): Promise<string> {
  if (maxBytes === 0) {
    await body?.cancel();
    return "";
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    // Leaving the loop ends the connection.
    if (bytes > maxBytes)
      throw new StepError(`Cannot read the answer as it must have at most ${maxBytes} bytes`, { happened: "yes" });
    chunks.push(chunk);
  }
  // Without the byte order mark that some servers begin with.
  return new TextDecoder().decode(Buffer.concat(chunks));
}
