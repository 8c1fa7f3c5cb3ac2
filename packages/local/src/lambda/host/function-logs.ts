/** One line in a function's log. */
export interface LogLine {
  /** Milliseconds since the epoch, by the clock. */
  at: number;
  functionName: string;
  logStreamName: string;
  /** Absent when it was written outside of an invocation, for example while the code was loaded. */
  invocationId?: string | undefined;
  text: string;
}

const maxLines = 10_000;

/** The logs of all functions, in memory: the last 10,000 lines of each. */
export class FunctionLogs {
  readonly #lines = new Map<string, LogLine[]>();

  add(line: LogLine): void {
    const lines = this.#lines.get(line.functionName) ?? [];
    this.#lines.set(line.functionName, lines);
    lines.push(line);
    if (lines.length >= maxLines * 1.1) lines.splice(0, lines.length - maxLines);
  }

  clear(): void {
    this.#lines.clear();
  }

  /** The lines of one function or one invocation, or all of them, the oldest first. */
  of({ functionName, invocationId }: { functionName?: string; invocationId?: string } = {}): LogLine[] {
    const lines = functionName === undefined ? [...this.#lines.values()].flat() : (this.#lines.get(functionName) ?? []);
    const found = invocationId === undefined ? [...lines] : lines.filter((line) => line.invocationId === invocationId);
    return found.sort((a, b) => a.at - b.at);
  }
}
