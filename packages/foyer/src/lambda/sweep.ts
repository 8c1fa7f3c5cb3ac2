import { type Onboarding, usersSinceOf } from "../onboarding/onboarding.ts";
import { OperateError, Operator } from "../operate/operator.ts";
import { type SweepCursor, type SweepProgress, sweep } from "../operate/sweep.ts";
import { log } from "./log.ts";

/** What a deployment may choose about the sweep. */
export interface SweepHandlerOptions {
  /** Of requests to list and to start. Default 25. */
  requestsPerSecond?: number;
}

/** Kept for noting where it stopped. */
const NOTE_MS = 10_000;

/**
 * The handler of the scheduled sweep over the pool that `FOYER_USER_POOL_ID` names. Where Lambda's time is over first, the next
 * invocation goes on.
 * @returns what it did
 */
export function sweepHandler(onboarding: Onboarding, options: SweepHandlerOptions = {}) {
  const usersSince = usersSinceOf(onboarding);
  return async (
    _event?: unknown,
    context?: { getRemainingTimeInMillis?(): number },
  ): Promise<Omit<SweepProgress, "justParked"> | undefined> => {
    const { FOYER_USER_POOL_ID: userPoolId } = process.env;
    if (!userPoolId) throw new OperateError("Cannot sweep as FOYER_USER_POOL_ID must name the user pool: it is not set");
    const operator = new Operator({ userPoolId });
    const place = `sweep#${userPoolId}`;
    const noted = (await operator.ledger.table.get(place))?.cursor as SweepCursor | undefined;
    const remainingMs = context?.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), Math.min(Math.max(remainingMs - NOTE_MS, remainingMs / 2), 2 ** 31 - 1));
    try {
      let last: SweepProgress | undefined;
      for await (last of sweep(operator, { ...options, onboarding, usersSince, cursor: noted, signal: stop.signal })) {
        for (const { sub, reset } of last.justParked)
          log({
            level: "error",
            message: `${reset === undefined ? "onboarding" : "password reset"} parked: its executions died`,
            userPoolId,
            sub,
            metric: "UsersParked",
          });
      }
      if (!last) return undefined;
      const { justParked: _, ...done } = last;
      await operator.ledger.table.put(place, { cursor: done.cursor && { ...done.cursor } });
      const oldestUnfinishedSeconds = done.oldestOpenedAt && Math.round((operator.now() - done.oldestOpenedAt) / 1_000);
      log({ level: done.failed > 0 ? "warn" : "info", message: "swept", userPoolId, result: done, oldestUnfinishedSeconds });
      return done;
    } finally {
      clearTimeout(timer);
    }
  };
}
