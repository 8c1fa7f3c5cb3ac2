import type { FlowUser } from "./confirmed-user.ts";
import type { Duration } from "./duration.ts";
import type { Question, Step, Steps } from "./step.ts";

/** How a flow calls a step: with its input if it has one. The promise ends when the step is done, which may be hours later. */
export type StepFunction<S> = S extends Step<infer _Kind, infer Input, infer Result> ? (input: Input) => Promise<Result> : never;

/** What the body of a flow may do: its declared steps and `sleep`, nothing else. */
export type FlowSteps<S extends Steps> = { readonly [Name in keyof S]: StepFunction<S[Name]> } & {
  /** Waits, through crashes and deployments, from 1 second to 366 days. */
  sleep(duration: Duration): Promise<void>;
};

export interface FlowOptions {
  /**
   * What stops the flow: `{ unsubscribed: checkRecord({ that: (record) => record?.unsubscribed === true }) }`. Asked before each attempt of
   * each step, so that the first yes ends the flow, whatever it waited for; the name is the reason that is kept. A user who is deleted
   * or disabled is left alone in any case.
   */
  stopWhen?: Readonly<Record<string, Question>>;
}

/** Declared steps and the order, branches and waits between them. */
export interface Flow<S extends Steps = Steps> {
  readonly steps: S;
  readonly body: (user: FlowUser, steps: FlowSteps<S>) => Promise<void>;
  readonly stopWhen: Readonly<Record<string, Question>>;
}

const flows = new WeakSet<object>();

/**
 * Steps whose order matters. The body runs again from its start after every wait and crash, while finished steps answer with their stored
 * result: let it decide by the user and by results only, never by the time, chance or anything outside. Steps run one at a time, each at
 * most once; a question, such as `checkRecord`, may be asked again after each wait.
 */
export function flow<const S extends Steps>(
  steps: S & { readonly sleep?: never },
  body: (user: FlowUser, steps: FlowSteps<S>) => Promise<void>,
  { stopWhen = {} }: FlowOptions = {},
): Flow<S> {
  const made: Flow<S> = Object.freeze({ steps: Object.freeze({ ...steps }), body, stopWhen: Object.freeze({ ...stopWhen }) });
  flows.add(made);
  return made;
}

/** True of what `flow` made. */
export function isFlow(phase: object): phase is Flow {
  return flows.has(phase);
}
