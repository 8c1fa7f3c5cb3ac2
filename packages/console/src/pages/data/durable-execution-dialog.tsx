import { read } from "../../api/read.ts";
import { useLoad } from "../../api/use-load.ts";
import { clockTime, dateAndTime } from "../../times.ts";
import { JsonBlock } from "../../ui/code-block.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Failure } from "../../ui/failure.tsx";
import { ExecutionStatus } from "./execution-status.tsx";

/** An execution as Lambda lists it. */
export interface DurableExecution {
  DurableExecutionArn: string;
  DurableExecutionName: string;
  Status: string;
  StartTimestamp: string;
  EndTimestamp?: string;
}

interface HistoryEvent {
  EventId: number;
  EventType: string;
  EventTimestamp: string;
  Name?: string;
  [details: `${string}Details`]: unknown;
}

/** What happened in an execution, entry by entry. */
export function DurableExecutionDialog({ execution, onClose }: { execution: DurableExecution; onClose: () => void }) {
  const { DurableExecutionArn, DurableExecutionName } = execution;
  const { value, error } = useLoad(
    async () => {
      const [now, { Events }] = await Promise.all([
        read<DurableExecution>("lambda.GetDurableExecution", { DurableExecutionArn }),
        read<{ Events: HistoryEvent[] }>("lambda.GetDurableExecutionHistory", {
          DurableExecutionArn,
          IncludeExecutionData: true,
          MaxItems: 1000,
        }),
      ]);
      return { now, events: Events };
    },
    [DurableExecutionArn],
    ({ type }) => type.startsWith("execution.") || type === "step",
  );
  const { Status, StartTimestamp, EndTimestamp } = value.value?.now ?? execution;
  return (
    <Dialog title={DurableExecutionName} onClose={onClose}>
      <dl class="facts">
        <dt>Status</dt>
        <dd>
          <ExecutionStatus status={Status} />
        </dd>
        <dt>Started</dt>
        <dd>{dateAndTime(Date.parse(StartTimestamp))}</dd>
        {EndTimestamp && (
          <>
            <dt>Ended</dt>
            <dd>{dateAndTime(Date.parse(EndTimestamp))}</dd>
          </>
        )}
      </dl>
      <Failure error={error.value} />
      <ol class="data-history">
        {value.value?.events.map((event) => (
          <li key={event.EventId}>
            <details>
              <summary>
                <time>{clockTime(Date.parse(event.EventTimestamp))}</time>
                <b>{wordsOf(event.EventType)}</b> {event.Name && <span class="quiet">{event.Name}</span>}
              </summary>
              <JsonBlock label="the entry" value={event} />
            </details>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}

/** `StepSucceeded` as `step succeeded`. */
function wordsOf(type: string): string {
  return type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}
