import type { EntryStatus, LedgerEntry } from "../onboarding/ledger-entry.ts";
import type { Operator } from "./operator.ts";

/** A page of entries. */
export interface EntryPage {
  /** None, where the items that were looked at did not match. */
  readonly entries: readonly LedgerEntry[];
  /** Where the next page begins; absent with the last one. */
  readonly cursor?: string;
}

export interface ListEntries {
  status?: EntryStatus;
  /** Where an earlier list stopped. */
  cursor?: string;
  /** How many items of the table one page looks at. Default: as many as DynamoDB reads at once, 1 MB. */
  pageSize?: number;
  signal?: AbortSignal;
}

/** The entries of the user pool, page by page, in no order. Stops after a page when the signal is aborted. */
export async function* listEntries(operator: Operator, options: ListEntries = {}): AsyncGenerator<EntryPage> {
  const { status, pageSize: limit, signal } = options;
  let { cursor } = options;
  do {
    const page: EntryPage = await operator.ledger.table.page(operator.userPoolId, { status }, { cursor, limit });
    yield page;
    cursor = page.cursor;
  } while (cursor !== undefined && !signal?.aborted);
}
