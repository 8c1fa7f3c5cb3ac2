import type { Terminal } from "../terminal.ts";
import type { Report } from "./finding.ts";

/** The report for people: each finding with its reason and its repair. */
export function reportText({ findings, notes, unchecked }: Report, about: string, { style }: Terminal): string {
  const blocks = findings.map(({ id, what, why, fix }) =>
    [`${style("red", "✗")} ${what} ${style("dim", id)}`, `  ${why}`, `  ${style("dim", "Fix")} ${fix}`].join("\n"),
  );
  const count = findings.length;
  const summary =
    count === 0 && unchecked.length === 0
      ? style("green", `✓ ${about} is as its file wants it.`)
      : `${about}: ${count === 1 ? "1 finding" : `${count} findings`}${unchecked.length > 0 ? `, ${unchecked.length} not checked` : ""}.`;
  return [
    ...blocks,
    ...unchecked.map((each) => `${style("yellow", "?")} Not checked: ${each}`),
    ...notes.map((each) => `${style("dim", "·")} ${each}`),
    summary,
  ].join("\n\n");
}
