import type { Fault } from "@foyer/local";
import { dynamoDbCall } from "../dev/dynamodb-call.ts";
import type { NamedCall } from "./calls.ts";
import { compare, compareReset, type Harm, laterAttribute } from "./compare.ts";
import { observe } from "./observe.ts";
import { type Aftermath, confirmUser, liveOn, type Run, resetPassword } from "./play.ts";
import type { Scratch } from "./scratch.ts";

export type SituationKind = "reset" | "slow" | "throttled" | "reply-lost" | "crash";

/** One thing that was done to a user, and what it did. */
export interface Finding extends Harm {
  kind: SituationKind;
  /** The call that it was done to. */
  call?: string;
  /** Of a user who lacks something, a day later. */
  aftermath?: Aftermath;
}

/** A run in which nothing goes wrong, and the calls of it. */
export interface PlainRun extends Run {
  calls: NamedCall[];
}

/** How many situations a handler is put into. */
export function situationsOf({ calls }: PlainRun): number {
  return 1 + 4 * calls.length;
}

/** Puts the handler into one situation after the other. */
export async function* situations(scratch: Scratch, plain: PlainRun): AsyncGenerator<Finding> {
  const { triggerTimes } = scratch.local.cognito;
  const usual = triggerTimes.attemptTimeoutMs;
  // Where Cognito must wait in vain, it waits a few times what the handler needs, and not for five seconds.
  const short = Math.min(Math.max(800, plain.durationMs * 5), usual);
  // The first attempt goes on when the second has had its time.
  const slow: Fault = { kind: "latency", ms: 2 * short, count: 1 };
  yield await passwordReset(scratch);
  triggerTimes.attemptTimeoutMs = short;
  await warmSecond(scratch, plain, slow);
  yield* each("slow", scratch, plain, slow);
  // Each crash is followed by a cold start, which takes its time.
  triggerTimes.attemptTimeoutMs = usual;
  yield* each("reply-lost", scratch, plain, { kind: "reply-lost", count: 1 });
  yield* each("crash", scratch, plain, { kind: "crash-function", when: "after", count: 1 });
  // How often an SDK tries again is its own affair: what is looked at is the end of its patience.
  await scratch.redeploy({ AWS_MAX_ATTEMPTS: "1" });
  await confirmUser(scratch);
  triggerTimes.attemptTimeoutMs = short;
  yield* each("throttled", scratch, plain, { kind: "throttle" });
}

async function* each(kind: SituationKind, scratch: Scratch, plain: PlainRun, fault: Fault): AsyncGenerator<Finding> {
  for (const named of plain.calls) {
    const call = named.name;
    const run = await confirmUser(scratch, faultFor(named, fault));
    const harm = compare(plain, run);
    yield harm.missing.length === 0 ? { kind, call, ...harm } : { kind, call, ...(await dayLater(scratch, plain, run)) };
  }
}

async function dayLater(scratch: Scratch, plain: PlainRun, run: Run): Promise<Harm & { aftermath: Aftermath }> {
  const aftermath = await liveOn(scratch, run.user);
  return { ...compare(plain, { ...run, ...(await observe(scratch, run.user)) }), aftermath };
}

/** Has a second process started for the handler: an attempt that overlaps another is not to be slow for the lack of it. */
async function warmSecond(scratch: Scratch, { calls: [first] }: PlainRun, slow: Fault): Promise<void> {
  if (first) await confirmUser(scratch, faultFor(first, slow));
}

function faultFor({ service, operation, after }: NamedCall, fault: Fault): Fault {
  return { ...fault, service, operation, after };
}

/** A reset some time after the sign-up: the app has written to the user's items, an administrator has taken the user out of the groups. */
async function passwordReset(scratch: Scratch): Promise<Finding> {
  const confirmed = await confirmUser(scratch);
  await changeByOthers(scratch, confirmed);
  const before = { ...confirmed, ...(await observe(scratch, confirmed.user)) };
  return { kind: "reset", ...compareReset(before, await resetPassword(scratch, confirmed.user)) };
}

async function changeByOthers({ local, pool }: Scratch, { user, effects, items }: Run): Promise<void> {
  for (const { kind, name: GroupName } of effects) {
    if (kind !== "group") continue;
    const of = { UserPoolId: pool.userPoolId, Username: user.email, GroupName };
    await local.call("cognito-idp", "AdminRemoveUserFromGroup", of);
  }
  for (const { table, key } of items) {
    await dynamoDbCall(local.url, "UpdateItem", {
      TableName: table,
      Key: key,
      UpdateExpression: "SET #later = :later",
      ExpressionAttributeNames: { "#later": laterAttribute },
      ExpressionAttributeValues: { ":later": { BOOL: true } },
    });
  }
}
