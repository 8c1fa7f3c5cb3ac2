import type { Journal, JournalData, JournalEntry } from "../journal/journal.ts";

/** One invocation of a function; without an outcome it is under way. Times are milliseconds. */
export interface CountedInvocation extends Partial<Pick<JournalData["invocation.ended"], "outcome" | "durationMs" | "error">> {
  invocationId: string;
  at: number;
  version: string;
  coldStart: boolean;
  /** The user that it is about. */
  sub?: string;
}

/** How the invocations of a function went. */
export interface InvocationCount {
  cold: number;
  warm: number;
  underWay: number;
  outcomes: Record<NonNullable<CountedInvocation["outcome"]>, number>;
  /** By duration: those of `histogramBounds[i]` milliseconds at most and more than of the bound before; the last has no bound. */
  histogram: { cold: number; warm: number }[];
  /** Of the last 1,000 that ended, in milliseconds. */
  medianMs?: number;
  p95Ms?: number;
  maxMs?: number;
  lastAt?: number;
}

/** The upper bounds of the histogram's bars but the last, in milliseconds. */
export const histogramBounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000];

interface Kept {
  count: Omit<InvocationCount, "medianMs" | "p95Ms" | "maxMs">;
  durations: number[];
  /** The last ones, the oldest first. */
  invocations: CountedInvocation[];
}

const keptDurations = 1000;
const keptInvocations = 200;
const pageEntries = 5000;

/** Counts the invocations that the journal tells of. It reads the journal when it is asked, and each entry once. */
export class InvocationCounts {
  readonly #journal: Journal;
  readonly #functions = new Map<string, Kept>();
  #lastId = 0;

  constructor(journal: Journal) {
    this.#journal = journal;
    // Ids begin anew when the journal was emptied.
    journal.listen(({ type }) => {
      if (type !== "local.reset") return;
      this.#functions.clear();
      this.#lastId = 0;
    });
  }

  of(functionName: string): InvocationCount {
    this.#catchUp();
    const { count, durations } = this.#functions.get(functionName) ?? empty();
    const sorted = durations.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;
    return { ...count, ...(sorted.length > 0 && { medianMs: at(0.5), p95Ms: at(0.95), maxMs: at(1) }) };
  }

  /** The last 200 of a function, the newest first. */
  latest(functionName: string): CountedInvocation[] {
    this.#catchUp();
    return this.#functions.get(functionName)?.invocations.toReversed() ?? [];
  }

  #catchUp(): void {
    for (;;) {
      const entries = this.#journal.after(this.#lastId, pageEntries);
      for (const entry of entries) this.#take(entry);
      this.#lastId = entries.at(-1)?.id ?? this.#lastId;
      if (entries.length < pageEntries) return;
    }
  }

  #take(entry: JournalEntry): void {
    if (entry.type === "invocation.started") this.#begin(entry);
    if (entry.type === "invocation.ended") this.#end(entry);
  }

  #begin({ at, sub, invocationId, data }: Extract<JournalEntry, { type: "invocation.started" }>): void {
    const { functionName, version, coldStart } = data;
    const kept = this.#functions.get(functionName) ?? empty();
    this.#functions.set(functionName, kept);
    kept.count[coldStart ? "cold" : "warm"]++;
    kept.count.underWay++;
    kept.count.lastAt = at;
    kept.invocations.push({ invocationId: invocationId ?? "", at, version, coldStart, ...(sub && { sub }) });
    if (kept.invocations.length > keptInvocations) kept.invocations.shift();
  }

  #end({ invocationId, data }: Extract<JournalEntry, { type: "invocation.ended" }>): void {
    const { functionName, outcome, durationMs, error } = data;
    const kept = this.#functions.get(functionName);
    if (!kept) return;
    // Attempts at an asynchronous invocation have one id: the last one that began has ended.
    const invocation = kept.invocations.findLast((one) => one.invocationId === invocationId && one.outcome === undefined);
    if (invocation) Object.assign(invocation, { outcome, durationMs, ...(error !== undefined && { error }) });
    const { count, durations } = kept;
    count.underWay--;
    count.outcomes[outcome]++;
    const bar = histogramBounds.findIndex((bound) => durationMs <= bound);
    const counted = count.histogram.at(bar) as InvocationCount["histogram"][number];
    counted[invocation?.coldStart ? "cold" : "warm"]++;
    durations.push(durationMs);
    if (durations.length > keptDurations) durations.shift();
  }
}

function empty(): Kept {
  return {
    count: {
      cold: 0,
      warm: 0,
      underWay: 0,
      outcomes: { ok: 0, error: 0, timeout: 0, crash: 0 },
      histogram: Array.from({ length: histogramBounds.length + 1 }, () => ({ cold: 0, warm: 0 })),
    },
    durations: [],
    invocations: [],
  };
}
