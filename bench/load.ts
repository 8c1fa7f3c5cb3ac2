/** What one round of a closed loop showed. */
export interface Round {
  perSecond: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  errors: number;
  firstError?: string | undefined;
}

/** Runs `work` `total` times, `inFlight` at once, each worker starting the next when its last is answered. */
export async function load(total: number, inFlight: number, work: () => Promise<unknown>): Promise<Round> {
  const timesMs: number[] = [];
  let begun = 0;
  let errors = 0;
  let firstError: string | undefined;
  const worker = async () => {
    while (begun < total) {
      begun++;
      const startedAt = performance.now();
      try {
        await work();
        timesMs.push(performance.now() - startedAt);
      } catch (error) {
        errors++;
        firstError ??= `${(error as Error).name}: ${(error as Error).message}`;
        if (errors > total / 10) throw new Error(`More than a tenth of the calls failed. The first: ${firstError}`);
      }
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: inFlight }, worker));
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    perSecond: timesMs.length / seconds,
    p50Ms: quantile(timesMs, 0.5),
    p95Ms: quantile(timesMs, 0.95),
    p99Ms: quantile(timesMs, 0.99),
    errors,
    firstError,
  };
}

export function median(values: number[]): number {
  return quantile(values, 0.5);
}

/** The value that the share `q` of the values do not exceed. */
function quantile(values: number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}
