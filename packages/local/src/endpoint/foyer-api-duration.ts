const unitsMs = new Map([
  ["ms", 1],
  ["millisecond", 1],
  ["s", 1000],
  ["second", 1000],
  ["m", 60_000],
  ["minute", 60_000],
  ["h", 3_600_000],
  ["hour", 3_600_000],
  ["d", 86_400_000],
  ["day", 86_400_000],
  ["w", 604_800_000],
  ["week", 604_800_000],
]);

/** Milliseconds of `3 days`, `+3d`, `90 minutes`; undefined if it is no such amount. */
export function millisecondsOf(text: string): number | undefined {
  const match = /^\+?\s*(\d{1,15}(?:\.\d{1,9})?)\s*([a-z]+)$/i.exec(text.trim());
  if (!match) return undefined;
  const unit = (match[2] as string).toLowerCase();
  const unitMs = unitsMs.get(unit) ?? unitsMs.get(unit.replace(/s$/, ""));
  return unitMs === undefined ? undefined : Math.round(Number(match[1]) * unitMs);
}
