import type { CountedInvocation, WholeFunction } from "@foyer/local";
import { hrefOf } from "../../place.ts";
import { amount } from "../../times.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { DurationHistogram } from "./duration-histogram.tsx";
import { barsOf } from "./histogram.ts";
import { OutcomeBadge } from "./outcome-badges.tsx";

/** How the invocations of a function went, in figures, as a histogram, and the last ones one by one. */
export function InvocationsPanel({ found }: { found: WholeFunction }) {
  const { functionName, count, histogramBounds, invocations } = found;
  if (count.cold + count.warm === 0)
    return (
      <EmptyState icon="function" title="It was not invoked yet">
        <p>Sign somebody up: what the confirmation invokes appears here by itself.</p>
      </EmptyState>
    );
  const { ok, error, timeout, crash } = count.outcomes;
  const figures: [string, string | number][] = [
    ["Cold starts", count.cold],
    ["Warm", count.warm],
    ["Ended well", ok],
    ["Errors", error],
    ["Timeouts", timeout],
    ["Crashes", crash],
    ["Median", count.medianMs === undefined ? "–" : amount(count.medianMs)],
    ["95 %", count.p95Ms === undefined ? "–" : amount(count.p95Ms)],
    ["Longest", count.maxMs === undefined ? "–" : amount(count.maxMs)],
  ];
  return (
    <div class="functions-panel">
      <dl class="functions-figures card">
        {figures.map(([name, figure]) => (
          <div key={name} data-bad={["Errors", "Timeouts", "Crashes"].includes(name) && figure !== 0}>
            <dt>{name}</dt>
            <dd>{figure}</dd>
          </div>
        ))}
      </dl>
      <section class="card functions-durations" aria-label="Durations">
        <h2>Durations</h2>
        <DurationHistogram bars={barsOf(count.histogram, histogramBounds)} />
      </section>
      <Table
        label="The last invocations"
        columns={columnsOf(functionName)}
        rows={invocations}
        keyOf={({ invocationId, at }) => `${invocationId} ${at}`}
      />
    </div>
  );
}

function columnsOf(functionName: string): Column<CountedInvocation>[] {
  return [
    { title: "When", cell: ({ at }) => <Time at={at} /> },
    { title: "Start", cell: ({ coldStart }) => (coldStart ? "cold" : <span class="quiet">warm</span>) },
    {
      title: "Outcome",
      cell: ({ outcome, error }) => (
        <>
          <OutcomeBadge outcome={outcome} />
          {error && <span class="functions-error">{error}</span>}
        </>
      ),
    },
    {
      title: "Duration",
      align: "right",
      cell: ({ durationMs }) => (durationMs === undefined ? "" : amount(durationMs)),
    },
    { title: "Version", cell: ({ version }) => version },
    { title: "About", cell: ({ sub }) => sub && <a href={hrefOf("users", [sub])}>the user</a> },
    {
      title: "Logs",
      cell: ({ invocationId }) => (
        <a href={hrefOf("functions", [functionName], { tab: "logs", q: invocationId })}>{invocationId.slice(0, 8)}</a>
      ),
    },
  ];
}
