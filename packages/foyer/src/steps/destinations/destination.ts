import type { ConfirmedUser } from "../../onboarding/confirmed-user.ts";
import { OnboardingError } from "../../onboarding/errors.ts";
import { outside } from "../../onboarding/outside.ts";
import type { Permission } from "../../onboarding/permissions.ts";
import type { Resources } from "../../onboarding/resources.ts";
import type { StepCall } from "../../onboarding/step.ts";
import { httpCall, networkError, statusError } from "../http-call.ts";

/** What an event says: a flat record, the same at every destination. */
export type Properties = { readonly [name: string]: string | number | boolean | null | undefined };

/** One event about one user. */
export interface TrackedEvent {
  name: string;
  /** When it happened: milliseconds since the epoch. */
  at: number;
  /** With no attribute but those that were named. */
  user: ConfirmedUser;
  properties: Properties;
}

/** Where events go: made by `eventBridge`, `segment`, `postHog` and `amplitude`. */
export interface Destination {
  readonly permissions: readonly Permission[];
  readonly resources: Resources;
  /** Sends one event, by itself. @returns the identifier by which the receiver recognises a repetition */
  readonly send: (event: TrackedEvent, call: StepCall) => Promise<Readonly<Record<string, string>>>;
}

/** A base address: HTTPS, without the path of the API. A function is asked at each event. */
export type Endpoint = string | (() => string | Promise<string>);

const TIMEOUT_MS = 5_000;

/** Posts one event as JSON. What the receiver answers beside its status is not read: it may quote the key. */
export async function post(
  to: { receiver: string; endpoint: Endpoint; path: string },
  body: object,
  { signal }: StepCall,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const base = typeof to.endpoint === "string" ? to.endpoint : await to.endpoint();
  const url = `${base.replace(/\/$/, "")}${to.path}`;
  const answer = await httpCall({
    url: URL.canParse(url) ? outside(new URL(url)) : url,
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
    timeoutMs: TIMEOUT_MS,
    maxBytes: 0,
    signal,
  }).catch((error) => {
    throw networkError(to.receiver, error);
  });
  if (answer.status < 200 || answer.status > 299) throw statusError(to.receiver, answer);
}

/** The endpoint that the options name, or that of their region. */
export function endpointOf<Region extends string>(
  receiver: string,
  regions: Readonly<Record<Region, string>>,
  { region, endpoint }: { region?: Region | undefined; endpoint?: Endpoint | undefined },
  usual: Region,
): Endpoint {
  const chosen = region ?? usual;
  if (!Object.hasOwn(regions, chosen))
    throw new OnboardingError(
      `Cannot use ${receiver} as 'region' must be ${Object.keys(regions).join(" or ")}: current value is '${chosen}'`,
    );
  if (typeof endpoint === "string" && !URL.canParse(endpoint))
    throw new OnboardingError(`Cannot use ${receiver} as 'endpoint' must be a URL: current value is '${endpoint}'`);
  return endpoint ?? regions[chosen];
}
