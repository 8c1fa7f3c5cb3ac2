import { type HistogramBar, histogramWords } from "./histogram.ts";

const barWidth = 44;
const height = 150;

/** How long invocations took, cold ones on top of warm ones. */
export function DurationHistogram({ bars }: { bars: readonly HistogramBar[] }) {
  const highest = Math.max(1, ...bars.map(({ cold, warm }) => cold + warm));
  const unit = (height - 36) / highest;
  return (
    <figure class="functions-histogram">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section class="functions-histogram-scroll" tabIndex={0} aria-label="Histogram of durations">
        <svg
          viewBox={`0 0 ${bars.length * barWidth} ${height}`}
          width={bars.length * barWidth}
          height={height}
          role="img"
          aria-label={histogramWords(bars)}
        >
          {bars.map(({ cold, warm, range, bound }, index) => {
            const [left, foot] = [index * barWidth + 3, height - 18];
            return (
              <g key={range}>
                <title>{`${range}: ${cold} cold, ${warm} warm`}</title>
                <rect x={left} y={0} width={barWidth - 6} height={foot} class="functions-bar-ground" />
                <rect x={left} y={foot - warm * unit} width={barWidth - 6} height={warm * unit} class="functions-bar-warm" />
                <rect
                  x={left}
                  y={foot - (warm + cold) * unit}
                  width={barWidth - 6}
                  height={cold * unit}
                  class="functions-bar-cold"
                />
                {cold + warm > 0 && (
                  <text x={left + (barWidth - 6) / 2} y={foot - (warm + cold) * unit - 5} class="functions-bar-count">
                    {cold + warm}
                  </text>
                )}
                <text x={left + barWidth - 6} y={height - 4} class="functions-bar-bound">
                  {bound}
                </text>
              </g>
            );
          })}
        </svg>
      </section>
      <figcaption>
        <i class="functions-key-warm" /> warm <i class="functions-key-cold" /> cold start
      </figcaption>
    </figure>
  );
}

/** The same, small and without words. */
export function SmallHistogram({ bars }: { bars: readonly HistogramBar[] }) {
  const highest = Math.max(1, ...bars.map(({ cold, warm }) => cold + warm));
  return (
    <svg
      viewBox={`0 0 ${Math.max(bars.length, 1) * 8} 24`}
      width={bars.length * 8}
      height={24}
      role="img"
      aria-label={histogramWords(bars)}
    >
      {bars.map(({ cold, warm, range }, index) => {
        const [low, all] = [(warm / highest) * 22, ((warm + cold) / highest) * 22];
        return (
          <g key={range}>
            <rect x={index * 8} y={23} width={6} height={1} class="functions-bar-warm" />
            <rect x={index * 8} y={24 - low} width={6} height={low} class="functions-bar-warm" />
            <rect x={index * 8} y={24 - all} width={6} height={all - low} class="functions-bar-cold" />
          </g>
        );
      })}
    </svg>
  );
}
