import type { ProvisionedPool } from "../../packages/cli/src/dev/provision-pool.ts";
import type { LoadedFlow } from "./flow.ts";

/** Where the run's server is. It stays the same over restarts. */
export interface Place {
  url: string;
  sideDoorUrl: string;
  foyer: ProvisionedPool;
  /** With the hand-written handler, where the flow has twins. */
  byHand?: ProvisionedPool;
  /** What is deployed to it. */
  flow: LoadedFlow;
}

/** What every client of the run signs with. */
export const credentials = { accessKeyId: "crash", secretAccessKey: "crash" };

/** A request to `/_foyer/`. @param body sent as JSON, by POST unless `method` says another */
export function foyer<T>({ url }: Place, path: string, body?: unknown, method = "POST"): Promise<T> {
  return ask(`${url}/_foyer/${path}`, body, method);
}

/** A request to the server's side door. */
export function sideDoor<T>({ sideDoorUrl }: Place, path: string, body?: unknown): Promise<T> {
  return ask(`${sideDoorUrl}/${path}`, body, "POST");
}

async function ask<T>(url: string, body: unknown, method: string): Promise<T> {
  const init = body === undefined ? {} : { method, body: JSON.stringify(body) };
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`Cannot ask ${url}: HTTP ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** A mail as the inbox lists it. */
export interface ListedMail {
  subject: string;
  code?: string;
}

/** The mails to one address, the newest first. */
export function inboxOf(place: Place, email: string): Promise<ListedMail[]> {
  return foyer(place, `inbox?to=${encodeURIComponent(email)}`);
}
