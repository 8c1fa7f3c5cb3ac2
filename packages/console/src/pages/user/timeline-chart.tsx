import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { type Scale, scaleOf } from "../../timeline/scale.ts";
import type { Row, Section } from "../../timeline/story.ts";
import { TimelineAxis, TimelineGrid } from "./timeline-axis.tsx";
import { TimelineRow } from "./timeline-row.tsx";
import "./timeline.css";

export interface TimelineChartProps {
  sections: readonly Section[];
  now: number;
  chosen: string | undefined;
  onChoose: (row: Row) => void;
  /** What is shown below the chosen row. */
  details: (row: Row) => ComponentChildren;
}

/** The picture of what happened: one line a thing, on one scale, with pauses folded. */
export function TimelineChart({ sections, now, chosen, onChoose, details }: TimelineChartProps) {
  const body = useRef<HTMLDivElement>(null);
  const width = useSignal(640);
  useEffect(() => {
    const grid = body.current?.querySelector(".tl-grid");
    if (!grid) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) width.value = entry.contentRect.width;
    });
    observer.observe(grid);
    return () => observer.disconnect();
  }, [width]);
  const scale = scaleOfSections(sections, now);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = [...(body.current?.querySelectorAll<HTMLElement>(".tl-row") ?? [])];
    const next = rows[rows.indexOf(document.activeElement as HTMLElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <section class="tl card" aria-label="Timeline">
      <TimelineAxis scale={scale} width={width.value} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the rows within take the keys, the arrows go from one to the next */}
      <div class="tl-body" ref={body} onKeyDown={move}>
        <TimelineGrid scale={scale} width={width.value} />
        {sections.map(({ id, title, rows }) => (
          <section key={id} class="tl-section" aria-label={title}>
            <h2 class="tl-title">{title}</h2>
            <ol>
              {rows.map((row) => (
                <li key={row.id}>
                  <TimelineRow row={row} scale={scale} now={now} isChosen={row.id === chosen} onChoose={() => onChoose(row)} />
                  {row.id === chosen && details(row)}
                </li>
              ))}
            </ol>
          </section>
        ))}
      </div>
    </section>
  );
}

/** Waits have no length of their own: what comes before and after them has. */
function scaleOfSections(sections: readonly Section[], now: number): Scale {
  const rows = sections.flatMap((section) => section.rows);
  const spans = rows.flatMap(({ bars, budgets = [] }) => [
    ...bars.flatMap(({ kind, from, to }) => (kind === "wait" ? [{ from, to: from }] : [{ from, to: to ?? Math.max(now, from) }])),
    ...budgets.map(({ at }) => ({ from: at, to: at })),
  ]);
  return scaleOf([...spans, ...pendingWaits(rows).map((until) => ({ from: until, to: until }))]);
}

/** When the waits end that are not over. */
function pendingWaits(rows: readonly Row[]): number[] {
  return rows.flatMap(({ bars, entries }) => {
    const wait = bars.find(({ kind, to }) => kind === "wait" && to === undefined);
    const entry = wait && entries.findLast(({ type }) => type === "execution.waiting");
    return entry?.type === "execution.waiting" ? [entry.data.until] : [];
  });
}
