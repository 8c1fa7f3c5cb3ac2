import type { StreamedLine } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { useCallback, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { lookOf } from "../../log-look.ts";
import { keepInAddress } from "../../router.ts";
import { clockTime } from "../../times.ts";
import { CodeBlock, JsonBlock } from "../../ui/code-block.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { VirtualList } from "../../ui/virtual-list.tsx";
import { filtered, jsonOf } from "./log-lines.ts";
import { useLiveLog } from "./use-live-log.ts";

const rowHeight = 28;

/** The log of a function as it is written, the newest line first, and a filter. */
export function LivePanel({ name, filter }: { name: string; filter: string }) {
  const lines = useLiveLog(name);
  const chosen = useSignal<StreamedLine | undefined>(undefined);
  const shown = useMemo(() => filtered(lines ?? [], filter).reverse(), [lines, filter]);
  useSteadyScroll(shown.length);
  const keyOf = useCallback((index: number) => shown[index]?.id ?? index, [shown]);
  const row = (index: number) => {
    const line = shown[index];
    if (!line) return null;
    return (
      <button
        type="button"
        class="functions-line"
        data-look={lookOf(line.text)}
        onClick={() => {
          chosen.value = line;
        }}
      >
        <time>{clockTime(line.at)}</time>
        <span>{line.text.trim()}</span>
      </button>
    );
  };
  return (
    <div class="functions-panel">
      <div class="functions-log-head">
        <SearchField label="Filter lines" value={filter} onSearch={(q) => keepInAddress({ q })} />
        <p class="quiet" role="status">
          {shown.length.toLocaleString("en")} {shown.length === 1 ? "line" : "lines"}
          {filter !== "" && lines && ` of ${lines.length.toLocaleString("en")}`}, the newest first
        </p>
      </div>
      {lines && shown.length === 0 && (
        <EmptyState icon="function" title={filter === "" ? "It has written nothing yet" : "No line holds that"}>
          <p>
            {filter === "" ? "What it writes appears here as it is written." : "Each word of the filter must be in the line."}
          </p>
        </EmptyState>
      )}
      {shown.length > 0 && (
        <section class="card functions-log" aria-label={`Log of ${name}`}>
          <VirtualList label="Lines" count={shown.length} rowHeight={rowHeight} row={row} keyOf={keyOf} />
        </section>
      )}
      {chosen.value && (
        <LineDialog
          line={chosen.value}
          onClose={() => {
            chosen.value = undefined;
          }}
        />
      )}
    </div>
  );
}

function LineDialog({ line: { at, text, invocationId, logStreamName }, onClose }: { line: StreamedLine; onClose: () => void }) {
  const json = jsonOf(text);
  return (
    <Dialog title={`Line of ${clockTime(at)}`} onClose={onClose}>
      <dl class="facts">
        {invocationId && (
          <>
            <dt>Invocation</dt>
            <dd>
              <a href={`#${location.hash.slice(1).replace(/\?.*/, "")}?tab=logs&q=${invocationId}`} onClick={onClose}>
                {invocationId}
              </a>
            </dd>
          </>
        )}
        <dt>Stream</dt>
        <dd>{logStreamName}</dd>
      </dl>
      {json === undefined ? <CodeBlock label="the line" text={text.trim()} /> : <JsonBlock label="the line" value={json} />}
    </Dialog>
  );
}

/** Keeps the lines in view where they are when others arrive above them. */
function useSteadyScroll(count: number): void {
  const before = useRef(count);
  useLayoutEffect(() => {
    const grown = count - before.current;
    before.current = count;
    if (grown > 0 && scrollY > 300) scrollBy({ top: grown * rowHeight, behavior: "instant" });
  }, [count]);
}
