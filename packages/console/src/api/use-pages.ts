import type { JournalEntry } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { useCallback, useRef } from "preact/hooks";
import { useLoad } from "./use-load.ts";

/** A page of a list that AWS gives page by page; `next` asks for the page after it. */
export interface CursorPage<T> {
  rows: T[];
  next?: string | undefined;
}

/** A list as far as it was read. */
export interface PagedList<T> {
  /** Undefined until the first page is there. */
  rows: readonly T[] | undefined;
  hasMore: boolean;
  error: Error | undefined;
  /** Reads the next page once the end comes into view. */
  show: (first: number, end: number) => void;
  /** Begins anew. */
  reload: () => void;
}

const near = 30;

/**
 * Reads a list page by page as somebody scrolls. While only its first page was read, it is read again after each journal entry that
 * `when` takes; later it stays, until `reload`.
 * @param list names the list: another one is read from its begin
 */
export function usePages<T>(
  list: string,
  read: (cursor: string | undefined) => Promise<CursorPage<T>>,
  when?: (entry: JournalEntry) => boolean,
): PagedList<T> {
  const later = useSignal<{ list: string; rows: T[]; next: string | undefined }>({ list, rows: [], next: undefined });
  const busy = useRef(false);
  const failure = useSignal<Error | undefined>(undefined);
  const isOfThis = later.value.list === list;
  const first = useLoad(
    async () => ({ list, ...(await read(undefined)) }),
    [list],
    (entry) => later.peek().rows.length === 0 && Boolean(when?.(entry)),
  );
  const page = first.value.value?.list === list ? first.value.value : undefined;
  const more = isOfThis ? later.value : { list, rows: [], next: undefined };
  const next = more.rows.length > 0 ? more.next : page?.next;
  const rows = page && [...page.rows, ...more.rows];
  const count = rows?.length ?? 0;
  const show = (_: number, end: number) => {
    if (busy.current || next === undefined || end < count - near) return;
    busy.current = true;
    read(next)
      .then(
        (found) => {
          later.value = { list, rows: [...more.rows, ...found.rows], next: found.next };
        },
        (error: Error) => {
          failure.value = error;
        },
      )
      .finally(() => {
        busy.current = false;
      });
  };
  const reload = useCallback(() => {
    later.value = { list, rows: [], next: undefined };
    failure.value = undefined;
    first.reload();
  }, [list, later, failure, first.reload]);
  return { rows, hasMore: next !== undefined, error: first.error.value ?? failure.value, show, reload };
}
