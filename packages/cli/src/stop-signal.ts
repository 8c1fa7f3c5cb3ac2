import type { Terminal } from "./terminal.ts";

// npm passes on the Ctrl-C that the terminal has sent to this process too: that is one Ctrl-C.
const oneInterruptMs = 300;
const hintAfterMs = 500;

/** Aborted by the first SIGINT or SIGTERM; a second one ends the process at once. `dispose` it where the process goes on. */
export function stopSignal(terminal: Terminal): { signal: AbortSignal; [Symbol.dispose](): void } {
  const stop = new AbortController();
  let stoppedAt = 0;
  const heard = () => {
    if (stop.signal.aborted && performance.now() - stoppedAt > oneInterruptMs) process.exit(130);
    if (stop.signal.aborted) return;
    stoppedAt = performance.now();
    const late = () => terminal.print(`\n${terminal.style("dim", "Stopping. Once more to force it.")}`);
    if (process.stdout.isTTY) setTimeout(late, hintAfterMs).unref();
    stop.abort();
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.on(signal, heard);
  return {
    signal: stop.signal,
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, heard);
    },
  };
}
