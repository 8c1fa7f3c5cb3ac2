/** The six fields of a cron expression of EventBridge, each as a test. */
export interface Cron {
  minutes: readonly number[];
  hours: readonly number[];
  isDay: (date: Date) => boolean;
  months: ReadonlySet<number>;
  years: ReadonlySet<number>;
}

const monthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const dayMs = 86_400_000;
const lastYear = 2199;

/** Reads `minutes hours day-of-month month day-of-week year`; exactly one of the two days is `?`. @returns undefined if it is not one */
export function parseCron(text: string): Cron | undefined {
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = "", year = "", ...more] = text.trim().split(/\s+/);
  if (more.length > 0 || (dayOfMonth === "?") === (dayOfWeek === "?")) return undefined;
  const minutes = numbers(minute, 0, 59);
  const hours = numbers(hour, 0, 23);
  const months = numbers(named(month, monthNames), 1, 12);
  const years = numbers(year, 1970, lastYear);
  const isDay = dayOfWeek === "?" ? dayOfMonthTest(dayOfMonth) : dayOfWeekTest(named(dayOfWeek, dayNames));
  if (!minutes || !hours || !months || !years || !isDay) return undefined;
  return { minutes, hours, isDay, months: new Set(months), years: new Set(years) };
}

/** The first minute after `time` that the expression names, in milliseconds since the epoch. */
export function cronAfter({ minutes, hours, isDay, months, years }: Cron, time: number): number | undefined {
  const firstDay = Math.floor(time / dayMs) * dayMs;
  for (let day = firstDay; ; day += dayMs) {
    const date = new Date(day);
    if (date.getUTCFullYear() > lastYear) return undefined;
    if (!years.has(date.getUTCFullYear()) || !months.has(date.getUTCMonth() + 1) || !isDay(date)) continue;
    for (const hour of hours) {
      for (const minute of minutes) {
        const at = day + hour * 3_600_000 + minute * 60_000;
        if (at > time) return at;
      }
    }
  }
}

/** The numbers that a field names by values, ranges, steps and stars, in order. */
function numbers(field: string, min: number, max: number): number[] | undefined {
  const found = new Set<number>();
  for (const part of field.split(",")) {
    const [, range = "", step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
    if (range !== "*" && from === undefined) return undefined;
    const first = from === undefined ? min : Number(from);
    const last = to !== undefined ? Number(to) : from === undefined || step !== undefined ? max : first;
    const by = step === undefined ? 1 : Number(step);
    if (first < min || last > max || first > last || by < 1) return undefined;
    for (let value = first; value <= last; value += by) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
}

/** `MON-FRI` as `2-6`, `JAN` as `1`. */
function named(field: string, names: readonly string[]): string {
  return field.toUpperCase().replace(/[A-Z]{3}/g, (name) => (names.includes(name) ? String(names.indexOf(name) + 1) : name));
}

/** `L` is the last day of the month, `15W` the weekday nearest to the 15th within the month. */
function dayOfMonthTest(field: string): Cron["isDay"] | undefined {
  if (field === "L") return (date) => date.getUTCDate() === lengthOfMonth(date);
  const [, near] = /^(\d+)W$/.exec(field) ?? [];
  if (near !== undefined) {
    const wanted = Number(near);
    return wanted >= 1 && wanted <= 31 ? (date) => date.getUTCDate() === nearestWeekday(date, wanted) : undefined;
  }
  const days = numbers(field, 1, 31);
  return days && ((date) => days.includes(date.getUTCDate()));
}

/** 1 is Sunday; `6L` is the last Friday of the month, `3#2` its second Tuesday. */
function dayOfWeekTest(field: string): Cron["isDay"] | undefined {
  if (field === "L") return (date) => date.getUTCDay() === 6;
  const [, day, nth] = /^([1-7])(?:L|#([1-5]))$/.exec(field) ?? [];
  if (day !== undefined) {
    return (date) =>
      date.getUTCDay() + 1 === Number(day) &&
      (nth === undefined ? date.getUTCDate() + 7 > lengthOfMonth(date) : Math.ceil(date.getUTCDate() / 7) === Number(nth));
  }
  const days = numbers(field, 1, 7);
  return days && ((date) => days.includes(date.getUTCDay() + 1));
}

function nearestWeekday(date: Date, wanted: number): number {
  const last = lengthOfMonth(date);
  const day = Math.min(wanted, last);
  const weekday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day)).getUTCDay();
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === last ? day - 2 : day + 1;
  return day;
}

function lengthOfMonth(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}
