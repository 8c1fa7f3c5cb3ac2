import type { Scale } from "../../timeline/scale.ts";
import type { Bar, Row } from "../../timeline/story.ts";
import { amount } from "../../times.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { percent } from "./timeline-axis.tsx";

const signs: Partial<Record<Bar["kind"], IconName>> = { mail: "mail", event: "event", "hand-over": "handOver" };

export interface TimelineRowProps {
  row: Row;
  scale: Scale;
  now: number;
  isChosen: boolean;
  onChoose: () => void;
}

/** One line: what it is, its bars, how long it took. It is a button that shows the details. */
export function TimelineRow({ row, scale, now, isChosen, onChoose }: TimelineRowProps) {
  const { kind, label, tone, says, bars, lanes, durationMs, budgets = [] } = row;
  const took = durationMs === undefined ? "" : amount(durationMs);
  return (
    <button
      type="button"
      class="tl-row"
      data-kind={kind}
      data-tone={tone}
      data-row-id={row.id}
      aria-expanded={isChosen}
      onClick={onChoose}
    >
      <span class="tl-label">
        <i class="tl-state" />
        <b title={label}>{kind === "trigger" ? <TriggerName source={label} /> : label}</b>
        <span class="tl-says">{says}</span>
      </span>
      <span class="tl-track" aria-hidden="true" style={{ height: `${lanes * 20}px` }}>
        {bars.map((bar, index) => (
          <BarMark key={index} bar={bar} scale={scale} now={now} />
        ))}
        {budgets.map(({ at, lane }) => (
          <i
            key={at}
            class="tl-budget"
            title="Here the budget of 5 s is over"
            style={{ left: percent(scale.place(at)), top: `${lane * 20}px` }}
          />
        ))}
      </span>
      <span class="tl-took">
        {took && <span class="visually-hidden">took </span>}
        {took}
      </span>
    </button>
  );
}

function BarMark({ bar, scale, now }: { bar: Bar; scale: Scale; now: number }) {
  const { kind, from, to, tone, says, lane } = bar;
  const left = scale.place(from);
  const top = `${lane * 20}px`;
  const icon = signs[kind];
  if (icon)
    return (
      <span class="tl-sign" data-sign={kind} data-tone={tone} title={says} style={{ left: percent(left), top }}>
        <Icon name={icon} size={12} />
      </span>
    );
  if (kind === "moment") return <i class="tl-moment" data-tone={tone} title={says} style={{ left: percent(left), top }} />;
  const isOpen = to === undefined;
  const right = isOpen && kind === "wait" ? 1 : scale.place(to ?? Math.max(now, from));
  return (
    <i
      class="tl-bar"
      data-bar={kind}
      data-tone={tone}
      data-open={isOpen}
      title={says}
      style={{ left: percent(left), top, width: `max(4px, ${percent(Math.max(right - left, 0))})` }}
    />
  );
}

/** `PostConfirmation_ConfirmSignUp` is `PostConfirmation` in the picture; a screen reader and the details have it whole. */
function TriggerName({ source }: { source: string }) {
  const [trigger, ...rest] = source.split("_");
  return (
    <>
      {trigger}
      <span class="visually-hidden">{rest.join(" ")}</span>
    </>
  );
}
