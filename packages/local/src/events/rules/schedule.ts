import { cronAfter, parseCron } from "./cron.ts";

/** When a rule with a schedule fires. */
export interface Schedule {
  /** The first moment after `time` at which it fires, in milliseconds since the epoch; undefined if there is none. */
  after(time: number): number | undefined;
}

const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads `rate(5 minutes)` or `cron(0 12 * * ? *)`, which is in UTC.
 * @param createdAt from when a rate counts, in milliseconds since the epoch
 * @returns undefined if it is neither
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function parseSchedule(expression: string, createdAt: number): Schedule | undefined {
  const [, value, unit = "", plural] = /^rate\((\d{1,9}) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  if (value !== undefined) {
    const count = Number(value);
    // EventBridge wants the singular of one, and the plural of more.
    if (count < 1 || (count === 1) === (plural === "s")) return undefined;
    const period = count * (unitMs[unit] as number);
    return { after: (time) => createdAt + (Math.floor(Math.max(time - createdAt, 0) / period) + 1) * period };
  }
  const cron = /^cron\((.+)\)$/.exec(expression)?.[1];
  const fields = cron === undefined ? undefined : parseCron(cron);
  return fields && { after: (time) => cronAfter(fields, time) };
}
