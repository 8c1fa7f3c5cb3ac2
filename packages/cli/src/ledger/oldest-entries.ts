import { type EntryStatus, type LedgerEntry, listEntries, type Operator } from "foyer/operate";

/** The entries of one status: how many there are, and the oldest of them. */
export interface OldestEntries {
  count: number;
  /** The oldest first. */
  entries: LedgerEntry[];
}

/**
 * Reads the whole ledger page by page, and keeps only so many entries as are shown.
 * @param onPage told after each page how many were found so far
 */
export async function oldestEntries(
  operator: Operator,
  status: EntryStatus,
  limit: number,
  onPage: (count: number) => void,
): Promise<OldestEntries> {
  let count = 0;
  let oldest: LedgerEntry[] = [];
  for await (const { entries } of listEntries(operator, { status })) {
    count += entries.length;
    oldest = [...oldest, ...entries].sort((a, b) => a.openedAt - b.openedAt).slice(0, limit);
    onPage(count);
  }
  return { count, entries: oldest };
}
