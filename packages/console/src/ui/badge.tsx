import type { ComponentChildren } from "preact";

/** What a colour means, everywhere: `good` done, `bad` failed, `warn` unknown or at risk, `wait` a wait, `info` a fact, `idle` nothing yet. */
export type Tone = "good" | "bad" | "warn" | "wait" | "info" | "idle";

/** A word on a coloured ground. Its words say it all: the colour only repeats them. */
export function Badge({ tone = "idle", children }: { tone?: Tone; children: ComponentChildren }) {
  return (
    <span class="badge" data-tone={tone}>
      {children}
    </span>
  );
}
