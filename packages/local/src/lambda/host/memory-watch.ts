import { readFileSync } from "node:fs";

const everyMs = 250;
// What this machine's runtime has resident beside the function's own, for which Lambda's slimmer one needs less.
const overheadBytes = 64 * 1_048_576;
const pageBytes = 4_096;

/**
 * Watches a process while an invocation runs in it, and tells when it holds more than its memory. The heap has a bound of its own; this is
 * for everything else, buffers above all. Where there is no `/proc` nothing is watched.
 * @returns what ends the watch.
 */
export function watchMemory(pid: number | undefined, memoryMb: number, onExceeded: () => void): () => void {
  const limitBytes = memoryMb * 1_048_576 + overheadBytes;
  const timer = setInterval(() => {
    if (residentBytes(pid) > limitBytes) onExceeded();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function residentBytes(pid: number | undefined): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * pageBytes;
  } catch {
    return 0;
  }
}
