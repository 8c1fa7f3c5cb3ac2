import type { JournalEntry, UserState } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { get } from "../../api/client.ts";
import { journal } from "../../live.ts";

/** A user and all that happened, kept up to date. */
export interface LiveUser {
  /** Null once deleted; undefined until the first answer. */
  user: UserState | null | undefined;
  entries: readonly JournalEntry[];
  error: Error | undefined;
}

// A reading of the user follows so long after what may have changed it.
const settleMs = 120;

/** Reads a user's journal, and appends what happens from then on. */
export function useUser(sub: string): LiveUser {
  const state = useSignal<LiveUser>({ user: undefined, entries: [], error: undefined });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    let ended = false;
    let early: JournalEntry[] = [];
    state.value = { user: undefined, entries: [], error: undefined };
    const read = async () => {
      try {
        const { user, entries } = await get<{ user: UserState | null; entries: JournalEntry[] }>(
          `journal/${encodeURIComponent(sub)}`,
        );
        if (ended) return;
        const last = entries.at(-1)?.id ?? 0;
        state.value = { user, entries: [...entries, ...early.filter(({ id }) => id > last)], error: undefined };
        early = [];
      } catch (error) {
        if (!ended) state.value = { ...state.peek(), error: error as Error };
      }
    };
    const unlisten = journal.listen((entry) => {
      if (entry.sub !== sub) return;
      early.push(entry);
      const { user, entries } = state.peek();
      if (user !== undefined && entry.id > (entries.at(-1)?.id ?? 0))
        state.value = { ...state.peek(), entries: [...entries, entry] };
      // Ids begin anew when the journal was emptied.
      const isAnew = entry.id <= (entries.at(-1)?.id ?? 0);
      if (!isAnew && !entry.type.startsWith("user.") && user !== undefined) return;
      clearTimeout(timer.current);
      timer.current = setTimeout(read, settleMs);
    });
    const unreopen = journal.onReopen(read);
    void read();
    return () => {
      ended = true;
      clearTimeout(timer.current);
      unlisten();
      unreopen();
    };
  }, [sub, state]);
  return state.value;
}
