/** From when to when something happened, in milliseconds since the epoch; equal for a moment. */
export interface Span {
  from: number;
  to: number;
}

/**
 * Maps moments to columns of a picture. Where nothing happens for long the axis is cut, so that a wait of three days leaves the
 * milliseconds before and after it visible.
 * @returns the column, from 0 to `columns - 1`, of a moment.
 */
export function axis(spans: Span[], columns: number): (at: number) => number {
  const merged = merge(spans);
  const busyMs = merged.reduce((sum, { from, to }) => sum + to - from, 0);
  // A pause may take as much room as a quarter of what happens, so that pauses of a few milliseconds stay true to scale.
  const longestPauseMs = Math.max(busyMs / 4, 1);
  const stops: { at: number; shown: number }[] = [];
  let shown = 0;
  let last: number | undefined;
  for (const { from, to } of merged) {
    if (last !== undefined) shown += Math.min(from - last, longestPauseMs);
    stops.push({ at: from, shown });
    shown += to - from;
    stops.push({ at: to, shown });
    last = to;
  }
  const scale = shown === 0 ? 0 : (columns - 1) / shown;
  return (at) => {
    const after = stops.findIndex((stop) => stop.at >= at);
    if (after === -1) return columns - 1;
    const next = stops[after] as { at: number; shown: number };
    const before = stops[after - 1] ?? next;
    const part = next.at === before.at ? 1 : (at - before.at) / (next.at - before.at);
    return Math.round((before.shown + part * (next.shown - before.shown)) * scale);
  };
}

function merge(spans: Span[]): Span[] {
  const merged: Span[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}
