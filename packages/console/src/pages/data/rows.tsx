import type { ComponentChildren } from "preact";
import { useCallback } from "preact/hooks";
import { VirtualList } from "../../ui/virtual-list.tsx";

export interface RowsProps<T> {
  label: string;
  count: number;
  /** Undefined where it was not read yet. */
  at: (index: number) => T | undefined;
  keyOf: (row: T) => string | number;
  cells: (row: T) => RowCells;
  onOpen: (row: T) => void;
  onShown?: (first: number, end: number) => void;
}

/** What a row shows. */
export interface RowCells {
  title: ComponentChildren;
  /** In a line beside it, cut where there is no room. */
  preview?: string;
  side?: ComponentChildren;
  when?: ComponentChildren;
}

const rowHeight = 44;

/** A list of any length whose rows open what they show. */
export function Rows<T>({ label, count, at, keyOf, cells, onOpen, onShown }: RowsProps<T>) {
  const key = useCallback(
    (index: number) => {
      const row = at(index);
      return row === undefined ? `row-${index}` : keyOf(row);
    },
    [at, keyOf],
  );
  const draw = (index: number) => {
    const row = at(index);
    if (row === undefined) return <span class="data-row" aria-hidden="true" />;
    const { title, preview, side, when } = cells(row);
    return (
      <button type="button" class="data-row" onClick={() => onOpen(row)}>
        <span class="data-row-main">
          <b>{title}</b> {preview && <span class="data-row-preview">{preview}</span>}
        </span>
        {side && <span class="data-row-side">{side}</span>}
        {when && <span class="data-row-when">{when}</span>}
      </button>
    );
  };
  return (
    <section class="card data-rows" aria-label={label}>
      <VirtualList label={label} count={count} rowHeight={rowHeight} row={draw} keyOf={key} {...(onShown && { onShown })} />
    </section>
  );
}
