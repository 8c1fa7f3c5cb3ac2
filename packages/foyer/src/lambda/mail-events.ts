import { Ledger } from "../onboarding/ledger.ts";
import { type MailOrigin, readMailTags } from "../onboarding/mail-tags.ts";
import type { Onboarding } from "../onboarding/onboarding.ts";
import { log } from "./log.ts";

/** What EventBridge hands on of SES, as far as it is read. */
interface MailEvent {
  source?: unknown;
  detail?: {
    eventType?: unknown;
    mail?: { messageId?: unknown; tags?: unknown };
    bounce?: { bounceType?: unknown; bounceSubType?: unknown };
  };
}

/** Each of them says that SES had taken the mail. */
const taken = new Set(["Send", "Delivery", "Bounce", "Reject", "Rendering Failure"]);

/**
 * The handler of SES's sending events: a mail whose reply was lost is known to be sent by them, and is then neither sent again nor left as
 * assumed. Of a mail that nobody gets it is noted why. Each event may come again, late, or never.
 */
export function mailEventsHandler(onboarding: Onboarding) {
  const ledger = new Ledger();
  return async (event: unknown): Promise<void> => {
    const { source, detail } = (event ?? {}) as MailEvent;
    const origin = readMailTags(detail?.mail?.tags);
    const eventType = String(detail?.eventType);
    const declared = onboarding.steps.find(({ name, step }) => name === origin?.step && step.settledByEvents);
    if (source !== "aws.ses" || !origin || !declared || !taken.has(eventType)) return;
    const { key, step, generation } = origin;
    const result = { messageId: String(detail?.mail?.messageId), knownBy: "event" };
    const about = { userPoolId: key.userPoolId, sub: key.sub, phase: declared.phase, step };
    if (await ledger.settle(key, step, generation, result))
      log({
        level: "info",
        message: "an event of SES tells that the mail was sent",
        ...about,
        state: "done",
        unknowns: 0,
        result,
      });
    const failure = failureOf(eventType, detail);
    if (failure !== undefined) await tell(ledger, origin, about, failure);
  };
}

async function tell(ledger: Ledger, { key, step, generation }: MailOrigin, about: object, failure: string): Promise<void> {
  await ledger.note(key, step, generation, failure);
  log({ level: "warn", message: "nobody gets the mail", ...about, error: failure });
}

/** Why nobody gets the mail, without the address; undefined if somebody does, or may. */
function failureOf(eventType: string, detail: MailEvent["detail"]): string | undefined {
  if (eventType === "Reject") return "SES rejected the mail: a virus was found";
  if (eventType === "Rendering Failure") return "SES could not render the template";
  if (eventType !== "Bounce") return undefined;
  const { bounceType, bounceSubType } = detail?.bounce ?? {};
  const words = [bounceType, bounceSubType].filter((each) => typeof each === "string" && /^\w{1,64}$/.test(each));
  return ["the mail bounced", ...words].join(", ");
}
