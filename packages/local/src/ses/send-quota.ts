import type { Ses } from "./ses.ts";

/** -1 is SES's way to say that an account may send without a limit. The sandbox's limits are told, not enforced. */
export function sendQuota(ses: Ses) {
  const dayMs = 24 * 60 * 60 * 1000;
  const limits = ses.account.inSandbox ? { Max24HourSend: 200, MaxSendRate: 1 } : { Max24HourSend: -1, MaxSendRate: 1000 };
  return { ...limits, SentLast24Hours: ses.inbox.countSince(ses.clock.now() - dayMs) };
}
