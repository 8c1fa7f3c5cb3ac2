import { checkState } from "./effects-of-state.ts";
import type { Findings } from "./findings.ts";
import { runningExecutions } from "./healing.ts";
import type { Entry } from "./ledger.ts";
import { inboxOf, type Place } from "./place.ts";
import type { Crowd } from "./traffic.ts";
import { isClosed, isDue, type KnownUser, knownUsers } from "./users.ts";

/**
 * Looks whether all that was acknowledged is there and every onboarding came to its end. Call it when nothing is under way.
 * @returns everybody
 */
export async function checkPromises(place: Place, crowd: Crowd, findings: Findings): Promise<KnownUser[]> {
  const known = await knownUsers(place);
  checkAcknowledged(crowd, known, findings);
  checkEnds(known, findings);
  findings.promise(await runningExecutions(place), "executions are still under way");
  await checkState(place, known, findings);
  await checkMails(place, crowd, known, findings);
  return known;
}

function checkAcknowledged({ users }: Crowd, known: KnownUser[], findings: Findings): void {
  const byEmail = new Map(known.map((user) => [user.email, user]));
  const acknowledged = users.filter(({ isKnown }) => isKnown);
  const confirmed = users.filter(({ isConfirmed }) => isConfirmed);
  const reset = users.filter(({ resets }) => resets > 0);
  findings.count("users acknowledged", acknowledged.length);
  findings.count("users confirmed, acknowledged", confirmed.length);
  findings.count("users confirmed, with those whose answer was lost", known.filter(isDue).length);
  findings.count("password resets acknowledged", reset.length);
  const gone = acknowledged.filter(({ email }) => !byEmail.has(email));
  const unconfirmed = confirmed.filter(({ email }) => !isDue(byEmail.get(email) ?? { status: "gone" }));
  const unnoticed = reset.filter(({ email }) => byEmail.get(email)?.resets.length === 0);
  findings.promise(gone, "acknowledged users are gone");
  findings.promise(unconfirmed, "acknowledged confirmations are gone");
  findings.promise(unnoticed, "acknowledged password resets have no entry");
}

function checkEnds(known: KnownUser[], findings: Findings): void {
  const due = known.filter(isDue);
  const parked = due.filter(({ entry }) => entry?.status === "parked");
  const resets = known.flatMap((user) => user.resets);
  findings.count("onboardings complete", due.filter(({ entry }) => entry?.status === "complete").length);
  findings.count("onboardings parked", parked.length);
  for (const [reason, users] of Map.groupBy(parked, ({ entry }) => entry?.reason ?? ""))
    findings.count(`  ${reason}`, users.length);
  const gaveUp = parked.flatMap(({ entry }) =>
    [...(entry?.steps ?? [])].flatMap(([step, state]) => (state === "gave-up" ? `${step}: ${entry?.reasons.get(step)}` : [])),
  );
  for (const [why, times] of Map.groupBy(gaveUp, (each) => each)) findings.count(`    ${why}`, times.length);
  for (const [origin, users] of Map.groupBy(due, ({ entry }) => entry?.origin ?? "none"))
    findings.count(`  origin ${origin}`, users.length);
  findings.count("password resets complete", resets.filter(({ status }) => status === "complete").length);
  findings.count("password resets parked", resets.filter(({ status }) => status === "parked").length);
  const lost = due.filter(({ entry }) => !entry);
  const unfinished = due.filter(({ entry }) => entry && !isClosed(entry));
  findings.promise(lost, "confirmed users have no ledger entry");
  findings.promise(unfinished, "onboardings are neither complete nor parked");
  findings.promise(
    resets.filter((entry) => !isClosed(entry)),
    "password resets are neither complete nor parked",
  );
  findings.promise(
    known.filter((user) => !isDue(user) && user.entry),
    "users were onboarded without being confirmed",
  );
}

/** The codes that were promised; mails that may come again came at least once, mails that may not came at most once. */
async function checkMails(place: Place, { users }: Crowd, known: KnownUser[], findings: Findings): Promise<void> {
  const promised = new Map(users.map(({ email, codeMails }) => [email, codeMails]));
  const mails = new Map(await Promise.all(known.map(async ({ email }) => [email, await inboxOf(place, email)] as const)));
  const codesLost = known.filter(
    ({ email }) => (mails.get(email) ?? []).filter(({ code }) => code).length < (promised.get(email) ?? 0),
  );
  findings.promise(codesLost, "users lack a code whose sending was acknowledged");
  for (const { name: step, phase, step: declared } of place.flow.steps) {
    const subject = place.flow.mails[step];
    if (subject === undefined) continue;
    const each = known.map(({ email, entry, resets }) => ({
      entry,
      count: (mails.get(email) ?? []).filter((mail) => mail.subject === subject).length,
      // A user has one onboarding, and a notice of each password reset.
      of: phase === "onPasswordReset" ? resets : entry ? [entry] : [],
    }));
    const inState = (of: Entry[], state: string) => of.filter(({ steps }) => steps.get(step) === state).length;
    const unknowns = (of: Entry[]) => of.reduce((sum, { unknowns }) => sum + (unknowns.get(step) ?? 0), 0);
    const isAssumed = declared.ifUnknown === "assume-sent";
    findings.count(
      `${step}: mails (${isAssumed ? "assumed sent" : "sent again"} if unknown)`,
      each.reduce((sum, { count }) => sum + count, 0),
    );
    if (isAssumed)
      findings.count(
        `${step}: assumed sent`,
        each.reduce((sum, { of }) => sum + inState(of, "unknown"), 0),
      );
    findings.promise(
      each.filter(({ entry, count }) => !entry && count > 0),
      `users got ${step} of an onboarding that was never opened`,
    );
    findings.promise(
      each.filter(({ of, count }) => count < inState(of, "done")),
      `users have no ${step} mail although its step says done`,
    );
    findings.promise(
      each.filter(({ of, count }) => count > of.length + (isAssumed ? 0 : unknowns(of))),
      isAssumed
        ? `users have the at-most-once mail ${step} twice`
        : `users have ${step} again of whose sending somebody could tell`,
    );
  }
}
