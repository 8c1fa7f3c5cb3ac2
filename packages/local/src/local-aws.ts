import type { Clock } from "./clock.ts";
import type { Cognito } from "./cognito/cognito.ts";
import type { UserToAdd } from "./cognito/users/add-user.ts";
import type { OnboardingOperator } from "./endpoint/foyer-api-operator.ts";
import type { TestEvents } from "./endpoint/foyer-api-test-events.ts";
import type { Timeline } from "./endpoint/timeline.ts";
import type { Events } from "./events/events.ts";
import type { Faults } from "./faults/faults.ts";
import type { Iam } from "./iam/iam.ts";
import type { Journal } from "./journal/journal.ts";
import type { Executions } from "./lambda/durable/executions.ts";
import type { Functions } from "./lambda/functions.ts";
import type { Outside } from "./outside/outside.ts";
import type { Inbox } from "./ses/inbox.ts";

/** A running local AWS. */
export interface LocalAws {
  /** What `AWS_ENDPOINT_URL` must be. */
  url: string;
  region: string;
  accountId: string;
  /** `clock.advance(3 * 86_400_000)` and what is due in three days happens; kept over restarts with `dataDir`. */
  clock: Clock;
  /** What goes wrong on purpose. */
  faults: Faults;
  journal: Journal;
  inbox: Inbox;
  cognito: Cognito;
  functions: Functions;
  executions: Executions;
  events: Events;
  /** Roles, their policies, and the temporary credentials that were handed out. */
  iam: Iam;
  /** What was sent to servers of others, and recorded and answered in their place. */
  outside: Outside;
  /** What `/_foyer/config.json` shows; add to it what clients need to know. */
  config: Record<string, unknown>;
  /** Calls an operation without a socket: `call("cognito-idp", "CreateUserPool", { PoolName: "main" })`. */
  call(service: string, operation: string, input: unknown): Promise<unknown>;
  /** Puts a user into a pool as a CSV import or an identity provider does: no trigger is fired. */
  addUser(user: UserToAdd): Promise<{ sub: string; username: string }>;
  /** The operations of a service that are answered: `operationsOf("cognito-idp")`; undefined if the service is not here. */
  operationsOf(service: string): Iterable<string> | undefined;
  /** Gives `/_foyer/` the operator of the onboarding that was deployed here: who can read its ledger, replay and skip. */
  operateBy(operator: OnboardingOperator): void;
  /** Gives `/_foyer/` made-up events of Cognito's triggers, for people to try functions with. */
  offerTestEvents(testEvents: TestEvents): void;
  /** What happened to one user, folded from the journal. */
  timeline(sub: string): Timeline;
  /** When the next wait or retry of a function is over, in milliseconds since the epoch; undefined if nothing waits. */
  nextDueAt(): number | undefined;
  /**
   * Resolves once no function runs and none is about to: whatever remains waits for the clock.
   * @param timeoutMs of real time, 10 s by default; then it rejects.
   */
  idle(options?: { timeoutMs?: number }): Promise<void>;
  /**
   * Forgets users, identities, mails, suppressed addresses, executions, events, messages in queues, requests to the outside and its
   * stand-ins, logs, table items, objects of S3 and faults, and interrupts what runs. User pools, identity pools, app clients, groups,
   * functions, tables, buckets, queues, state machines, secrets, parameters, senders, event buses and their rules stay, and so does the
   * time; so do the items of a DynamoDB that is elsewhere.
   */
  reset(): Promise<void>;
  /** Ends it: no process, no timer and no socket is left. */
  stop(): Promise<void>;
}
