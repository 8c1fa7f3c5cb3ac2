import { amount } from "../../times.ts";

/** A bar of a histogram: how many invocations took as long, and how long that is. */
export interface HistogramBar {
  cold: number;
  warm: number;
  /** `20 to 50 ms`. */
  range: string;
  /** Its upper bound: `50 ms`; of the last bar, which has none, `more`. */
  bound: string;
}

/** The bars from the first to the last that is not empty, with one empty bar at each side where there is one. */
export function barsOf(histogram: readonly { cold: number; warm: number }[], bounds: readonly number[]): HistogramBar[] {
  const filled = histogram.flatMap(({ cold, warm }, index) => (cold + warm > 0 ? [index] : []));
  const [first, last] = [filled[0], filled.at(-1)];
  if (first === undefined || last === undefined) return [];
  const from = Math.max(first - 1, 0);
  return histogram.slice(from, last + 2).map(({ cold, warm }, offset) => {
    const [below, bound] = [bounds[from + offset - 1], bounds[from + offset]];
    return { cold, warm, range: rangeOf(below, bound), bound: bound === undefined ? "more" : amount(bound) };
  });
}

function rangeOf(below: number | undefined, bound: number | undefined): string {
  if (bound === undefined) return `more than ${amount(below ?? 0)}`;
  return below === undefined ? `up to ${amount(bound)}` : `${amount(below)} to ${amount(bound)}`;
}

/** The histogram in a sentence, for who does not see it. */
export function histogramWords(bars: readonly HistogramBar[]): string {
  const words = bars.flatMap(({ cold, warm, range }) => {
    const counts = [cold > 0 && `${cold} cold`, warm > 0 && `${warm} warm`].filter(Boolean);
    return counts.length > 0 ? [`${range}: ${counts.join(" and ")}`] : [];
  });
  return words.length === 0 ? "No invocation has ended yet" : words.join("; ");
}
