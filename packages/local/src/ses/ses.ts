import type { Clock } from "../clock.ts";
import type { Call, Operation, Service } from "../endpoint/service.ts";
import type { Store } from "../store/store.ts";
import { Account } from "./account.ts";
import { ConfigurationSets } from "./configuration-sets.ts";
import { Identities } from "./identities.ts";
import type { Inbox } from "./inbox.ts";
import { operations } from "./operations/index.ts";
import { SuppressionList } from "./suppression-list.ts";
import { Templates } from "./templates.ts";
import { operations as v2Operations } from "./v2-operations/index.ts";

/** What the operations of both SES APIs work on. */
export interface Ses {
  inbox: Inbox;
  account: Account;
  identities: Identities;
  suppressionList: SuppressionList;
  templates: Templates;
  configurationSets: ConfigurationSets;
  clock: Clock;
  region: string;
  accountId: string;
  publish: PublishEvent;
}

/** Puts an event of SES's own on an EventBridge bus. */
export type PublishEvent = (
  eventBusArn: string,
  event: { source: string; detailType: string; detail: Record<string, unknown>; resources: string[]; sub?: string | undefined },
) => void;

/** `sandbox`: the account may send to verified recipients only. */
export function createSes(parts: {
  store: Store;
  clock: Clock;
  inbox: Inbox;
  region: string;
  accountId: string;
  sandbox?: boolean | undefined;
  publish: PublishEvent;
}): Ses {
  const { store, clock, inbox, region, accountId, sandbox = false, publish } = parts;
  return {
    inbox,
    account: new Account(store, sandbox),
    identities: new Identities(store, clock),
    suppressionList: new SuppressionList(store, clock),
    templates: new Templates(store, clock),
    configurationSets: new ConfigurationSets(store, clock),
    clock,
    region,
    accountId,
    publish,
  };
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
