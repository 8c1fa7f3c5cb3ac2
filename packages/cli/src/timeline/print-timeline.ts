import type { Style, Terminal } from "../terminal.ts";
import { axis } from "./axis.ts";
import type { Mark, Row } from "./row.ts";
import { amount } from "./times.ts";

const marks: Record<Mark, { sign: string; style: Style }> = {
  heading: { sign: "", style: "bold" },
  moment: { sign: "●", style: "cyan" },
  event: { sign: "◆", style: "magenta" },
  mail: { sign: "✉", style: "magenta" },
  done: { sign: "✓", style: "green" },
  skipped: { sign: "–", style: "dim" },
  moved: { sign: "→", style: "yellow" },
  unknown: { sign: "?", style: "yellow" },
  failed: { sign: "✗", style: "red" },
  "gave up": { sign: "!", style: "red" },
  pending: { sign: "○", style: "dim" },
  waiting: { sign: "◷", style: "yellow" },
};

const widestPicture = 36;
const narrowestPicture = 12;

/** A user and what happened, the earliest first. */
export interface DrawnTimeline {
  /** The address, or the `sub` where no address is known. */
  title: string;
  sub: string;
  rows: Row[];
}

/** Draws a timeline: who, then for each row what it is, when it happened on a common axis, how long it took, and what came of it. */
export function printTimeline({ title, sub, rows }: DrawnTimeline, terminal: Pick<Terminal, "style" | "columns">): string {
  const labelWidth = Math.max(...rows.map((row) => labelOf(row).length));
  const durations = rows.map(({ durationMs }) => (durationMs === undefined ? "" : amount(durationMs)));
  const durationWidth = Math.max(...durations.map((text) => text.length));
  const longestNote = Math.max(...rows.map(({ note }) => note.length));
  const left = terminal.columns - 2 - labelWidth - 3 - 3 - durationWidth - 3 - longestNote;
  const width = Math.min(widestPicture, Math.max(narrowestPicture, left));
  const column = axis(
    rows.flatMap(({ span }) => span ?? []),
    width,
  );
  const lines = rows.map((row, index) => {
    const { style } = marks[row.mark];
    const label = terminal.style(style, labelOf(row).padEnd(labelWidth));
    const picture = terminal.style(style, drawing(row, column, width).padEnd(width));
    const duration = terminal.style("dim", (durations[index] ?? "").padStart(durationWidth));
    return `  ${label}   ${picture}   ${duration}   ${row.note}`.trimEnd();
  });
  const name = terminal.style("bold", title);
  return [`  ${title === sub ? name : `${name}   ${terminal.style("dim", `sub ${sub}`)}`}`, "", ...lines].join("\n");
}

function labelOf({ mark, label, indented }: Row): string {
  const { sign } = marks[mark];
  return `${indented ? "  " : ""}${sign}${sign && " "}${label}`;
}

function drawing({ mark, span }: Row, column: (at: number) => number, width: number): string {
  if (!span) return "";
  const from = column(span.from);
  if (mark === "waiting") return `${" ".repeat(Math.min(from, width - 2))}┄▸`;
  if (span.from === span.to) return `${" ".repeat(from)}•`;
  return " ".repeat(from) + "━".repeat(column(span.to) - from + 1);
}
