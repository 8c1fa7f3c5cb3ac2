import { OnboardingError } from "./errors.ts";

type Unit = "second" | "seconds" | "minute" | "minutes" | "hour" | "hours" | "day" | "days" | "week" | "weeks";

/** A length of time as one says it: `"3 days"`, `"90 minutes"`. */
export type Duration = `${number} ${Unit}`;

const secondsOf: Record<string, number> = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 };

/** The longest wait of a Lambda durable function: 366 days. */
const MAX_SECONDS = 31_622_400;

/** Seconds of a duration: a whole number from 1 to 366 days. Throws `OnboardingError` otherwise. */
export function durationSeconds(duration: Duration): number {
  const match = /^(\d+(?:\.\d+)?) (second|minute|hour|day|week)s?$/.exec(duration);
  const seconds = match ? Math.round(Number(match[1]) * (secondsOf[match[2] as string] as number)) : Number.NaN;
  if (!(seconds >= 1 && seconds <= MAX_SECONDS))
    throw new OnboardingError(
      `Cannot wait as a duration must be like "3 days", from 1 second to 366 days: current value is "${duration}"`,
    );
  return seconds;
}
