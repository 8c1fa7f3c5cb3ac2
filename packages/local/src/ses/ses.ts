import type { Clock } from "../clock.ts";
import type { Call, Operation, Service } from "../endpoint/service.ts";
import type { Store } from "../store/store.ts";
import { Identities } from "./identities.ts";
import type { Inbox } from "./inbox.ts";
import { operations } from "./operations/index.ts";
import { operations as v2Operations } from "./v2-operations/index.ts";

/** What the operations of both SES APIs work on. */
export interface Ses {
  inbox: Inbox;
  identities: Identities;
  clock: Clock;
  region: string;
}

export function createSes(parts: { store: Store; clock: Clock; inbox: Inbox; region: string }): Ses {
  const { store, clock, inbox, region } = parts;
  return { inbox, identities: new Identities(store, clock), clock, region };
}

/** SES v1, the Query API. */
export function sesService(ses: Ses): Service {
  return { name: "ses", operations: boundTo(ses, operations) };
}

/** SES v2, the REST API. */
export function sesv2Service(ses: Ses): Service {
  return { name: "sesv2", operations: boundTo(ses, v2Operations) };
}

function boundTo(ses: Ses, table: Record<string, SesOperation>): Record<string, Operation> {
  return Object.fromEntries(
    Object.entries(table).map(([name, operation]) => [name, (input, call) => operation(ses, input as never, call)]),
  );
}

type SesOperation = (ses: Ses, input: never, call: Call) => unknown;
