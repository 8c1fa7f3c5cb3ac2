import type { JournalEntry } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { useCallback, useEffect, useRef } from "preact/hooks";
import { useLoad } from "./use-load.ts";

/** A part of a long list, and how long the list is. */
export interface Part<T> {
  total: number;
  rows: T[];
}

/** A long list as far as it was read. */
export interface ListWindow<T> {
  /** Undefined until the first answer. */
  total: number | undefined;
  error: Error | undefined;
  /** Undefined where it was not read yet. */
  at: (index: number) => T | undefined;
  /** True of a row that came while the list was open. */
  isNew: (row: T) => boolean;
  /** Which rows are to be read and kept up to date. */
  show: (first: number, end: number) => void;
  reload: () => void;
}

export interface WindowOptions<T> {
  /** Names the list: of another one nothing is kept. */
  list: string;
  read: (offset: number, limit: number, signal: AbortSignal) => Promise<Part<T>>;
  /** New rows come first and move the others down. */
  growsAtTop: boolean;
  /** What a row is known by; absent: nobody asks which are new. */
  keyOf?: (row: T) => string;
  when?: (entry: JournalEntry) => boolean;
}

const step = 50;
// While somebody scrolls fast, what flies by is not read.
const scrollRestMs = 80;

/** Reads the rows in view of a list of any length, for a `VirtualList`. */
export function useWindow<T>({ list, read, growsAtTop, keyOf, when }: WindowOptions<T>): ListWindow<T> {
  const range = useSignal({ first: 0, end: step });
  const wanted = useRef({ first: 0, end: step });
  const pending = useRef(false);
  // Places are counted from the end that does not grow.
  const known = useRef({ list, total: 0, rows: new Map<number, T>(), fresh: new Set<string>() });
  const { first, end } = range.value;
  const placeOf = (index: number, total: number) => (growsAtTop ? total - 1 - index : index);
  const loaded = useLoad(
    async (signal) => {
      const { total, rows } = await read(first, end - first, signal);
      const now = known.current;
      if (now.list !== list || total < now.total) now.rows.clear();
      const grown = growsAtTop && now.rows.size > 0 ? total - now.total : 0;
      Object.assign(now, { list, total });
      for (const [index, row] of rows.entries()) {
        if (keyOf && first + index < grown) now.fresh.add(keyOf(row));
        now.rows.set(placeOf(first + index, total), row);
      }
      return { list, total };
    },
    [list, first, end],
    when,
  );
  const total = loaded.value.value?.list === list ? loaded.value.value.total : undefined;
  const show = useCallback(
    (from: number, to: number) => {
      wanted.current = { first: Math.floor(from / step) * step, end: Math.max(Math.ceil(to / step), 1) * step };
      const { first, end } = range.peek();
      if (pending.current || (wanted.current.first === first && wanted.current.end === end)) return;
      pending.current = true;
      setTimeout(() => {
        pending.current = false;
        range.value = wanted.current;
      }, scrollRestMs);
    },
    [range],
  );
  useEffect(() => known.current.fresh.clear(), [list]);
  return {
    total,
    error: loaded.error.value,
    at: (index) => known.current.rows.get(placeOf(index, total ?? 0)),
    isNew: (row) => keyOf !== undefined && known.current.fresh.has(keyOf(row)),
    show,
    reload: loaded.reload,
  };
}
