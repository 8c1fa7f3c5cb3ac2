import type { JournalEntry } from "../journal/journal.ts";

/** Which work sent a mail. */
export interface MailOrigin {
  invocationId: string;
  functionName?: string;
  /** Absent where the function is no onboarding's. */
  step?: string;
  phase?: string;
  attempt?: number;
  /** Mails of one effect share it: the same step, or the same words of the same function, on behalf of the same event. */
  effect: string;
}

/** The origin of each mail that functions sent on behalf of one user, by message id. `entries` is the user's journal. */
export function mailOrigins(entries: readonly JournalEntry[]): Map<string, MailOrigin> {
  const origins = new Map<string, MailOrigin>();
  let resets = 0;
  for (const entry of entries) {
    // Each reset of the password is a reason of its own to write.
    if (entry.type === "user.confirmed" && entry.data.by === "ConfirmForgotPassword") resets += 1;
    if (entry.type !== "mail.sent" || !entry.invocationId) continue;
    const { messageId, subject } = entry.data;
    const told = stepOf(entry, entries);
    const functionName = functionOf(entry.invocationId, entries);
    const effect = told
      ? [told.phase, told.step, told.phase === "onPasswordReset" && resets]
      : [functionName ?? entry.invocationId, subject, resets];
    origins.set(messageId, {
      invocationId: entry.invocationId,
      ...(functionName && { functionName }),
      ...(told && { step: told.step }),
      ...(told?.phase && { phase: told.phase }),
      ...(told?.attempt !== undefined && { attempt: told.attempt }),
      effect: JSON.stringify(effect),
    });
  }
  return origins;
}

/** The attempt whose result names the mail, else the next one in the same invocation that tells how it ended. */
function stepOf(mail: Extract<JournalEntry, { type: "mail.sent" }>, entries: readonly JournalEntry[]) {
  const told = entries.flatMap((entry) => {
    const isLater = entry.type === "step" && entry.invocationId === mail.invocationId && entry.id > mail.id;
    return isLater && entry.data.state !== "skipped" && entry.data.state !== "moved" ? [entry.data] : [];
  });
  return told.find(({ result }) => JSON.stringify(result ?? null).includes(mail.data.messageId)) ?? told[0];
}

function functionOf(invocationId: string, entries: readonly JournalEntry[]): string | undefined {
  const started = entries.find((entry) => entry.type === "invocation.started" && entry.invocationId === invocationId);
  return started?.type === "invocation.started" ? started.data.functionName : undefined;
}
