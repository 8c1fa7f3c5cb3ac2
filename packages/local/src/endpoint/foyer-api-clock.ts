import { millisecondsOf } from "./foyer-api-duration.ts";
import { ApiError } from "./foyer-api-error.ts";

/** The end of the year 9999, past which dates are no longer written with four digits. */
const maxTime = 253_402_300_799_999;

/** By how many milliseconds a body moves the clock. @throws {ApiError} BadRequest, NothingDue */
export function advanceOf(body: unknown, now: number, nextDueAt: number | undefined): number {
  const { advanceMs, advance, to } = (body ?? {}) as { advanceMs?: unknown; advance?: unknown; to?: unknown };
  if (to === "next") return untilDue(now, nextDueAt);
  const ms = advanceMs ?? (typeof advance === "string" ? millisecondsOf(advance) : undefined);
  if (typeof ms === "number" && ms >= 0 && ms <= maxTime - now) return ms;
  const wanted = '{ "advanceMs": milliseconds }, { "advance": "3 days" } or { "to": "next" }, forward and up to the year 9999';
  throw new ApiError(400, "BadRequest", `Cannot move the clock as the body must be ${wanted}`);
}

function untilDue(now: number, nextDueAt: number | undefined): number {
  if (nextDueAt === undefined)
    throw new ApiError(409, "NothingDue", "Cannot move the clock as no wait and no retry is under way");
  return Math.max(nextDueAt - now, 0);
}
