import { incorrectPassword, invalidParameter } from "../errors.ts";

const toleranceMs = 5 * 60_000;
const form = /^[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{1,2}) (\d{1,2}:\d{1,2}:\d{1,2}) (?:UTC|GMT) (\d{4})$/;
const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * Reads the `TIMESTAMP` of a password claim, such as `Tue Sep 8 07:05:09 UTC 2026`.
 * @returns the text that the claim must be signed over. Cognito writes the time anew, so that a padded day or a wrong weekday ends
 *   in a signature that does not fit.
 * @throws InvalidParameterException for another form, NotAuthorizedException for a time that is too far from that of `clock`
 */
export function signedTimestamp(timestamp: string, clock: { now(): number; aheadMs: number }): string {
  const [, date, time, year] = form.exec(timestamp) ?? [];
  const at = date ? Date.parse(`${date} ${year} ${time} UTC`) : Number.NaN;
  if (Number.isNaN(at)) throw invalidParameter("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.");
  // A client on this machine goes by the machine's clock, which nobody moves.
  const offMs = Math.min(Math.abs(clock.now() - at), Math.abs(clock.now() - clock.aheadMs - at));
  if (offMs > toleranceMs) throw incorrectPassword();
  return writeTimestamp(new Date(at));
}

function writeTimestamp(at: Date): string {
  const time = at.toISOString().slice(11, 19);
  return `${days[at.getUTCDay()]} ${months[at.getUTCMonth()]} ${at.getUTCDate()} ${time} UTC ${at.getUTCFullYear()}`;
}
