import { useEffect, useRef } from "preact/hooks";

const everyMs = 2000;

/** Reads every two seconds, while somebody looks, what changes without an entry in the journal: queues, tables, faults that a terminal sets. */
export function useFresh(reload: () => void): void {
  const latest = useRef(reload);
  latest.current = reload;
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") latest.current();
    }, everyMs);
    return () => clearInterval(timer);
  }, []);
}
