import { StepError } from "./errors.ts";

/** What an error says about the effect that failed. */
export interface Failure {
  /** Whether another attempt may succeed. */
  retry: boolean;
  /** Whether the effect happened. */
  happened: "no" | "yes" | "maybe";
  /** How long the receiver asks to be left alone. */
  retryAfterSeconds?: number;
}

/** What AWS SDK v3 errors and Node's network errors carry. */
interface WireError {
  name?: string;
  code?: string;
  cause?: unknown;
  $metadata?: { httpStatusCode?: number };
}

const throttled =
  /^(Throttl|KmsThrottl|TooManyRequests|RequestLimitExceeded|ProvisionedThroughputExceeded|SlowDown|RequestThrottled|Concurrent|TransactionInProgress|RequestTimeout$|ExpiredToken|RequestExpired)/;

/** Refused before a byte of the request was written. */
const unreached = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "CERT_HAS_EXPIRED"]);

/**
 * Reads an error of a step. An answer with a 4xx status says that nothing happened, and only throttling is worth another attempt. A 5xx
 * status, a timeout or a lost connection may come after the work was done.
 */
export function classify(error: unknown): Failure {
  if (error instanceof StepError) {
    const { retry, happened, retryAfterSeconds } = error;
    return { retry, happened, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
  }
  const { name = "", code, cause, $metadata } = (error ?? {}) as WireError;
  const status = $metadata?.httpStatusCode;
  if (throttled.test(name) || status === 429) return { retry: true, happened: "no" };
  if (status !== undefined && status >= 400 && status < 500) return { retry: false, happened: "no" };
  // AWS answers 503 where it takes no work; after a 500, 502 or 504 the work may be done.
  if (status === 503) return { retry: true, happened: "no" };
  if (name === "CredentialsProviderError" || unreached.has(code ?? "")) return { retry: true, happened: "no" };
  // `fetch failed` and its like say what happened in their cause.
  if (cause instanceof Error) return classify(cause);
  // A fault of the step's own code fails every time.
  if (error instanceof ReferenceError || error instanceof TypeError) return { retry: false, happened: "maybe" };
  return { retry: true, happened: "maybe" };
}

/**
 * An error as one line that may be logged and stored: its name and message, without what looks like an e-mail address or a phone number
 * and without the given values of the user in any case and as URLs and JSON write them. AWS quotes recipients in its messages.
 */
export function describeError(error: unknown, userValues: readonly (string | undefined)[] = []): string {
  const { name = "Error", message = String(error) } = (error ?? {}) as Error;
  const text = withoutUser(message, userValues)
    .replace(/[^\s<>"'(),;:=]+(?:@|%40)[^\s<>"'(),;]+/gi, "<e-mail>")
    .replace(/\+\d[\d ()-]{6,}\d/g, "<phone>")
    .replace(/\s+/g, " ");
  return `${name}: ${text}`.slice(0, 300);
}

function withoutUser(text: string, userValues: readonly (string | undefined)[]): string {
  const values = userValues.filter((value) => value !== undefined && value.length >= 3) as string[];
  if (values.length === 0) return text;
  const spellings = [...new Set(values.flatMap(spellingsOf))];
  // As a whole word in any case, also after an escape of a URL: the user Ann is not in `cannot`.
  const words = new RegExp(`(?:(?<![\\p{L}\\p{N}])|(?<=%[0-9a-f]{2}))(?:${anyOf(spellings)})(?![\\p{L}\\p{N}])`, "giu");
  return text.replace(words, "<user>").replace(new RegExp(anyOf(values), "gu"), "<user>");
}

/** A pattern for any of the texts, the longest first, as one may be a part of another. */
function anyOf(texts: string[]): string {
  const longestFirst = texts.toSorted((a, b) => b.length - a.length);
  return longestFirst.map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|");
}

/** As it is, in a URL, in JSON, and a phone number without its plus. */
function spellingsOf(value: string): string[] {
  const inUrl = encodeURIComponent(value.toWellFormed());
  return [
    value,
    inUrl,
    inUrl.replaceAll("%20", "+"),
    JSON.stringify(value).slice(1, -1),
    ...(/^\+\d{6,}$/.test(value) ? [value.slice(1)] : []),
  ];
}
