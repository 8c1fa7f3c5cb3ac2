import { type ConfirmedUser, confirmedUser, type FlowUser } from "../onboarding/confirmed-user.ts";
import { OnboardingError, StepError, StepSkipped } from "../onboarding/errors.ts";
import { notJson } from "../onboarding/json.ts";
import type { CustomAttribute } from "../onboarding/resources.ts";
import type { Step } from "../onboarding/step.ts";
import type { Destination, Properties } from "./destinations/destination.ts";

/**
 * Who is tracked: those for whom the rule gives true, or whose attribute says `true`; or everybody, where the law or your contract asks for
 * no consent.
 */
export type Consent = ((user: ConfirmedUser) => boolean) | `custom:${string}` | "not needed";

/** What an event may be made of: the user with the attributes that were named, and no other. */
export interface TrackedUser<Attribute extends string = never> extends FlowUser {
  readonly attributes: { readonly [Name in Attribute]?: string };
}

export interface TrackOptions<Attribute extends string> {
  /** `eventBridge()`, `segment(…)`, `postHog(…)` or `amplitude(…)`. */
  to: Destination;
  consent: Consent;
  /** The event's name, the same at every destination. Default `User Confirmed`. */
  event?: string;
  /** The attributes that may leave the user pool, by name. */
  attributes?: readonly Attribute[];
  /** What the event says beside `origin`, which it always says. Members that are undefined are left out. */
  properties?: (user: TrackedUser<Attribute>) => Properties;
}

const confirmed = "User Confirmed";

/** Segment takes 32 KB for the whole event, the least of all. */
const MAX_BYTES = 24 * 1024;

/**
 * Sends an event about the user to an analytics service, with an identifier that is the same at each attempt. The user is known there by the
 * `sub` alone: no other data goes along unless it is named. An event is sent by itself, never with others.
 */
export function track<const Attribute extends string = never>(options: TrackOptions<Attribute>): Step<"keyed", void, void> {
  const { to, consent, event = confirmed, attributes = [] } = options;
  if (event.trim() === "" || event.length > 128)
    throw new OnboardingError(`Cannot use track as 'event' must be a name of 1 to 128 characters: current value is '${event}'`);
  const customAttributes = customAttributesOf(consent);
  return {
    replay: "keyed",
    permissions: to.permissions,
    resources: { ...to.resources, customAttributes },
    givesResult: false,
    logsResult: true,
    async run(user, _, call) {
      checkConsent(consent, user);
      const known = withOnly(user, attributes);
      const properties = {
        ...propertiesOf(options.properties?.(known as FlowUser as TrackedUser<Attribute>)),
        origin: user.origin,
      };
      // Other events happen when the flow comes to them.
      const at = event === confirmed ? call.openedAt : Date.now();
      return to.send({ name: event, at, user: known, properties }, call);
    },
  };
}

function customAttributesOf(consent: Consent): CustomAttribute[] {
  if (typeof consent === "function" || consent === "not needed") return [];
  if (typeof consent !== "string" || !consent.startsWith("custom:"))
    throw new OnboardingError(
      `Cannot use track as 'consent' must be a function, a custom attribute or 'not needed': current value is '${consent}'`,
    );
  return [{ name: consent, type: "String" }];
}

/** @throws StepSkipped without consent */
function checkConsent(consent: Consent, user: ConfirmedUser): void {
  if (consent === "not needed") return;
  if (typeof consent === "string") {
    if (user.attributes[consent]?.toLowerCase() !== "true") throw new StepSkipped(`no consent by ${consent}`);
    return;
  }
  const given: unknown = consent(user);
  // A promise would pass for true.
  if (typeof given !== "boolean")
    throw new StepError(`Cannot track the user as 'consent' must give true or false: it gave a ${typeof given}`);
  if (!given) throw new StepSkipped("no consent");
}

/** The user without a name, an address or any attribute but these. */
function withOnly(user: ConfirmedUser, names: readonly string[]): ConfirmedUser {
  const named = names.flatMap((name) => (user.attributes[name] === undefined ? [] : [[name, user.attributes[name]]]));
  return confirmedUser({ ...user, userName: user.sub }, Object.fromEntries(named));
}

/** @throws StepError, permanent, for what is not flat JSON or too long */
function propertiesOf(properties: Properties = {}): Properties {
  for (const [name, value] of Object.entries(properties)) {
    const why = typeof value === "object" && value !== null ? "is not a plain value" : value !== undefined && notJson(value, "");
    if (why)
      throw new StepError(`Cannot track the user as properties must be texts, numbers and booleans: '${name}' ${why.trim()}`);
  }
  const bytes = Buffer.byteLength(JSON.stringify(properties));
  if (bytes > MAX_BYTES)
    throw new StepError(
      `Cannot track the user as properties must have at most ${MAX_BYTES} bytes of JSON: current value has ${bytes}`,
    );
  return properties;
}
