import { styleText } from "node:util";

/** How a command's text is set apart; `styleText`'s own names. */
export type Style = Parameters<typeof styleText>[0];

/** Where a command writes: results to `print`, everything that is not the result to `complain`. */
export interface Terminal {
  print(text: string): void;
  complain(text: string): void;
  /** How far a long run is: on a terminal a line that the next one replaces, else a line now and then. None ends it. */
  progress(text?: string): void;
  /** A picture that is drawn over itself. Where nothing can be drawn over, each picture that differs from the last is printed. */
  screen(): Screen;
  /** Sets `text` apart, or returns it unchanged where nobody would see it (NO_COLOR, a pipe, a file). */
  style(style: Style, text: string): string;
  /** The width of a line in characters. */
  columns: number;
}

/** A picture on a terminal. */
export interface Screen {
  draw(picture: string): void;
  /** Gives the terminal back as it was, with the last picture printed. */
  leave(): void;
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
    screen: () => (process.stdout.isTTY ? alternateScreen(process.stdout) : printedScreen((text) => process.stdout.write(text))),
    style: (style, text) => styleText(style, text, { stream: process.stdout }),
    columns: process.stdout.columns ?? 100,
  };
}

/** Each picture that differs from the last, one below the other. */
export function printedScreen(write: (text: string) => void): Screen {
  let last: string | undefined;
  return {
    draw(picture) {
      if (picture !== last) write(`${last === undefined ? "" : "\n"}${picture}\n`);
      last = picture;
    },
    leave() {},
  };
}

/** The terminal's second screen, so that the first one keeps what was on it. */
function alternateScreen(stream: NodeJS.WriteStream): Screen {
  let last = "";
  stream.write("\x1b[?1049h\x1b[?25l");
  return {
    draw(picture) {
      last = withoutCommands(picture);
      const shown = last.split("\n").slice(0, stream.rows - 1);
      stream.write(`\x1b[H\x1b[J${shown.join("\n")}`);
    },
    leave: () => void stream.write(`\x1b[?25h\x1b[?1049l${last}\n`),
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
