import { useSignal } from "@preact/signals";
import { read } from "../../api/read.ts";
import { usePages } from "../../api/use-pages.ts";
import { keepInAddress } from "../../router.ts";
import { Choice } from "../../ui/choice.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { Time } from "../../ui/time.tsx";
import { type DurableExecution, DurableExecutionDialog } from "./durable-execution-dialog.tsx";
import { ExecutionStatus } from "./execution-status.tsx";
import { Rows } from "./rows.tsx";

const statuses = [
  { value: "", text: "All" },
  { value: "RUNNING", text: "Running" },
  { value: "SUCCEEDED", text: "Succeeded" },
  { value: "FAILED", text: "Failed" },
] as const;

/** The executions of a durable function, the newest first. */
export function DurableExecutions({ functionName, status }: { functionName: string; status: string }) {
  const chosen = useSignal<DurableExecution | undefined>(undefined);
  const wanted = statuses.find(({ value }) => value === status)?.value ?? "";
  const { rows, hasMore, error, show } = usePages<DurableExecution>(
    JSON.stringify([functionName, wanted]),
    async (Marker) => {
      const page = await read<{ DurableExecutions: DurableExecution[]; NextMarker?: string }>(
        "lambda.ListDurableExecutionsByFunction",
        {
          FunctionName: functionName,
          ReverseOrder: true,
          MaxItems: 100,
          ...(wanted && { Statuses: [wanted] }),
          ...(Marker !== undefined && { Marker }),
        },
      );
      return { rows: page.DurableExecutions, next: page.NextMarker };
    },
    ({ type }) => type.startsWith("execution."),
  );
  return (
    <div class="data-view">
      <div class="data-tools">
        <Choice
          label="Status"
          options={statuses}
          chosen={wanted}
          onChoose={(value) => keepInAddress({ status: value || undefined })}
        />
        <p class="quiet" role="status">
          {rows && `${rows.length.toLocaleString("en")}${hasMore ? " and more" : ""}`}
        </p>
      </div>
      <Failure error={error} />
      {rows?.length === 0 && (
        <EmptyState icon="clock" title="There is no such execution">
          <p>What comes after the first sign-in runs as an execution, which survives crashes and waits for days.</p>
        </EmptyState>
      )}
      {rows && rows.length > 0 && (
        <Rows
          label={`Executions of ${functionName}, the newest first`}
          count={rows.length}
          at={(index) => rows[index]}
          keyOf={({ DurableExecutionArn }) => DurableExecutionArn}
          cells={({ DurableExecutionName, Status, StartTimestamp }) => ({
            title: DurableExecutionName,
            side: <ExecutionStatus status={Status} />,
            when: <Time at={Date.parse(StartTimestamp)} />,
          })}
          onOpen={(execution) => {
            chosen.value = execution;
          }}
          onShown={show}
        />
      )}
      {chosen.value && (
        <DurableExecutionDialog
          execution={chosen.value}
          onClose={() => {
            chosen.value = undefined;
          }}
        />
      )}
    </div>
  );
}
