import { now } from "../live.ts";
import { amount, clockTime, dateAndTime } from "../times.ts";

/** A moment: the time of day if it is of today, else how long ago or ahead; the whole date as its tip. `at` in milliseconds. */
export function Time({ at }: { at: number }) {
  const distance = now.value - at;
  const text =
    Math.abs(distance) < 86_400_000 ? clockTime(at) : distance > 0 ? `${amount(distance)} ago` : `in ${amount(-distance)}`;
  return (
    <time dateTime={new Date(at).toISOString()} title={dateAndTime(at)}>
      {text}
    </time>
  );
}
