import type { Outcome } from "./by-hand-losses.ts";

/** Prints what was counted. */
export function printRows(rows: [string, number | string][]): void {
  const width = Math.max(...rows.map(([what]) => what.length));
  for (const [what, value] of rows) console.log(`  ${what.padEnd(width)}  ${value}`);
}

/** Prints how users who signed up fared in the two pools, as a table in Markdown. */
export function printComparison({ foyer, byHand }: { foyer: Outcome; byHand: Outcome }): void {
  const rows: [string, keyof Outcome][] = [
    ["users confirmed", "confirmed"],
    ["have record, group and welcome mail", "whole"],
    ["lack something, and a person was told (parked)", "parked"],
    ["**lack something, and nobody knows (lost)**", "lost"],
    ["**welcomed more than once**", "welcomedTwice"],
    ["of these, users who reset their password", "welcomedAtReset"],
    ["clients that were shown the trigger's error", "errorsShown"],
    ["log lines with personal data", "personalLogLines"],
  ];
  const width = Math.max(...rows.map(([what]) => what.length));
  const line = (what: string, left: number | string, right: number | string) =>
    console.log(`| ${what.padEnd(width)} | ${String(left).padStart(7)} | ${String(right).padStart(7)} |`);
  console.log("\nThe same sign-ups through the same kills and faults:\n");
  line("", "Foyer", "by hand");
  console.log(`| ${"-".repeat(width)} | ------: | ------: |`);
  for (const [what, key] of rows) line(what, foyer[key], byHand[key]);
  console.log("");
}
