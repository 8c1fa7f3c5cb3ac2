import { type Boundary, boundariesOf, countersOf } from "../jobs/effects.ts";
import { isAtEnd, isBeforeTheWait, threeDaysLater } from "./healing.ts";
import { foyer } from "./place.ts";
import type { LoadUser } from "./pool-client.ts";
import type { Run } from "./run.ts";

const settleMs = 30_000;

/**
 * Lets the local AWS kill itself at each boundary of the flow, once, each time with a new user under way, starts it again and
 * lets the user come to their end. @returns sentences about boundaries at which it was not killed
 */
export async function crashAtBoundaries(run: Run): Promise<string[]> {
  const notReached: string[] = [];
  const boundaries = await findBoundaries(run);
  for (const boundary of boundaries) {
    let killed = false;
    // A trigger that starts cold may leave a step to the worker, and does not come to all of its boundaries then.
    for (let tries = 0; tries < 3 && !killed && run.healing.broken.length === 0; tries++) killed = await crashAt(run, boundary);
    if (!killed) notReached.push(`the local AWS was not killed ${describe(boundary)}`);
  }
  return notReached;
}

async function findBoundaries(run: Run): Promise<Boundary[]> {
  const { place } = run;
  await foyer(place, "faults", countersOf(place.flow.effects), "PUT");
  await signUp(run);
  await toTheEnd(run);
  const { faults } = await foyer<{ faults: Parameters<typeof boundariesOf>[1] }>(place, "faults");
  await foyer(place, "faults", {}, "DELETE");
  return boundariesOf(place.flow.effects, faults);
}

async function crashAt(run: Run, boundary: Boundary): Promise<boolean> {
  const { place, server } = run;
  await foyer(place, "faults", { ...boundary, id: "once", kind: "crash-local", when: "after", count: 1 }, "PUT");
  await signUp(run);
  // What it is not killed by within this time comes after the wait.
  let killed = await server.wasKilled(2_000);
  if (!killed) {
    await threeDaysLater(place).catch(() => {});
    killed = await server.wasKilled(5_000);
  }
  if (!killed) await foyer(place, "faults", {}, "DELETE");
  else {
    run.wave.killedAtBoundary();
    await server.start();
  }
  await toTheEnd(run);
  return killed;
}

async function signUp({ traffic }: Run): Promise<void> {
  const { client, users } = traffic.foyer;
  const name = users.length;
  // At the domain for which each step has something to do.
  const about = { email: `canary-boundary-${name}@example.com`, name: `Canary ${name}`, hasTwin: false };
  await traffic.foyer.join(about, async (user: LoadUser) => {
    await client.signUp(user);
    await client.confirm(user);
  });
}

async function toTheEnd({ healing, place }: Run): Promise<void> {
  await healing.until("the steps before the wait", (user) => isBeforeTheWait(place.flow, user), settleMs);
  await healing.until("the whole onboarding", isAtEnd, settleMs, "1 day");
}

function describe({ callerFunction, operation, after }: Boundary): string {
  return `after ${operation} ${after + 1} of ${callerFunction}`;
}
