import { messageEvents } from "./message-events.ts";
import { signInEvents } from "./sign-in-events.ts";
import { signUpEvents } from "./sign-up-events.ts";
import { inEnvelope, type TestSubject, type TriggerEvent } from "./subject.ts";

/**
 * What each trigger source stands for, and one realistic event for it.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
const sources = { ...signUpEvents, ...signInEvents, ...messageEvents };

export const triggerSources = Object.keys(sources);

/** What happened when Cognito sends an event of this source; undefined for a source that is not known here. */
export function aboutSource(source: string): string | undefined {
  return Object.hasOwn(sources, source) ? sources[source]?.[0] : undefined;
}

/** @returns undefined for a source that is not known here */
export function testEvent(source: string, subject: TestSubject): TriggerEvent | undefined {
  const make = Object.hasOwn(sources, source) ? sources[source]?.[1] : undefined;
  return make && inEnvelope(source, subject, make(subject));
}
