import type { JournalEntry } from "@foyer/local";
import type { Bar, Row } from "./story.ts";

/** What Cognito did with the user, a row for each kind of thing, and the mails that no step sent. */
export function accountRows(entries: readonly JournalEntry[]): Row[] {
  const rows = new Map<string, Row>();
  for (const entry of entries) {
    const told = tell(entry);
    if (!told) continue;
    const bar: Bar = {
      kind: told.kind ?? "moment",
      from: entry.at,
      to: entry.at,
      tone: "info",
      says: told.says || told.label,
      lane: 0,
    };
    const row = rows.get(told.label);
    if (row) {
      row.bars.push(bar);
      row.entries.push(entry);
      row.says = [...new Set([...row.says.split(", "), told.says])].filter(Boolean).join(", ");
    } else {
      const { label, says } = told;
      rows.set(label, {
        id: `account-${label}`,
        kind: "moment",
        label,
        tone: "info",
        says,
        bars: [bar],
        lanes: 1,
        entries: [entry],
      });
    }
  }
  return [...rows.values()];
}

function tell(entry: JournalEntry): { label: string; says: string; kind?: Bar["kind"] } | undefined {
  switch (entry.type) {
    case "user.signed-up":
      return { label: entry.data.status === "FORCE_CHANGE_PASSWORD" ? "created" : "signed up", says: "" };
    case "user.confirmed":
      return { label: entry.data.by === "ConfirmForgotPassword" ? "password reset" : "confirmed", says: `by ${entry.data.by}` };
    case "user.signed-in":
      return { label: "signed in", says: entry.data.groups.length > 0 ? `as ${entry.data.groups.join(", ")}` : "" };
    case "user.added-to-group":
      return { label: "joined groups", says: entry.data.group };
    case "user.removed-from-group":
      return { label: "left groups", says: entry.data.group };
    case "user.updated":
      return { label: "attributes", says: entry.data.attributes.join(", ") };
    case "user.password-set":
      return { label: "password set", says: entry.data.permanent ? "" : "temporary" };
    case "user.reset-required":
      return { label: "reset required", says: "" };
    case "user.signed-out":
      return { label: "signed out", says: entry.data.everywhere ? "everywhere" : "" };
    case "user.disabled":
      return { label: "disabled", says: "" };
    case "user.enabled":
      return { label: "enabled", says: "" };
    case "user.deleted":
      return { label: "deleted", says: "" };
    case "mail.sent":
      return entry.invocationId
        ? undefined
        : { label: entry.data.medium === "sms" ? "text message" : "mail", says: entry.data.subject, kind: "mail" };
    default:
      return undefined;
  }
}
