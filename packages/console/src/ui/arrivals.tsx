import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";

/** Says to a screen reader how many more there are of something. @param total undefined while it is not counted */
export function Arrivals({ total, one, many }: { total: number | undefined; one: string; many: string }) {
  const before = useRef(total);
  const says = useSignal("");
  useLayoutEffect(() => {
    const grown = (total ?? 0) - (before.current ?? total ?? 0);
    before.current = total;
    if (grown > 0) says.value = `${grown} new ${grown === 1 ? one : many}, ${total} in all`;
  }, [total, says, one, many]);
  return (
    <p class="visually-hidden" aria-live="polite">
      {says.value}
    </p>
  );
}
