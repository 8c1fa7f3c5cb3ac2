import type { Timeline } from "@foyer/local";
import { type LocalClient, poolOf } from "../local-client.ts";
import { type EventStream, openEventStream } from "./event-stream.ts";
import { isSettled } from "./is-settled.ts";
import type { SignedIn } from "./play-user.ts";

/** How it went for a user who was played. */
export interface Followed extends SignedIn {
  timeline: Timeline;
  /** False when the time was over while something was still under way. */
  settled: boolean;
}

/** Plays a user and follows what it sets off, until nothing more happens by itself or `timeoutMs` of real time are over. */
export async function followUser(
  local: LocalClient,
  play: (events: EventStream) => Promise<SignedIn>,
  timeoutMs: number,
): Promise<Followed> {
  const deadline = performance.now() + timeoutMs;
  const events = await openEventStream(local);
  try {
    const signedIn = await play(events);
    let settled = true;
    if (await hasTrigger(local)) {
      settled = !(await events.until(signedIn.sub, isSettled, Math.max(deadline - performance.now(), 0))).timedOut;
    }
    return { ...signedIn, settled, timeline: await local.foyer<Timeline>(`timeline/${signedIn.sub}`) };
  } finally {
    events.close();
  }
}

async function hasTrigger(local: LocalClient): Promise<boolean> {
  const { UserPool } = await local.cognito<{ UserPool: { LambdaConfig?: { PostConfirmation?: string } } }>("DescribeUserPool", {
    UserPoolId: poolOf(local).userPoolId,
  });
  return UserPool.LambdaConfig?.PostConfirmation !== undefined;
}
