import { setTimeout as pause } from "node:timers/promises";
import { CommandError, UsageError } from "../errors.ts";
import type { Options } from "../options.ts";
import { stopSignal } from "../stop-signal.ts";
import type { Terminal } from "../terminal.ts";
import { dateAndTime } from "../timeline/times.ts";

/** The options of a command whose picture can be kept up to date. */
export const watchOptions = {
  watch: { type: "boolean", help: "keep the picture up to date until Ctrl-C" },
  every: { type: "string", value: "SECONDS", help: "with --watch, the time between two looks (else 2 for a user, 30 for all)" },
} as const satisfies Options;

/** What the options above may hold. */
export interface WatchValues {
  watch?: boolean | undefined;
  every?: string | undefined;
}

/** The milliseconds between two looks. @throws {UsageError} for what is no number of seconds from 1 on, or stands without --watch */
export function intervalOf({ watch, every }: WatchValues, elseSeconds: number): number {
  if (every !== undefined && !watch) throw new UsageError("--every goes with --watch.");
  const seconds = Number(every ?? elseSeconds);
  if (Number.isFinite(seconds) && seconds >= 1) return seconds * 1000;
  throw new UsageError(`Cannot look every '${every}' seconds: it must be a number from 1 on.`);
}

/**
 * Draws what `picture` gives, again and again until Ctrl-C, and leaves the last one behind. A look that fails is told below the picture
 * and tried again; the first one's failure ends it.
 * @param everyMs of real time between two looks
 */
export async function watch(picture: () => Promise<string>, everyMs: number, terminal: Terminal): Promise<void> {
  using stopping = stopSignal(terminal);
  const { signal } = stopping;
  let drawn = await picture();
  const screen = terminal.screen();
  try {
    screen.draw(drawn);
    while (!signal.aborted) {
      await pause(everyMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) break;
      try {
        drawn = await picture();
        screen.draw(drawn);
      } catch (error) {
        if (!(error instanceof Error) || error instanceof TypeError) throw error;
        screen.draw(
          `${drawn}\n\n  ${terminal.style("yellow", `The look at ${dateAndTime(Date.now())} failed: ${reasonOf(error)}`)}`,
        );
      }
    }
  } finally {
    screen.leave();
  }
}

function reasonOf(error: Error): string {
  return error instanceof CommandError ? error.message : `${error.name}: ${error.message}`;
}
