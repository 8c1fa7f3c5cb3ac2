import { validateHeaderName, validateHeaderValue } from "node:http";

/** What answers for a server of others: which requests, and with what. */
export interface StandIn {
  /** A name to remove it by; one that is in use is replaced. Default: `stand-in-1`, `stand-in-2`, … */
  id?: string | undefined;
  /** `GET`, `POST`, …; default: each. */
  method?: string | undefined;
  /** The whole address, in which `*` stands for anything: `https://crm.example.com/people/*`. */
  url: string;
  /** Default 200. */
  status?: number | undefined;
  /** Beside the content type, which is JSON's unless this names another. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON; absent: nothing. */
  body?: unknown;
  /** It answers so often and is spent then; default without end. */
  count?: number | undefined;
  /** From 0 to 1, how likely it answers a request that it is for; default 1. The same requests fall to it each time. */
  probability?: number | undefined;
  /** The answer comes so many milliseconds later, in real time. */
  latencyMs?: number | undefined;
  /** The server takes the request, and its answer never comes: the connection is dropped, or stays open. */
  fault?: "reply-lost" | "hang" | undefined;
}

/** A stand-in that cannot be set; the message says which rule it breaks. */
export class StandInError extends Error {
  override name = "StandInError";
}

const isNatural = (value: unknown, from: number, to: number) =>
  Number.isSafeInteger(value) && (value as number) >= from && (value as number) <= to;

/** What each member must be. */
const rules: Record<keyof StandIn, [is: (value: unknown) => boolean, words: string]> = {
  id: [(value) => typeof value === "string" && /^[\w.-]{1,64}$/.test(value), "1 to 64 of A-Z, a-z, 0-9, '.', '_', '-'"],
  method: [(value) => typeof value === "string" && /^[A-Z]{1,20}$/.test(value), "a method such as GET"],
  url: [
    (value) => typeof value === "string" && /^(\*|https?:).{0,2000}$/.test(value),
    "an address, in which * stands for anything",
  ],
  status: [(value) => isNatural(value, 200, 599), "an HTTP status from 200 to 599"],
  headers: [areHeaders, "texts by names that HTTP allows, none of them about the connection"],
  body: [() => true, ""],
  count: [(value) => isNatural(value, 1, Number.MAX_SAFE_INTEGER), "a whole number from 1"],
  probability: [(value) => typeof value === "number" && value >= 0 && value <= 1, "a number from 0 to 1"],
  // A timer holds no more.
  latencyMs: [(value) => isNatural(value, 0, 2 ** 31 - 1), "milliseconds below 2^31"],
  fault: [(value) => value === "reply-lost" || value === "hang", "'reply-lost' or 'hang'"],
};

/** Reads a stand-in that somebody wrote. @throws {StandInError} */
export function checkStandIn(input: unknown): StandIn {
  if (typeof input !== "object" || input === null || Array.isArray(input)) throw new StandInError("A stand-in must be an object");
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  if (given.url === undefined) throw new StandInError("A stand-in needs 'url'");
  for (const [member, value] of Object.entries(given)) {
    const rule = Object.hasOwn(rules, member) ? rules[member as keyof StandIn] : undefined;
    if (!rule) throw new StandInError(`A stand-in has no '${member.slice(0, 50)}': it takes ${Object.keys(rules).join(", ")}`);
    const [is, words] = rule;
    if (!is(value))
      throw new StandInError(
        `A stand-in's '${member}' must be ${words}: current value is ${String(JSON.stringify(value)).slice(0, 100)}`,
      );
  }
  if (given.body !== undefined && (given.status === 204 || given.status === 304))
    throw new StandInError(`A stand-in's 'status' must admit a body where there is one: current value is ${given.status}`);
  return given as unknown as StandIn;
}

/** Whether a stand-in is for a request. */
export function isFor({ method, url: pattern }: StandIn, request: { method: string; url: string }): boolean {
  if (method !== undefined && method !== request.method) return false;
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return pattern === request.url;
  const last = rest.pop() as string;
  if (!request.url.startsWith(first)) return false;
  // Each part at its first place leaves the most for those behind it.
  let from = first.length;
  for (const part of rest) {
    const at = request.url.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return request.url.length >= from + last.length && request.url.endsWith(last);
}

function areHeaders(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  try {
    for (const [name, text] of Object.entries(value)) {
      validateHeaderName(name);
      validateHeaderValue(name, text);
      if (typeof text !== "string" || /^(connection|content-length|keep-alive|transfer-encoding|upgrade)$/i.test(name))
        return false;
    }
    return true;
  } catch {
    return false;
  }
}
