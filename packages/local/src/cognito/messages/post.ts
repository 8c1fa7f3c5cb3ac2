import { AwsError } from "../../endpoint/aws-error.ts";
import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { Channel } from "./code-delivery.ts";
import type { Message } from "./compose.ts";

/** The inbox as far as the user pools need it. */
export interface Outbox {
  /** Keeps the message; joins the `store.write` it is called in. */
  deliver(mail: OutgoingMessage): unknown;
  /** How many messages one sender has sent after the moment `at`, in milliseconds. */
  countSince(at: number, from: string): number;
}

/** A message with what the local AWS has to say about it. */
interface NotedMessage extends Message {
  headers?: { name: string; value: string }[] | undefined;
}

interface OutgoingMessage extends NotedMessage {
  via: "cognito";
  from: string;
  /** One e-mail address or, for a text message, one phone number. */
  to: string[];
  replyTo?: string[];
  sub: string;
}

const defaultSender = "no-reply@verificationemail.com";
// What a text message comes from where the account has no number of its own.
const textSender = "NOTICE";
const dayMs = 86_400_000;

/**
 * Hands a message to the inbox, as part of the caller's `store.write`.
 * @throws LimitExceededException once the default sender has sent as much as it may on a day
 */
export function post(
  cognito: Cognito,
  pool: UserPool,
  { attribute, destination }: Channel,
  sub: string,
  message: NotedMessage,
): void {
  const about = { ...message, via: "cognito" as const, to: [destination], sub };
  if (attribute === "phone_number") {
    cognito.inbox.deliver({ ...about, from: textSender });
    return;
  }
  const from = senderOf(pool);
  if (from === defaultSender) checkDailyLimit(cognito);
  const replyTo = pool.settings.EmailConfiguration?.ReplyToEmailAddress;
  cognito.inbox.deliver({ ...about, from, ...(replyTo && { replyTo: [replyTo] }) });
}

/** `From`, else the address that `SourceArn` is the identity of. */
function senderOf(pool: UserPool): string {
  const { From, SourceArn } = pool.settings.EmailConfiguration ?? {};
  const identity = SourceArn?.slice(SourceArn.indexOf("/") + 1);
  return From ?? (identity?.includes("@") ? identity : defaultSender);
}

function checkDailyLimit({ inbox, clock, dailyEmailLimit }: Cognito): void {
  // To count is to read the day's mails: nobody who set no limit pays for it.
  if (dailyEmailLimit === undefined || inbox.countSince(clock.now() - dayMs, defaultSender) < dailyEmailLimit) return;
  throw new AwsError(
    "LimitExceededException",
    "Exceeded daily email limit for the operation or the account. If a higher limit is required, please configure your user pool to use your own Amazon SES configuration for sending email.",
  );
}
