import { mailboxOf } from "./address.ts";
import type { RawMessage } from "./raw-message.ts";

/**
 * Who gets a raw message: `destinations` if the request names any, whatever the headers say, else the headers' To, Cc and Bcc.
 * A destination that the reader sees in To or Cc is filed there, by the name written there; any other as a blind copy.
 */
export function envelope(message: RawMessage, destinations: string[] = []): Pick<RawMessage, "to" | "cc" | "bcc"> {
  const { to, cc, bcc } = message;
  if (destinations.length === 0) return { to, cc, bcc };
  const named = new Set(destinations.map(mailboxOf));
  const seen = new Set([...to, ...cc].map(mailboxOf));
  const isNamed = (address: string) => named.has(mailboxOf(address));
  return {
    to: to.filter(isNamed),
    cc: cc.filter(isNamed),
    bcc: destinations.filter((address) => !seen.has(mailboxOf(address))),
  };
}
