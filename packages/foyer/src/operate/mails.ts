import { type ConfirmedUser, confirmedUser, type Origin } from "../onboarding/confirmed-user.ts";
import type { Onboarding, Phase } from "../onboarding/onboarding.ts";
import type { Mail } from "../onboarding/step.ts";

/** A user as a preview makes one up. */
export interface SampleUser {
  origin: Origin;
  /** Cognito's, with `sub`. */
  attributes: Readonly<Record<string, string>>;
  /** The declared `clientMetadata` of the confirmation. */
  metadata?: Readonly<Record<string, string>>;
}

/** A step that sends a mail. */
export interface MailStep {
  step: string;
  phase: Phase;
  /** The mail as the step would send it. Rejects as the step would fail. */
  render(user: SampleUser): Promise<Mail & { from: string }>;
}

/** The mails of an onboarding, for a look at them without sending any. */
export function mailsOf(onboarding: Onboarding): MailStep[] {
  return onboarding.steps.flatMap(({ name, phase, step: { mailOf } }) =>
    mailOf ? [{ step: name, phase, render: async (sample: SampleUser) => mailOf(userOf(sample)) }] : [],
  );
}

function userOf({ origin, attributes, metadata = {} }: SampleUser): ConfirmedUser {
  const { sub = "" } = attributes;
  return confirmedUser({ sub, userPoolId: "us-east-1_Preview", userName: sub, origin, metadata }, attributes);
}
