import { styleText } from "node:util";

/** How a command's text is set apart; `styleText`'s own names. */
export type Style = Parameters<typeof styleText>[0];

/** Where a command writes: results to `print`, everything that is not the result to `complain`. */
export interface Terminal {
  print(text: string): void;
  complain(text: string): void;
  /** How far a long run is: on a terminal a line that the next one replaces, else a line now and then. None ends it. */
  progress(text?: string): void;
  /** Sets `text` apart, or returns it unchanged where nobody would see it (NO_COLOR, a pipe, a file). */
  style(style: Style, text: string): string;
  /** The width of a line in characters. */
  columns: number;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  // A reader that goes away (`foyer inbox | head -1`) ends the output, and is no error.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
  return {
    print: (text) => process.stdout.write(`${process.stdout.isTTY ? withoutCommands(text) : text}\n`),
    complain: (text) => process.stderr.write(`${process.stderr.isTTY ? withoutCommands(text) : text}\n`),
    progress: progressOn(process.stderr),
    style: (style, text) => styleText(style, text, { stream: process.stdout }),
    columns: process.stdout.columns ?? 100,
  };
}

/** A text as a terminal may show it: what users have put into names and mails cannot move its cursor or write its title. */
export function withoutCommands(text: string): string {
  return text.replace(/\p{Cc}(\[[\d;]*m)?/gu, (found: string, colour = "") => {
    const harmless = found[0] === "\n" || found[0] === "\t" || (found[0] === "\u001b" && colour !== "");
    return harmless ? found : `\ufffd${colour}`;
  });
}

// Real time between two lines where they are not replaced, as in the log of a CI run.
const lineEveryMs = 10_000;

function progressOn(stream: NodeJS.WriteStream): (text?: string) => void {
  const clear = "\r\x1b[K";
  let lineAt = performance.now();
  return (text) => {
    if (stream.isTTY) {
      stream.write(text === undefined ? clear : `${clear}${text.slice(0, stream.columns - 1)}`);
    } else if (text !== undefined && performance.now() - lineAt >= lineEveryMs) {
      lineAt = performance.now();
      stream.write(`${text}\n`);
    }
  };
}
