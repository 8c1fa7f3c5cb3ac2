/** A moment as a person reads it: `21 Nov 2026, 09:12:33`. */
export function dateAndTime(at: number, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium", timeZone }).format(at);
}

/** The time of day: `09:12:33`. */
export function clockTime(at: number, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone }).format(at);
}

/** The day: `21 Nov`. */
export function dayAndMonth(at: number, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone }).format(at);
}

const units: [name: string, ms: number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** An amount of time in its largest fitting unit, rounded: `18 ms`, `1.2 s`, `20 minutes`, `3 days`. */
export function amount(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${Number((ms / 1000).toFixed(1))} s`;
  // 71 h 59 min is 3 days to a reader; so a unit is taken from 95 % of it.
  const [name, unitMs] = units.find(([, unit]) => ms >= unit * 0.95) ?? ["minute", 60_000];
  const count = Number((ms / unitMs).toFixed(ms / unitMs < 10 ? 1 : 0));
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}
