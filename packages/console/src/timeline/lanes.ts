import type { Bar } from "./story.ts";

/** Gives each bar the first lane that is free, so that what overlaps lies side by side. @returns the bars, and how many lanes there are */
export function inLanes(bars: readonly Omit<Bar, "lane">[]): { bars: Bar[]; lanes: number } {
  const busyUntil: number[] = [];
  const placed = bars
    .toSorted((a, b) => a.from - b.from)
    .map((bar) => {
      const free = busyUntil.findIndex((until) => until <= bar.from);
      const lane = free === -1 ? busyUntil.length : free;
      busyUntil[lane] = bar.to ?? Number.POSITIVE_INFINITY;
      return { ...bar, lane };
    });
  return { bars: placed, lanes: Math.max(busyUntil.length, 1) };
}
