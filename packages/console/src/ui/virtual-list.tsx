import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

export interface VirtualListProps {
  label: string;
  count: number;
  /** In pixels; every row has it. */
  rowHeight: number;
  /** Draws a row, a link or a button within; arrow keys go from one to the next. */
  row: (index: number) => ComponentChildren;
  /** Gives what belongs to a row, so that it is not drawn anew when others arrive above it. */
  keyOf: (index: number) => string | number;
  /** Told of the rows that are drawn, from the first up to and without the last. */
  onShown?: (first: number, end: number) => void;
}

const spare = 8;

/** A list of any length that scrolls with the page: only the rows in view, and a few around them, are drawn. */
export function VirtualList({ label, count, rowHeight, row, keyOf, onShown }: VirtualListProps) {
  const list = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState<[number, number]>([0, Math.ceil(innerHeight / rowHeight) + spare]);
  useLayoutEffect(() => {
    const look = () => {
      const top = -(list.current?.getBoundingClientRect().top ?? 0);
      const first = Math.max(0, Math.floor(top / rowHeight) - spare);
      const end = Math.min(count, Math.ceil((top + innerHeight) / rowHeight) + spare);
      setRange((now) => (now[0] === first && now[1] === end ? now : [first, Math.max(end, first)]));
    };
    look();
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look);
    return () => {
      removeEventListener("scroll", look);
      removeEventListener("resize", look);
    };
  }, [count, rowHeight]);
  const [first, end] = [Math.min(range[0], count), Math.min(range[1], count)];
  useEffect(() => onShown?.(first, end), [first, end, onShown]);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const items = [...(list.current?.querySelectorAll<HTMLElement>("[data-row] a, [data-row] button") ?? [])];
    const next = items[items.indexOf(document.activeElement as HTMLElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: the rows are laid out by their place, which list items are not
    <div ref={list} role="list" aria-label={label} class="virtual" style={{ height: `${count * rowHeight}px` }} onKeyDown={move}>
      {Array.from({ length: Math.max(0, end - first) }, (_, offset) => first + offset).map((index) => (
        // biome-ignore lint/a11y/useSemanticElements: as above
        <div
          key={keyOf(index)}
          role="listitem"
          aria-setsize={count}
          aria-posinset={index + 1}
          data-row={index}
          class="virtual-row"
          style={{ height: `${rowHeight}px`, transform: `translateY(${index * rowHeight}px)` }}
        >
          {row(index)}
        </div>
      ))}
    </div>
  );
}
