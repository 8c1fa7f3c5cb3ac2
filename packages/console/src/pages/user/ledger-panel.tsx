import { ApiFailure, get } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";
import { stepLook } from "../../step-tone.ts";
import { wording } from "../../timeline/wording.ts";
import { amount, dateAndTime } from "../../times.ts";
import { Badge } from "../../ui/badge.tsx";
import { JsonBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { Table } from "../../ui/table.tsx";

interface StepRecord {
  state: string;
  attempts: number;
  replay?: string;
  endedAt?: number;
  durationMs?: number;
  result?: unknown;
  reason?: string;
  unknowns?: number;
}

interface Entry {
  status: string;
  origin: string;
  openedAt: number;
  closedAt?: number;
  reason?: string;
  generation?: number;
  steps: Record<string, StepRecord>;
}

const repeats: Record<string, string> = { safe: "converges", keyed: "recognised by its key", unknown: "could double" };

/** The user's entry in the ledger: the memory that makes a re-run harmless. */
export function LedgerPanel({ sub }: { sub: string }) {
  const { value, error } = useLoad(
    async (signal) => (await get<{ entry: Entry | null }>(`entry/${encodeURIComponent(sub)}`, signal)).entry,
    [sub],
    (entry) => entry.sub === sub,
  );
  if (error.value instanceof ApiFailure && error.value.code === "NoOnboarding")
    return (
      <EmptyState icon="table" title="There is no ledger">
        <p>No onboarding is deployed here: foyer dev runs only existing handlers.</p>
      </EmptyState>
    );
  if (error.value) return <Failure error={error.value} />;
  if (value.value === undefined) return null;
  if (value.value === null)
    return (
      <EmptyState icon="table" title="The ledger knows nothing of this user">
        <p>The entry is opened by the first trigger, or by a sweep for whoever came by another way.</p>
      </EmptyState>
    );
  const { status, origin, openedAt, closedAt, reason, generation, steps } = value.value;
  const rows = Object.entries(steps).map(([name, record]) => ({ name, ...record }));
  return (
    <div class="user-panel">
      <dl class="facts">
        <dt>Status</dt>
        <dd>
          <Badge tone={status === "complete" ? "good" : status === "parked" ? "bad" : "info"}>{status}</Badge> {reason}
        </dd>
        <dt>Came by</dt>
        <dd>{origin}</dd>
        <dt>Opened</dt>
        <dd>{dateAndTime(openedAt)}</dd>
        {closedAt !== undefined && <dt>Closed</dt>}
        {closedAt !== undefined && <dd>{dateAndTime(closedAt)}</dd>}
        {generation !== undefined && <dt>Fresh executions</dt>}
        {generation !== undefined && <dd>{generation}</dd>}
      </dl>
      <Table
        label="Steps in the ledger"
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          { title: "Step", cell: ({ name }) => <b>{name}</b> },
          { title: "State", cell: ({ state }) => <Badge tone={stepLook(state).tone}>{stepLook(state).says}</Badge> },
          { title: "If it ran again", cell: ({ replay }) => (replay ? (repeats[replay] ?? replay) : "") },
          { title: "Result", cell: ({ result, reason: why }) => why ?? wording(result) },
          { title: "Attempts", align: "right", cell: ({ attempts }) => attempts },
          { title: "Took", align: "right", cell: ({ durationMs }) => (durationMs === undefined ? "" : amount(durationMs)) },
        ]}
      />
      <details class="user-logs">
        <summary>The entry as it is stored</summary>
        <JsonBlock label="the entry" value={value.value} />
      </details>
    </div>
  );
}
