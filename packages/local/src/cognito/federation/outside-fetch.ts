import { FederationError } from "./federation-error.ts";

const timeoutMs = 5_000;
const limitBytes = 1024 * 1024;

/**
 * Asks a server of an identity provider, and waits five seconds at most. It is told what to ask by the provider's settings alone.
 * @param what it is called in an error
 * @throws FederationError without an answer of at most 1 MB and a good status
 */
export async function outsideFetch(what: string, address: string, init: RequestInit = {}): Promise<string> {
  if (!/^https?:$/.test(URL.parse(address)?.protocol ?? "")) throw new FederationError(`${what} has no address`);
  try {
    const answer = await fetch(address, { redirect: "error", ...init, signal: AbortSignal.timeout(timeoutMs) });
    const text = await readText(answer);
    if (answer.ok && text !== undefined) return text;
    throw new FederationError(`${what} answered with status ${answer.status}`);
  } catch (error) {
    throw error instanceof FederationError ? error : new FederationError(`${what} could not be reached`);
  }
}

/** As `outsideFetch`, of an answer that is a JSON object. */
export async function outsideJson(what: string, address: string, init?: RequestInit): Promise<Record<string, unknown>> {
  const text = await outsideFetch(what, address, init);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // What is no JSON is told below, like what is no object.
  }
  throw new FederationError(`${what} answered with something else than a JSON object`);
}

/** @returns undefined for a body that is too long */
async function readText({ body }: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > limitBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
