import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { paginateListUsers } from "@aws-sdk/client-cognito-identity-provider";
import { runningExecutions } from "./executions.ts";
import { type Entry, Tables } from "./ledger.ts";
import { inboxOf, type Traffic, type TrafficUser } from "./traffic.ts";

/** What was counted, and the sentences about what should not have been. */
export interface Findings {
  counts: Record<string, number>;
  violations: string[];
}

/** A user of the load as the server knows it after all kills. */
interface KnownUser {
  user: TrafficUser;
  sub: string;
  status: string;
  entry: Entry | undefined;
}

/** Looks whether all that was acknowledged is there, and whether every onboarding came to its end. Call it when nothing is under way. */
export async function checkPromises(
  traffic: Traffic,
  { url, userPoolId }: { url: string; userPoolId: string },
): Promise<Findings> {
  const tables = new Tables(url);
  const entries = await tables.ledger();
  const records = (await tables.scan("cognito_users")).map(({ username }) => username?.S ?? "");
  tables.close();
  const known = await knownUsers(traffic, userPoolId, entries);
  const findings: Findings = { counts: {}, violations: [] };
  const { counts } = findings;
  const promise = (broken: number, sentence: string) => {
    if (broken > 0) findings.violations.push(`${broken} ${sentence}`);
  };

  const byEmail = new Map(known.map((each) => [each.user.email, each]));
  const signedUp = traffic.users.filter((user) => user.signedUp);
  const confirmed = traffic.users.filter((user) => user.confirmed);
  counts["acknowledged sign-ups"] = signedUp.length;
  counts["acknowledged confirmations"] = confirmed.length;
  counts["acknowledged password resets"] = traffic.users.reduce((sum, { resets }) => sum + resets, 0);
  promise(signedUp.filter(({ email }) => !byEmail.has(email)).length, "acknowledged users are gone");
  promise(
    confirmed.filter(({ email }) => byEmail.get(email)?.status !== "CONFIRMED").length,
    "acknowledged confirmations are gone",
  );

  const onboarded = known.filter(({ entry }) => entry !== undefined);
  const unfinished = onboarded.filter(({ entry }) => !isComplete(entry));
  const lost = known.filter(({ status, entry }) => status === "CONFIRMED" && !entry);
  counts["onboardings complete"] = onboarded.length - unfinished.length;
  // A kill between the commit of CONFIRMED and the trigger loses the trigger, as it would on AWS; the caller saw no answer.
  counts["confirmed without a ledger entry, not acknowledged"] = lost.filter(({ user }) => !user.confirmed).length;
  counts["entry opened and left there, not acknowledged"] = unfinished.filter(({ user }) => !user.confirmed).length;
  promise(lost.filter(({ user }) => user.confirmed).length, "acknowledged confirmations have no ledger entry");
  promise(
    unfinished.filter(({ user }) => user.confirmed).length,
    `onboardings did not come to their end: ${statesOf(unfinished)}`,
  );
  promise(unfinishedResets(known, entries).length, "acknowledged password resets have no complete entry");
  promise(await runningExecutions(url), "executions are still under way");

  const recordOf = new Map<string, number>();
  for (const username of records) recordOf.set(username, (recordOf.get(username) ?? 0) + 1);
  const complete = onboarded.filter(({ entry }) => isComplete(entry));
  promise(complete.filter(({ sub }) => recordOf.get(sub) !== 1).length, "onboarded users do not have exactly one record");
  Object.assign(counts, await checkMails(traffic, complete, url, promise));
  return findings;
}

/** Codes that were promised, and the mails of the onboarding: the welcome at least once, the tip at most once. */
async function checkMails(
  traffic: Traffic,
  complete: KnownUser[],
  url: string,
  promise: (broken: number, sentence: string) => void,
) {
  const isComplete = new Map(complete.map(({ user, entry }) => [user.email, entry]));
  const counts = { "welcome mails": 0, "users welcomed more than once": 0, "tips sent": 0, "tips assumed sent after a kill": 0 };
  let [codesLost, unwelcomed, tipsTwice, tipsLost] = [0, 0, 0, 0];
  for (const { email, codeMails } of traffic.users) {
    const mails = await inboxOf(url, email);
    if (mails.filter(({ code }) => code).length < codeMails) codesLost++;
    const entry = isComplete.get(email);
    if (!entry) continue;
    const welcomes = mails.filter(({ subject }) => subject.includes("Welcome")).length;
    const tips = mails.filter(({ subject }) => subject.includes("tips")).length;
    counts["welcome mails"] += welcomes;
    counts["tips sent"] += tips;
    if (welcomes > 1) counts["users welcomed more than once"]++;
    if (entry.steps.get("tips") === "unknown") counts["tips assumed sent after a kill"]++;
    else if (tips === 0) tipsLost++;
    if (welcomes === 0) unwelcomed++;
    if (tips > 1) tipsTwice++;
  }
  promise(codesLost, "users lack a code whose sending was acknowledged");
  promise(unwelcomed, "onboarded users have no welcome mail");
  promise(tipsLost, "users have no tip although its step says done");
  promise(tipsTwice, "users have an at-most-once mail twice");
  return counts;
}

/** Whether everything that an acknowledged confirmation or reset started has come as far as `isFar` asks. */
export async function haveCome(
  traffic: Traffic,
  place: { url: string; userPoolId: string },
  isFar: (entry: Entry) => boolean,
): Promise<boolean> {
  const tables = new Tables(place.url);
  const entries = await tables.ledger();
  tables.close();
  const known = await knownUsers(traffic, place.userPoolId, entries);
  const behind = known.filter(({ user, entry }) => user.confirmed && !(entry && isFar(entry)));
  return behind.length === 0 && unfinishedResets(known, entries).length === 0;
}

async function knownUsers({ client, users }: Traffic, UserPoolId: string, entries: Entry[]): Promise<KnownUser[]> {
  const bySub = new Map(entries.filter(({ isReset }) => !isReset).map((entry) => [entry.sub, entry]));
  const byEmail = new Map(users.map((user) => [user.email, user]));
  const known: KnownUser[] = [];
  for await (const { Users = [] } of paginateListUsers({ client, pageSize: 60 }, { UserPoolId })) {
    for (const { Attributes = [], UserStatus = "" } of Users) {
      const attribute = (name: string) => Attributes.find(({ Name }) => Name === name)?.Value ?? "";
      const user = byEmail.get(attribute("email"));
      const sub = attribute("sub");
      if (user) known.push({ user, sub, status: UserStatus, entry: bySub.get(sub) });
    }
  }
  return known;
}

function unfinishedResets(known: KnownUser[], entries: Entry[]): KnownUser[] {
  const complete = new Set(entries.filter((entry) => entry.isReset && isComplete(entry)).map(({ sub }) => sub));
  return known.filter(({ user, sub }) => user.resets > 0 && !complete.has(sub));
}

export const isComplete = (entry: Entry | undefined) => entry?.status === "complete";

function statesOf(users: KnownUser[]): string {
  const states = users.map(
    ({ entry }) => `${entry?.status} (${[...(entry?.steps ?? [])].map(([name, state]) => `${name} ${state}`).join(", ")})`,
  );
  return [...new Set(states)].slice(0, 5).join("; ");
}

/** What SQLite says about the file, after the server has stopped; "ok" if it is whole. */
export function integrityOf(dataDir: string): string {
  const database = new DatabaseSync(join(dataDir, "foyer.sqlite"));
  try {
    const problems = database
      .prepare("PRAGMA integrity_check")
      .all()
      .map((row) => String(row.integrity_check));
    const strays = database.prepare("PRAGMA foreign_key_check").all().length;
    return strays ? `${problems.join("; ")}; ${strays} rows refer to rows that are gone` : problems.join("; ");
  } finally {
    database.close();
  }
}
