import type { EntryKey } from "./ledger-entry.ts";
import type { StepCall } from "./step.ts";

/** The names of the tags by which a mail's events lead back to the step that sent it. */
export const foyerTags: ReadonlySet<string> = new Set(["pool", "sub", "reset", "step", "generation"]);

/** The step that sent a mail, as its tags tell. */
export interface MailOrigin {
  key: EntryKey;
  step: string;
  generation: number;
}

/** The tags of a mail: ids and no personal data, in the characters that SES admits. */
export function mailTags(
  { userPoolId, sub }: Pick<EntryKey, "userPoolId" | "sub">,
  { step, generation, reset }: Pick<StepCall, "step" | "generation" | "reset">,
): Record<string, string> {
  return { step, sub, pool: userPoolId, ...(reset !== undefined && { reset }), generation: String(generation) };
}

/** Reads the tags of an event, which holds a list of values for each. @returns undefined for a mail that is not Foyer's */
export function readMailTags(tags: unknown): MailOrigin | undefined {
  const first = (name: string) => {
    const values = (tags as Record<string, unknown> | undefined)?.[name];
    return Array.isArray(values) && typeof values[0] === "string" ? values[0] : undefined;
  };
  const [userPoolId, sub, reset, step] = [first("pool"), first("sub"), first("reset"), first("step")];
  const generation = Number(first("generation"));
  if (!userPoolId || !sub || !step || !Number.isSafeInteger(generation)) return undefined;
  return { key: { userPoolId, sub, ...(reset !== undefined && { reset }) }, step, generation };
}

/** The pattern of the rule by which EventBridge's default bus tells of the mails of one user pool's onboarding. */
export function mailEventsPattern(userPoolId: string): Record<string, unknown> {
  return {
    source: ["aws.ses"],
    "detail-type": ["Email Sent", "Email Delivered", "Email Bounced", "Email Rejected", "Email Rendering Failed"],
    detail: { mail: { tags: { pool: [userPoolId] } } },
  };
}
