import type { Span } from "./axis.ts";

/** `moment`: something that Cognito did; `mail` and `event`: something that left; the others say how far a piece of work is. */
export type Mark =
  | "heading"
  | "moment"
  | "mail"
  | "event"
  | "done"
  | "failed"
  | "unknown"
  | "skipped"
  | "gave up"
  | "moved"
  | "pending"
  | "waiting";

/** One line of a drawn timeline. */
export interface Row {
  mark: Mark;
  label: string;
  /** True below a heading. */
  indented?: boolean;
  /** Absent for a heading, and for what has not happened yet. */
  span?: Span;
  /** Shown beside the picture. */
  durationMs?: number;
  note: string;
}

/** A row of something that has happened. */
export type RowAt = Row & { span: Span };

/** What started first comes first. */
export function inOrder<R extends RowAt>(rows: R[]): R[] {
  return rows.toSorted((a, b) => a.span.from - b.span.from);
}
