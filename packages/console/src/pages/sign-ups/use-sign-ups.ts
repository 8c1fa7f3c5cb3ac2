import type { SignUp, SignUps } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { useCallback, useEffect, useRef } from "preact/hooks";
import { get } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";

/** The list as far as it was read. */
export interface SignUpList {
  /** Undefined until the first answer. */
  total: number | undefined;
  error: Error | undefined;
  /** The user at a place, the newest at 0; undefined where it was not read yet. */
  at: (index: number) => SignUp | undefined;
  /** True of who came while the page was open. */
  isNew: (sub: string) => boolean;
  /** Which rows are to be read and kept up to date. */
  show: (first: number, end: number) => void;
}

/** Reads the rows in view, and again when something happens to anybody: users are counted from the oldest, so new ones move nobody's place. */
export function useSignUps(search: string, status: string): SignUpList {
  const range = useSignal({ first: 0, end: 40 });
  const known = useRef({ query: "", rows: new Map<number, SignUp>(), total: 0, fresh: new Set<string>() });
  const wanted = useRef<{ first: number; end: number }>(undefined);
  const pending = useRef(false);
  const query = new URLSearchParams({ search, status }).toString();
  const { first, end } = range.value;
  const loaded = useLoad(
    async (signal) => {
      const page = await get<SignUps>(`sign-ups?${query}&offset=${first}&limit=${Math.max(end - first, 1)}`, signal);
      keep(known.current, query, first, page);
      return { query, total: page.total };
    },
    [query, first, end],
    ({ sub }) => Boolean(sub),
  );
  // What was read of another search is not of this one.
  const total = loaded.value.value?.query === query ? loaded.value.value.total : undefined;
  const show = useCallback(
    (from: number, to: number) => {
      // In steps, so that a scroll of a few rows reads nothing.
      const next = { first: Math.floor(from / step) * step, end: Math.ceil(to / step) * step };
      const now = range.peek();
      wanted.current = next;
      if (pending.current || (next.first === now.first && next.end === now.end)) return;
      pending.current = true;
      setTimeout(() => {
        pending.current = false;
        if (wanted.current) range.value = wanted.current;
      }, scrollRestMs);
    },
    [range],
  );
  useEffect(() => {
    known.current.fresh.clear();
  }, [query]);
  return {
    total,
    error: loaded.error.value,
    at: (index) => known.current.rows.get((total ?? 0) - 1 - index),
    isNew: (sub) => known.current.fresh.has(sub),
    show,
  };
}

const step = 20;
// While somebody scrolls fast, what flies by is not read.
const scrollRestMs = 80;

interface Known {
  query: string;
  /** By place, the oldest at 0. */
  rows: Map<number, SignUp>;
  total: number;
  fresh: Set<string>;
}

function keep(known: Known, query: string, offset: number, { total, users }: SignUps): void {
  const isSame = known.query === query && total >= known.total;
  if (!isSame) known.rows.clear();
  const grown = isSame ? total - known.total : 0;
  for (const [index, user] of users.entries()) {
    if (known.rows.size > 0 && offset + index < grown) known.fresh.add(user.sub);
    known.rows.set(total - 1 - offset - index, user);
  }
  known.query = query;
  known.total = total;
}
