import { arn } from "../onboarding/arn.ts";
import { once, requestLimits } from "../onboarding/aws-client.ts";
import { OnboardingError, StepError } from "../onboarding/errors.ts";
import type { Step } from "../onboarding/step.ts";
import { type MessageDetail, userMessage } from "./user-message.ts";

export interface PublishEventOptions {
  /** As rules match it: `"UserConfirmed"`. */
  detailType: string;
  /** Default `foyer`. */
  source?: string;
  /** The name of the bus in the same account and Region. Default `default`. */
  bus?: string;
  /** What the event says beside `id`, `sub`, `userPoolId` and `origin`, which it always says. */
  detail?: MessageDetail;
}

const eventbridge = once(async () => {
  const sdk = await import("../onboarding/sdk/eventbridge.ts");
  return { sdk, client: new sdk.EventBridgeClient({ requestHandler: requestLimits }) };
});

/** Refused because of the moment, not because of the entry. */
const passing = /^(Throttling|InternalFailure|InternalException|ServiceUnavailable|RequestLimitExceeded)/;

/**
 * Puts an event on an EventBridge bus. EventBridge does not de-duplicate: after a lost reply the event is put again with the same
 * `detail.id`, which is the same for a user and this step always. Consumers de-duplicate by it.
 */
export function publishEvent(options: PublishEventOptions): Step<"keyed", void, void> {
  const { detailType, source = "foyer", bus = "default" } = options;
  if (!/^[\w./-]{1,256}$/.test(bus))
    throw new OnboardingError(`Cannot use publishEvent as 'bus' must be the name of an event bus: current value is '${bus}'`);
  if (source.startsWith("aws.") || source === "")
    throw new OnboardingError(
      `Cannot use publishEvent as 'source' must not be empty or begin with aws.: current value is '${source}'`,
    );
  return {
    replay: "keyed",
    permissions: [{ actions: ["events:PutEvents"], resources: [arn("events", `event-bus/${bus}`)] }],
    resources: { eventBuses: [bus] },
    givesResult: false,
    logsResult: true,
    async run(user, _, { key, signal }) {
      const Detail = userMessage(user, key, "the event", options.detail);
      const entry = { EventBusName: bus, Source: source, DetailType: detailType, Detail };
      const { sdk, client } = await eventbridge();
      const answer = await client.send(new sdk.PutEventsCommand({ Entries: [entry] }), { abortSignal: signal });
      const put = answer.Entries?.[0];
      // A refused entry comes with status 200.
      if (answer.FailedEntryCount || !put?.EventId) {
        const { ErrorCode = "no EventId", ErrorMessage = "" } = put ?? {};
        throw new StepError(`EventBridge refused the event: ${ErrorCode} ${ErrorMessage}`, { retry: passing.test(ErrorCode) });
      }
      return { eventId: put.EventId };
    },
  };
}
