import type { Ses } from "./ses.ts";

/** -1 is SES's way to say that an account may send without a limit. */
export function sendQuota(ses: Ses) {
  const dayMs = 24 * 60 * 60 * 1000;
  return { Max24HourSend: -1, MaxSendRate: 1000, SentLast24Hours: ses.inbox.countSince(ses.clock.now() - dayMs) };
}
