import { printedScreen, type Terminal } from "./terminal.ts";

/** A terminal that keeps what is written to it, without colours; for tests. */
export interface RecordedTerminal extends Terminal {
  printed(): string;
  complained(): string;
  progressed(): string;
}

export function recordedTerminal(): RecordedTerminal {
  const printed: string[] = [];
  const complained: string[] = [];
  const progressed: string[] = [];
  return {
    print: (text) => void printed.push(text),
    complain: (text) => void complained.push(text),
    progress: (text = "") => void progressed.push(text),
    screen: () => printedScreen((text) => void printed.push(text)),
    style: (_style, text) => text,
    columns: 120,
    printed: () => printed.join("\n"),
    complained: () => complained.join("\n"),
    progressed: () => progressed.join("\n"),
  };
}
