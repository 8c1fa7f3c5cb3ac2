import { type Scale, ticksOf } from "../../timeline/scale.ts";
import { amount, clockTime, dayAndMonth } from "../../times.ts";

// In pixels.
const tickApart = 84;
const labelApart = 62;

interface Label {
  place: number;
  text: string;
}

/** The times above the picture: when each stretch begins, how long each folded pause is, and round amounts between. */
export function TimelineAxis({ scale, width }: { scale: Scale; width: number }) {
  const runs = scale.stretches.filter(({ folded }) => !folded);
  const starts = runs.map(({ left, from }, index) => ({ place: left, text: startOf(from, runs[index - 1]?.from) }));
  const folds = scale.stretches
    .filter(({ folded }) => folded)
    .map(({ left, right, from, to }) => ({ place: (left + right) / 2, text: amount(to - from) }));
  const ticks = ticksOf(scale, tickApart / width).map(({ place, afterMs }) => ({ place, text: `+${amount(afterMs)}` }));
  return (
    <div class="tl-axis" aria-hidden="true">
      <div class="tl-axis-line">
        {spread(starts, [], width)
          .filter(({ place }) => (1 - place) * width > labelApart / 2)
          .map((label) => (
            <span key={label.place} class="tl-axis-start" style={{ left: percent(label.place) }}>
              {label.text}
            </span>
          ))}
      </div>
      <div class="tl-axis-line">
        {spread(folds, [], width).map((label) => (
          <span key={label.place} class="tl-axis-fold" style={{ left: percent(label.place) }}>
            {label.text}
          </span>
        ))}
        {spread(ticks, folds, width).map((label) => (
          <span key={label.place} class="tl-axis-tick" style={{ left: percent(label.place) }}>
            {label.text}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The lines below the times, and the folds as hatched bands. */
export function TimelineGrid({ scale, width }: { scale: Scale; width: number }) {
  return (
    <div class="tl-grid" aria-hidden="true">
      {scale.stretches.map(({ folded, left, right }) =>
        folded ? (
          <i key={`fold-${left}`} class="tl-fold" style={{ left: percent(left), width: percent(right - left) }} />
        ) : (
          <i key={`start-${left}`} class="tl-start" style={{ left: percent(left) }} />
        ),
      )}
      {ticksOf(scale, tickApart / width).map(({ place }) => (
        <i key={place} class="tl-tick" style={{ left: percent(place) }} />
      ))}
    </div>
  );
}

/** The time of day, and the date where it is another than before. */
function startOf(at: number, before: number | undefined): string {
  const isSameDay = before === undefined || new Date(before).toDateString() === new Date(at).toDateString();
  return isSameDay ? clockTime(at) : `${dayAndMonth(at)} ${clockTime(at).slice(0, 5)}`;
}

/** A place as CSS has it. */
export function percent(place: number): string {
  return `${(place * 100).toFixed(3)}%`;
}

/** Labels that have room: none over another, and none over those of `taken`. */
function spread(labels: readonly Label[], taken: readonly Label[], width: number): Label[] {
  const kept: Label[] = [];
  for (const label of labels) {
    const isFree = [...taken, ...kept].every(({ place }) => Math.abs(place - label.place) * width >= labelApart);
    if (isFree) kept.push(label);
  }
  return kept;
}
