import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import { StepError } from "../onboarding/errors.ts";
import { type Json, notJson } from "../onboarding/json.ts";

/** What a message to another system says of a user beside what it always says. Members that are undefined are left out. */
export type MessageDetail = (user: ConfirmedUser) => { readonly [name: string]: Json | undefined };

/**
 * The message about a user for another system: `detail`, and over it `id`, `sub`, `userPoolId` and `origin`. Its `id` is the step's key, by
 * which the receiver recognises a repetition.
 * @param what names it for errors: `the event`
 * @throws StepError, permanent, when `detail` fails or gives what JSON would change: nothing has been sent then
 */
export function userMessage(user: ConfirmedUser, key: string, what: string, detail?: MessageDetail): string {
  const more = detailOf(user, what, detail);
  const why = notJson(more, "its detail");
  if (why) throw new StepError(`Cannot make ${what} as its detail must be plain JSON: ${why}`);
  return JSON.stringify({ ...more, id: key, sub: user.sub, userPoolId: user.userPoolId, origin: user.origin });
}

function detailOf(user: ConfirmedUser, what: string, detail?: MessageDetail): ReturnType<MessageDetail> {
  try {
    return detail?.(user) ?? {};
  } catch (error) {
    throw new StepError(`Cannot make ${what}: ${(error as Error).message}`, { cause: error });
  }
}
