import { StepError } from "../onboarding/errors.ts";
import type { MailAddress } from "./mail-address.ts";

/** A refusal of SES as it is to be read in the timeline: why, and what to do. */
interface Refusal {
  reason: string;
  /** Whether it may pass by itself, or by what an operator does to the account. */
  retry: boolean;
}

/**
 * Reads an error of SES's SendEmail. What SES refuses it has not sent. @returns a `StepError` under SES's name that says what to do, or
 * the error as it is if SES's own words are the best there are
 */
export function sesFailure(error: unknown, sender: MailAddress): unknown {
  const refusal = refusalOf(error as Error, sender);
  if (!refusal) return error;
  const failure = new StepError(refusal.reason, { retry: refusal.retry, happened: "no", cause: error });
  return Object.assign(failure, { name: (error as Error).name });
}

function refusalOf({ name, message }: Error, { address, domain }: MailAddress): Refusal | undefined {
  switch (name) {
    case "MessageRejected":
      if (!/not verified/i.test(message)) return undefined;
      // SES names those that failed: its own sender, or in the sandbox the recipient.
      return failedIdentities(message).some((failed) => failed === address.toLowerCase())
        ? {
            retry: false,
            reason: `SES has not verified the sender or its domain ${domain} in this Region: verify one, then replay`,
          }
        : {
            retry: false,
            reason:
              "the SES account is in the sandbox and the recipient is not verified: ask AWS for production access, then replay",
          };
    case "MailFromDomainNotVerifiedException":
      return { retry: false, reason: `the MAIL FROM domain of ${domain} lacks its MX record: set it, then replay` };
    case "SendingPausedException":
      return { retry: true, reason: "sending is paused for the SES account or the configuration set: resume it" };
    case "AccountSuspendedException":
      return { retry: false, reason: "AWS has suspended the SES account: settle it with AWS, then replay" };
    case "LimitExceededException":
      return { retry: true, reason: "the SES account has sent what it may send for now" };
    case "NotFoundException":
      return { retry: false, reason: `SES lacks what the mail names: ${message}` };
    case "BadRequestException":
      return { retry: false, reason: `SES cannot send this mail: ${message}` };
    default:
      return undefined;
  }
}

/** The addresses at the end of SES's sentence, in lower case. */
function failedIdentities(message: string): string[] {
  const listed = /in region [\w-]+:(.*)$/is.exec(message)?.[1] ?? "";
  return listed.split(",").map((identity) => (/<([^<>]*)>\s*$/.exec(identity)?.[1] ?? identity).trim().toLowerCase());
}
