import type { Clock } from "../clock.ts";
import type { Operation, Service } from "../endpoint/service.ts";
import type { Store } from "../store/store.ts";
import { StateExecutions } from "./executions.ts";
import { operations } from "./operations/index.ts";
import { StateMachines } from "./state-machines.ts";

/** What the operations work on. */
export interface States {
  machines: StateMachines;
  executions: StateExecutions;
}

/** One API call of Step Functions. */
export type StatesOperation<Input, Output> = (states: States, request: Input) => Output;

export function createStates(parts: { store: Store; clock: Clock; region: string; accountId: string }): States {
  const { store, clock, region, accountId } = parts;
  return { machines: new StateMachines(store, clock, { region, accountId }), executions: new StateExecutions(store, clock) };
}

/** Step Functions as a service of the endpoint. */
export function statesService(states: States): Service {
  const bound = Object.entries(operations).map(([name, operation]): [string, Operation] => [
    name,
    (input) => operation(states, input),
  ]);
  return { name: "states", operations: Object.fromEntries(bound) };
}
