import type { ListedStateMachine } from "@foyer/local";
import { useSignal } from "@preact/signals";
import { read } from "../../api/read.ts";
import { useFresh } from "../../api/use-fresh.ts";
import { useLoad } from "../../api/use-load.ts";
import { usePages } from "../../api/use-pages.ts";
import { JsonBlock } from "../../ui/code-block.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { Time } from "../../ui/time.tsx";
import { ExecutionStatus } from "./execution-status.tsx";
import { Rows } from "./rows.tsx";

interface StateExecution {
  executionArn: string;
  name: string;
  status: string;
  startDate: string;
}

const pageExecutions = 100;

/** The executions of a state machine, the newest first. */
export function StateExecutions({ machine }: { machine: ListedStateMachine }) {
  const chosen = useSignal<StateExecution | undefined>(undefined);
  const { rows, error, show, reload } = usePages<StateExecution>(machine.arn, async (nextToken) => {
    const page = await read<{ executions: StateExecution[]; nextToken?: string }>("states.ListExecutions", {
      stateMachineArn: machine.arn,
      maxResults: pageExecutions,
      ...(nextToken !== undefined && { nextToken }),
    });
    return { rows: page.executions, next: page.nextToken };
  });
  useFresh(() => {
    if (rows === undefined || rows.length <= pageExecutions) reload();
  });
  return (
    <div class="data-view">
      <Failure error={error} />
      {rows?.length === 0 && (
        <EmptyState icon="clock" title="It was not started yet">
          <p>What starts it appears here. An execution is recorded and stays running: nothing runs the definition here.</p>
        </EmptyState>
      )}
      {rows && rows.length > 0 && (
        <Rows
          label={`Executions of ${machine.name}, the newest first`}
          count={rows.length}
          at={(index) => rows[index]}
          keyOf={({ executionArn }) => executionArn}
          cells={({ name, status, startDate }) => ({
            title: name,
            side: <ExecutionStatus status={status} />,
            when: <Time at={Date.parse(startDate)} />,
          })}
          onOpen={(execution) => {
            chosen.value = execution;
          }}
          onShown={show}
        />
      )}
      <details class="data-definition">
        <summary>Definition</summary>
        <JsonBlock label="the definition" value={JSON.parse(machine.definition)} />
      </details>
      {chosen.value && (
        <StateExecutionDialog
          execution={chosen.value}
          onClose={() => {
            chosen.value = undefined;
          }}
        />
      )}
    </div>
  );
}

function StateExecutionDialog({ execution, onClose }: { execution: StateExecution; onClose: () => void }) {
  const { executionArn, name } = execution;
  const { value, error } = useLoad(() => read<object>("states.DescribeExecution", { executionArn }), [executionArn]);
  return (
    <Dialog title={name} onClose={onClose}>
      <Failure error={error.value} />
      {value.value && <JsonBlock label="the execution" value={value.value} />}
    </Dialog>
  );
}
