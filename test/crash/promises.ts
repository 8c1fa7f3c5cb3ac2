import type { PublishedEvent } from "../../packages/local/src/events/events.ts";
import type { Findings } from "./findings.ts";
import { runningExecutions } from "./healing.ts";
import { type Entry, scan } from "./ledger.ts";
import { inboxOf, type Place, sideDoor } from "./place.ts";
import type { Crowd } from "./traffic.ts";
import { isClosed, isDue, type KnownUser, knownUsers } from "./users.ts";

/** Looks whether all that was acknowledged is there and every onboarding came to its end. Call it when nothing is under way. */
export async function checkPromises(place: Place, crowd: Crowd, findings: Findings): Promise<void> {
  const known = await knownUsers(place);
  checkAcknowledged(crowd, known, findings);
  checkEnds(known, findings);
  findings.promise(await runningExecutions(place), "executions are still under way");
  await checkStateEffects(place, known, findings);
  await checkKeyedEffects(place, known, findings);
  await checkMails(place, crowd, known, findings);
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

/** The record and the groups: there exactly once, or not at all. */
async function checkStateEffects(place: Place, known: KnownUser[], findings: Findings): Promise<void> {
  const records = await scan(place, "cognito_users");
  const recordsOf = Map.groupBy(records, ({ useremail }) => useremail?.S);
  const stepIs = (name: string, state: string) => known.filter(({ entry }) => entry?.steps.get(name) === state);
  findings.promise(
    stepIs("record", "done").filter(({ email }) => recordsOf.get(email)?.length !== 1),
    "users do not have exactly one record although its step says done",
  );
  const onboarded = new Set(known.filter(({ entry }) => entry).map(({ email }) => email));
  findings.promise(
    [...recordsOf.keys()].filter((email) => !onboarded.has(email ?? "")),
    "records are of nobody who was onboarded",
  );
  const grouped = stepIs("groups", "done");
  findings.promise(
    grouped.filter(({ groups, isStaff }) => !groups.includes("Users") || groups.includes("Staff") !== isStaff),
    "users are not in exactly their groups although the step says done",
  );
}

/** The event: put again after a lost reply, always with the same id. */
async function checkKeyedEffects(place: Place, known: KnownUser[], findings: Findings): Promise<void> {
  const events = await sideDoor<PublishedEvent[]>(place, "events");
  const bySub = Map.groupBy(events, ({ detail }) => detail.sub as string);
  const ids = (sub: string) => new Set((bySub.get(sub) ?? []).map(({ detail }) => detail.id)).size;
  const joined = known.filter(({ entry }) => entry?.steps.get("joined") === "done");
  findings.count("events put", events.length);
  findings.count("events put again with the same id", events.length - new Set(events.map(({ detail }) => detail.id)).size);
  findings.promise(
    joined.filter(({ sub }) => ids(sub) !== 1),
    "users do not have exactly one event by its id",
  );
}

/** The codes that were promised; mails that may come again came at least once, mails that may not came at most once. */
async function checkMails(place: Place, { users }: Crowd, known: KnownUser[], findings: Findings): Promise<void> {
  const promised = new Map(users.map(({ email, codeMails }) => [email, codeMails]));
  const sums = { codesLost: 0, welcomes: 0, tips: 0, tipsAssumed: 0, notices: 0, noticesTwice: 0 };
  const wrong = { unwelcomed: 0, tipsLost: 0, tipsTwice: 0, early: 0, unnoticed: 0, unexplained: 0 };
  for (const { email, entry, resets } of known) {
    const mails = await inboxOf(place, email);
    const count = (subject: string) => mails.filter((mail) => mail.subject === subject).length;
    const [welcomes, tips, notices] = [count("Welcome"), count("Three tips"), count("Your password was changed")];
    const state = (step: string) => entry?.steps.get(step);
    sums.welcomes += welcomes;
    sums.tips += tips;
    sums.notices += notices;
    if (state("tips") === "unknown") sums.tipsAssumed++;
    if (mails.filter(({ code }) => code).length < (promised.get(email) ?? 0)) sums.codesLost++;
    if (!entry && welcomes + tips > 0) wrong.early++;
    if (state("welcome") === "done" && welcomes === 0) wrong.unwelcomed++;
    if (state("tips") === "done" && tips === 0) wrong.tipsLost++;
    if (tips > 1) wrong.tipsTwice++;
    const unknowns = (of: Entry[], step: string) => of.reduce((sum, each) => sum + (each.unknowns.get(step) ?? 0), 0);
    if (welcomes > 1 + unknowns(entry ? [entry] : [], "welcome")) wrong.unexplained++;
    if (notices > resets.length + unknowns(resets, "notice")) wrong.unexplained++;
    if (notices < resets.filter(({ steps }) => steps.get("notice") === "done").length) wrong.unnoticed++;
  }
  findings.count("welcome mails (sent again if unknown)", sums.welcomes);
  findings.count("tips (assumed sent if unknown)", sums.tips);
  findings.count("tips assumed sent", sums.tipsAssumed);
  findings.count("notices of a reset (sent again if unknown)", sums.notices);
  findings.promise(sums.codesLost, "users lack a code whose sending was acknowledged");
  findings.promise(wrong.early, "users got a mail of an onboarding that was never opened");
  findings.promise(wrong.unwelcomed, "users have no welcome mail although its step says done");
  findings.promise(wrong.tipsLost, "users have no tip although its step says done");
  findings.promise(wrong.tipsTwice, "users have an at-most-once mail twice");
  findings.promise(wrong.unexplained, "users have a mail again of whose sending somebody could tell");
  findings.promise(wrong.unnoticed, "users have no notice of their reset although its step says done");
}
