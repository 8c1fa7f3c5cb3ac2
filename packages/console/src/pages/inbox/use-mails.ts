import type { ListedMail, ListedMails } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { useCallback, useEffect, useRef } from "preact/hooks";
import { get } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";

/** The list as far as it was read. */
export interface MailList {
  /** Undefined until the first answer. */
  total: number | undefined;
  error: Error | undefined;
  /** The mail at a place, the newest at 0; undefined where it was not read yet. */
  at: (index: number) => ListedMail | undefined;
  /** True of what came while the page was open. */
  isNew: (messageId: string) => boolean;
  /** Which rows are to be read and kept up to date. */
  show: (first: number, end: number) => void;
}

interface Known {
  search: string;
  /** By place, the oldest at 0: new ones move nobody's place. */
  mails: Map<number, ListedMail>;
  total: number;
  fresh: Set<string>;
}

const step = 20;
// While somebody scrolls fast, what flies by is not read.
const scrollRestMs = 80;

/** Reads the rows in view, and again when a mail arrives or a step tells that it has sent one. */
export function useMails(search: string): MailList {
  const range = useSignal({ first: 0, end: 40 });
  const known = useRef<Known>({ search, mails: new Map(), total: 0, fresh: new Set() });
  const wanted = useRef(range.peek());
  const pending = useRef(false);
  const { first, end } = range.value;
  const loaded = useLoad(
    async (signal) => {
      const query = new URLSearchParams({ search, offset: String(first), limit: String(Math.max(end - first, 1)) });
      const page = await get<ListedMails>(`mails?${query}`, signal);
      keep(known.current, search, first, page);
      return { search, total: page.total };
    },
    [search, first, end],
    ({ type, data }) => type === "mail.sent" || (type === "step" && "result" in data),
  );
  const total = loaded.value.value?.search === search ? loaded.value.value.total : undefined;
  const show = useCallback(
    (from: number, to: number) => {
      const next = { first: Math.floor(from / step) * step, end: Math.ceil(to / step) * step };
      const now = range.peek();
      wanted.current = next;
      if (pending.current || (next.first === now.first && next.end === now.end)) return;
      pending.current = true;
      setTimeout(() => {
        pending.current = false;
        range.value = wanted.current;
      }, scrollRestMs);
    },
    [range],
  );
  useEffect(() => {
    known.current.fresh.clear();
  }, [search]);
  return {
    total,
    error: loaded.error.value,
    at: (index) => known.current.mails.get((total ?? 0) - 1 - index),
    isNew: (messageId) => known.current.fresh.has(messageId),
    show,
  };
}

function keep(known: Known, search: string, offset: number, { total, mails }: ListedMails): void {
  const isSame = known.search === search && total >= known.total;
  if (!isSame) known.mails.clear();
  const grown = isSame ? total - known.total : 0;
  for (const [index, mail] of mails.entries()) {
    if (known.mails.size > 0 && offset + index < grown) known.fresh.add(mail.messageId);
    known.mails.set(total - 1 - offset - index, mail);
  }
  known.search = search;
  known.total = total;
}
