import type { Entries } from "./entries.ts";

/** What is set for a table beside its description: the attribute of its time to live; whether it can be restored, and since when. */
interface Settings {
  TimeToLive: string;
  PointInTimeRecovery: { since: number; days: number };
}

export function settingOf<Name extends keyof Settings>(entries: Entries, table: string, name: Name): Settings[Name] | undefined {
  return entries.get(settingSpace(table), name) as Settings[Name] | undefined;
}

/** Sets it, or with `undefined` takes it away. */
export function set<Name extends keyof Settings>(
  entries: Entries,
  table: string,
  name: Name,
  value: Settings[Name] | undefined,
): void {
  if (value === undefined) entries.delete(settingSpace(table), name);
  else entries.put(settingSpace(table), name, value);
}

export function settingSpace(table: string): string {
  return `setting~${table}`;
}
