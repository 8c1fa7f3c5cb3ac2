import type { Clock } from "../clock.ts";
import type { Faults } from "../faults/faults.ts";
import type { Journal } from "../journal/journal.ts";
import type { LogEvents, LogLine } from "../logs/log-events.ts";
import type { Outside } from "../outside/outside.ts";
import type { Inbox, Mail } from "../ses/inbox.ts";
import { AwsError } from "./aws-error.ts";
import { advanceOf } from "./foyer-api-clock.ts";
import { type DataSources, dataRoutes } from "./foyer-api-data.ts";
import { denialRoutes } from "./foyer-api-denials.ts";
import { ApiError } from "./foyer-api-error.ts";
import { faultRoutes } from "./foyer-api-faults.ts";
import { type FunctionDirectory, functionRoutes } from "./foyer-api-functions.ts";
import { mailRoutes } from "./foyer-api-mails.ts";
import { type OnboardingOperator, operatorRoutes } from "./foyer-api-operator.ts";
import { outsideRoutes } from "./foyer-api-outside.ts";
import { type Reading, readRoutes } from "./foyer-api-read.ts";
import { signUpRoutes } from "./foyer-api-sign-ups.ts";
import { operationRoutes, strikeRoutes } from "./foyer-api-strikes.ts";
import { type TestEvents, testEventRoutes } from "./foyer-api-test-events.ts";
import { encryptedCodeRoutes, type TriggerDirectory, triggerEventRoutes } from "./foyer-api-triggers.ts";
import { listUsers, type UserDirectory, userState } from "./foyer-api-users.ts";
import type { Timeline } from "./timeline.ts";

/** What the routes read and steer. */
export interface FoyerApiParts {
  clock: Clock;
  inbox: Inbox;
  outside: Outside;
  cognito: UserDirectory & TriggerDirectory;
  timeline: (sub: string) => Timeline;
  journal: Journal;
  /** The log lines of one invocation, the oldest first. */
  logsOf: (invocationId: string) => LogLine[];
  functions: FunctionDirectory & { logEvents: LogEvents };
  data: DataSources;
  reading: Reading;
  /** Every operation that is answered, by its service. */
  operations: () => Record<string, string[]>;
  /** Of the onboarding, if one is deployed. */
  operator: () => OnboardingOperator | undefined;
  /** Made-up events of triggers, if there are any. */
  testEvents: () => TestEvents | undefined;
  faults: Faults;
  /** When the next wait or retry is over, in milliseconds since the epoch. */
  nextDueAt: () => number | undefined;
  /** Makes the next invocation of a function, or of each, a cold start. Throws `AwsError` for a function that is not there. */
  coolDown: (functionName?: string) => void;
  /** Forgets what happened; what was set up stays. */
  reset: () => Promise<void>;
  /** What `config.json` shows; read at each request, so it may grow. */
  config: Record<string, unknown>;
}

/** What a handler may know of its request. */
export interface ApiRequest {
  path: string[];
  query: URLSearchParams;
  headers: Readonly<Record<string, string>>;
  /** The JSON of the body. */
  body: () => Promise<unknown>;
  text: () => Promise<string>;
}

/** Gives what is answered as JSON. @throws {ApiError} */
export type Handler = (request: ApiRequest) => unknown;

const maxListed = 1000;

/** First word of the path, then method. */
export function routesOf(parts: FoyerApiParts): Record<string, Record<string, Handler>> {
  const { clock, cognito, config, coolDown, faults, inbox, journal, logsOf, nextDueAt, outside, reset, timeline } = parts;
  const time = () => ({
    now: clock.now(),
    time: new Date(clock.now()).toISOString(),
    aheadMs: clock.aheadMs,
    nextDueAt: nextDueAt() ?? null,
  });
  return {
    "config.json": { GET: () => config },
    readyz: { GET: () => ({ ready: true }) },
    inbox: {
      GET: ({ path: [messageId], query }) => {
        if (messageId === undefined)
          return inbox.list({ to: query.get("to") ?? undefined, limit: limitOf(query) }).map((mail) => shownMail(mail, false));
        const mail =
          messageId === "latest" ? inbox.list({ to: query.get("to") ?? undefined, limit: 1 })[0] : inbox.get(messageId);
        if (!mail) throw new ApiError(404, "NotFound", `There is no mail '${messageId}'`);
        return shownMail(mail, true);
      },
    },
    mails: mailRoutes(inbox, journal, limitOf),
    users: { GET: ({ query }) => listUsers(cognito, { after: query.get("after") ?? undefined, limit: limitOf(query) }) },
    "sign-ups": signUpRoutes(cognito, timeline, limitOf),
    journal: {
      GET: ({ path: [sub] }) => {
        if (sub === undefined) throw new ApiError(404, "NotFound", "The path needs the user's sub: /_foyer/journal/<sub>");
        return { user: userState(cognito, sub) ?? null, entries: journal.of(sub) };
      },
    },
    "invocation-logs": {
      GET: ({ path: [invocationId] }) => {
        if (!invocationId) throw new ApiError(404, "NotFound", "The path needs an invocation: /_foyer/invocation-logs/<id>");
        return logsOf(invocationId).map(({ at, text }) => ({ at, text }));
      },
    },
    ...operatorRoutes(parts.operator),
    timeline: {
      GET: ({ path: [sub] }) => {
        if (sub === undefined) throw new ApiError(404, "NotFound", "The path needs the user's sub: /_foyer/timeline/<sub>");
        const found = timeline(sub);
        const unknown = !found.user && found.signedUpAt === undefined && found.confirmations.length + found.steps.length === 0;
        if (unknown) throw new ApiError(404, "NotFound", `There is no user '${sub}'`);
        return found;
      },
    },
    clock: {
      GET: time,
      POST: async ({ body }) => {
        clock.advance(advanceOf(await body(), clock.now(), nextDueAt()));
        return time();
      },
    },
    denials: denialRoutes(journal, limitOf),
    faults: faultRoutes(faults),
    strikes: strikeRoutes(journal, limitOf),
    operations: operationRoutes(parts.operations),
    functions: functionRoutes(parts.functions, journal),
    ...dataRoutes(parts.data),
    read: readRoutes(parts.reading),
    outside: outsideRoutes(outside, limitOf),
    "trigger-events": triggerEventRoutes(cognito, limitOf),
    "test-events": testEventRoutes(cognito, parts.testEvents, () => String(config.region)),
    "encrypted-code": encryptedCodeRoutes(cognito),
    "cold-start": {
      POST: ({ path: [functionName] }) => {
        try {
          coolDown(functionName);
        } catch (error) {
          if (error instanceof AwsError) throw new ApiError(404, "NotFound", error.message);
          throw error;
        }
        return { cold: functionName ?? "all" };
      },
    },
    reset: {
      POST: async () => {
        await reset();
        return { reset: true };
      },
    },
  };
}

function limitOf(query: URLSearchParams): number {
  const limit = Number(query.get("limit") ?? maxListed);
  if (Number.isInteger(limit) && limit >= 1 && limit <= maxListed) return limit;
  throw new ApiError(400, "BadRequest", `'limit' must be a whole number from 1 to ${maxListed}`);
}

/** Attachments without their content in lists; with it, in base64, and the source as text for one mail. */
function shownMail({ raw, attachments, ...mail }: Mail, whole: boolean) {
  return {
    ...mail,
    attachments: attachments.map(({ content, ...attachment }) =>
      whole ? { ...attachment, content: Buffer.from(content).toString("base64") } : attachment,
    ),
    ...(whole && raw && { raw: Buffer.from(raw).toString("utf8") }),
  };
}
