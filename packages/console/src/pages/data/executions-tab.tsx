import type { ListedFunctions, ListedStateMachine } from "@foyer/local";
import { get } from "../../api/client.ts";
import { useLoad } from "../../api/use-load.ts";
import { hrefOf } from "../../place.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Failure } from "../../ui/failure.tsx";
import { DurableExecutions } from "./durable-executions.tsx";
import { Picker } from "./picker.tsx";
import { StateExecutions } from "./state-executions.tsx";

/** Durable executions of functions, and executions of state machines. */
export function ExecutionsTab({ query }: { query: URLSearchParams }) {
  const { value, error } = useLoad(async (signal) => {
    const [{ functions }, machines] = await Promise.all([
      get<ListedFunctions>("functions", signal),
      get<ListedStateMachine[]>("state-machines", signal),
    ]);
    return { durable: functions.filter(({ isDurable }) => isDurable), machines };
  }, []);
  const picks = value.value && [
    ...value.value.durable.map(({ functionName }) => ({ name: functionName, about: "durable function" })),
    ...value.value.machines.map(({ name }) => ({ name, about: "state machine" })),
  ];
  const chosen = picks?.find(({ name }) => name === query.get("name")) ?? picks?.[0];
  const machine = value.value?.machines.find(({ name }) => name === chosen?.name);
  return (
    <>
      <Failure error={error.value} />
      {picks?.length === 0 && (
        <EmptyState icon="clock" title="Nothing here has executions">
          <p>
            An onboarding with a wait has a worker, which is a durable function: each user’s way through it is an execution.{" "}
            <a href={hrefOf("functions")}>To the functions</a>
          </p>
        </EmptyState>
      )}
      {picks && chosen && (
        <div class="data-split">
          <Picker label="What has executions" tab="executions" picks={picks} chosen={chosen.name} />
          {machine && chosen.about === "state machine" ? (
            <StateExecutions key={machine.arn} machine={machine} />
          ) : (
            <DurableExecutions key={chosen.name} functionName={chosen.name} status={query.get("status") ?? ""} />
          )}
        </div>
      )}
    </>
  );
}
