import type { JournalEntry } from "@foyer/local";
import { type Signal, useSignal } from "@preact/signals";
import { useCallback, useEffect, useRef } from "preact/hooks";
import { journal } from "../live.ts";

const restMs = 150;

/** What was read: `value` stays while it is read again; `error` is fit to be shown. */
export interface Loaded<T> {
  value: Signal<T | undefined>;
  error: Signal<Error | undefined>;
  reload: () => void;
}

/**
 * Reads something when the page appears, whenever one of `inputs` changes, and after each journal entry that `when` takes; entries that
 * come close together cause one reading, and a break of the stream of events causes one.
 */
export function useLoad<T>(
  read: (signal: AbortSignal) => Promise<T>,
  inputs: readonly unknown[],
  when?: (entry: JournalEntry) => boolean,
): Loaded<T> {
  const value = useSignal<T | undefined>(undefined);
  const error = useSignal<Error | undefined>(undefined);
  const state = useRef<{ abort?: AbortController; again?: boolean; busy?: boolean }>({});
  const latest = useRef({ read, when });
  latest.current = { read, when };
  const reload = useCallback(() => {
    const now = state.current;
    if (now.busy) {
      now.again = true;
      return;
    }
    now.busy = true;
    const abort = new AbortController();
    now.abort = abort;
    latest.current
      .read(abort.signal)
      .then(
        (result) => {
          if (abort.signal.aborted) return;
          value.value = result;
          error.value = undefined;
        },
        (failure: Error) => {
          if (!abort.signal.aborted) error.value = failure;
        },
      )
      .finally(() => {
        if (now.abort !== abort) return;
        // A flood of entries is read a few times a second, not for each.
        setTimeout(() => {
          now.busy = false;
          if (now.again && state.current === now) {
            now.again = false;
            reload();
          }
        }, restMs);
      });
  }, []);
  useEffect(() => {
    state.current.abort?.abort();
    state.current = {};
    reload();
    return () => state.current.abort?.abort();
  }, [...inputs]);
  useEffect(() => journal.listen((entry) => latest.current.when?.(entry) && reload()), [reload]);
  useEffect(() => journal.onReopen(reload), [reload]);
  return { value, error, reload };
}
