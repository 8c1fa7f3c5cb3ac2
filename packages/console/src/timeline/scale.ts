/** From when to when something happened, in milliseconds since the epoch; equal for a moment. */
export interface Span {
  from: number;
  to: number;
}

/** A stretch of the picture: either true to scale, or a pause that is folded to a fixed width. Places are from 0 to 1. */
export interface Stretch extends Span {
  folded: boolean;
  left: number;
  right: number;
}

/** Where moments are in a picture. */
export interface Scale {
  stretches: Stretch[];
  /** The place of a moment, from 0 to 1. */
  place(at: number): number;
}

// A pause may take less room than what happens, and a short one stays in any case; a longer one is folded.
const longestPauseShare = 0.75;
const shortestFoldMs = 300;
const foldWidth = 0.07;
const mostFoldedWidth = 0.45;
// Around what happens, so that nothing sticks to the edge.
const edge = 0.012;

/** One scale for all that happened: milliseconds stay visible beside a wait of three days, as the pause is folded. */
export function scaleOf(spans: readonly Span[]): Scale {
  const merged = merge(spans);
  const busyMs = merged.reduce((sum, { from, to }) => sum + to - from, 0);
  const longestPauseMs = Math.max(busyMs * longestPauseShare, shortestFoldMs);
  const runs: Span[] = [];
  for (const { from, to } of merged) {
    const last = runs.at(-1);
    if (last && from - last.to <= longestPauseMs) last.to = to;
    else runs.push({ from, to });
  }
  const folds = Math.max(runs.length - 1, 0);
  const fold = folds === 0 ? 0 : Math.min(foldWidth, mostFoldedWidth / folds);
  const trueMs = runs.reduce((sum, { from, to }) => sum + to - from, 0);
  const room = 1 - 2 * edge - folds * fold;
  // Moments alone have no length: they share the room evenly.
  const widthOf = ({ from, to }: Span) => (trueMs === 0 ? room / runs.length : ((to - from) / trueMs) * room);
  const stretches: Stretch[] = [];
  let left = edge;
  for (const [index, run] of runs.entries()) {
    const before = runs[index - 1];
    if (before) {
      stretches.push({ from: before.to, to: run.from, folded: true, left, right: left + fold });
      left += fold;
    }
    const right = left + widthOf(run);
    stretches.push({ ...run, folded: false, left, right });
    left = right;
  }
  return { stretches, place: (at) => placeIn(stretches, at) };
}

function placeIn(stretches: readonly Stretch[], at: number): number {
  const first = stretches[0];
  if (!first || at <= first.from) return first?.left ?? edge;
  for (const { from, to, left, right } of stretches) {
    if (at <= to) return from === to ? left : left + ((at - from) / (to - from)) * (right - left);
  }
  return stretches.at(-1)?.right ?? edge;
}

function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** A line of the grid. */
export interface Tick {
  place: number;
  /** Milliseconds since the stretch began. */
  afterMs: number;
}

/** Lines at round amounts of time in every stretch that is true to scale, at least `apart` of the width from each other. */
export function ticksOf({ stretches }: Scale, apart: number): Tick[] {
  return stretches.flatMap(({ folded, from, to, left, right }) => {
    if (folded || to === from) return [];
    const stepMs = roundUp(((to - from) / (right - left)) * apart);
    const count = Math.floor((to - from) / stepMs);
    return Array.from({ length: count }, (_, index) => {
      const afterMs = (index + 1) * stepMs;
      return { afterMs, place: left + (afterMs / (to - from)) * (right - left) };
    });
  });
}

const minuteMs = 60_000;
const roundMinutes = [1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1440];

function roundUp(ms: number): number {
  if (ms > 30_000)
    return (roundMinutes.find((minutes) => minutes * minuteMs >= ms) ?? Math.ceil(ms / minuteMs / 1440) * 1440) * minuteMs;
  const power = 10 ** Math.floor(Math.log10(Math.max(ms, 1)));
  return ([1, 2, 5, 10].find((factor) => factor * power >= ms) ?? 10) * power;
}
