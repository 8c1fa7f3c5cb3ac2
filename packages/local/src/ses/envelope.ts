import { mailboxOf } from "./address.ts";
import type { RawMessage } from "./raw-message.ts";

/**
 * Who gets a raw message: `destinations` if the request names any, whatever the headers say, else the headers' To, Cc and Bcc.
 * A destination that the reader would see in To or Cc is filed there, any other as a blind copy.
 */
export function envelope(message: RawMessage, destinations: string[] = []): Pick<RawMessage, "to" | "cc" | "bcc"> {
  const { to, cc, bcc } = message;
  if (destinations.length === 0) return { to, cc, bcc };
  const inTo = new Set(to.map(mailboxOf));
  const inCc = new Set(cc.map(mailboxOf));
  const place = (address: string) => (inTo.has(mailboxOf(address)) ? "to" : inCc.has(mailboxOf(address)) ? "cc" : "bcc");
  return {
    to: destinations.filter((address) => place(address) === "to"),
    cc: destinations.filter((address) => place(address) === "cc"),
    bcc: destinations.filter((address) => place(address) === "bcc"),
  };
}
