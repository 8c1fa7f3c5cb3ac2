/** Wrong proofs in a row. Times are milliseconds. */
export interface Failures {
  failedSignIns: number;
  lastFailedSignInAt?: number | undefined;
}

const freeFailures = 5;
const longestLockoutMs = 15 * 60_000;

/** How many failures still count: fifteen minutes without any clear them. */
export function failuresOf({ failedSignIns, lastFailedSignInAt = 0 }: Failures, now: number): number {
  return now - lastFailedSignInAt >= longestLockoutMs ? 0 : failedSignIns;
}

/** True while failures keep the user out: from the fifth on, twice as long after each, from one second up to fifteen minutes. */
export function isLockedOut(failed: Failures, now: number): boolean {
  const failures = failuresOf(failed, now);
  if (failures < freeFailures) return false;
  const lockoutMs = Math.min(2 ** (failures - freeFailures) * 1_000, longestLockoutMs);
  return now - (failed.lastFailedSignInAt ?? 0) < lockoutMs;
}
