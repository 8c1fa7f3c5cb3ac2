import { arn } from "../onboarding/arn.ts";
import { once, requestLimits } from "../onboarding/aws-client.ts";
import { OnboardingError, StepError } from "../onboarding/errors.ts";
import { arnHere } from "../onboarding/place.ts";
import type { Step } from "../onboarding/step.ts";
import { type MessageDetail, userMessage } from "./user-message.ts";

export interface StartStateMachineOptions {
  /** The name of a standard state machine in the same account and Region. */
  stateMachine: string;
  /** What the input says beside `id`, `sub`, `userPoolId` and `origin`, which it always says. */
  input?: MessageDetail;
}

const stepFunctions = once(async () => {
  const sdk = await import("../onboarding/sdk/sfn.ts");
  return { sdk, client: new sdk.SFNClient({ requestHandler: requestLimits }) };
});

/**
 * Starts an execution of a Step Functions state machine for the user, named after the step's key, which is the same for a user and this step
 * always: Step Functions starts a name once, and keeps it for 90 days after the execution has ended. What the execution does is its own
 * affair; the step does not wait for it.
 */
export function startStateMachine(options: StartStateMachineOptions): Step<"keyed", void, void> {
  const { stateMachine, input } = options;
  if (!/^[\w-]{1,80}$/.test(stateMachine))
    throw new OnboardingError(
      `Cannot use startStateMachine as 'stateMachine' must be the name of a state machine, 1 to 80 of a-z, A-Z, 0-9, _ and -: current value is '${stateMachine}'`,
    );
  const machineArn = arn("states", `stateMachine:${stateMachine}`);
  return {
    replay: "keyed",
    permissions: [{ actions: ["states:StartExecution"], resources: [machineArn] }],
    resources: { stateMachines: [stateMachine] },
    givesResult: false,
    logsResult: true,
    async run(user, _, { key, signal }) {
      const text = userMessage(user, key, "the input", input);
      const { sdk, client } = await stepFunctions();
      const start = new sdk.StartExecutionCommand({ stateMachineArn: arnHere(machineArn), name: key, input: text });
      try {
        await client.send(start, { abortSignal: signal });
        return { execution: key };
      } catch (error) {
        const { name } = error as Error;
        // It has ended by now, or began with what the user was like before.
        if (name === "ExecutionAlreadyExists") return { execution: key };
        if (name === "ExecutionLimitExceeded")
          throw new StepError("Step Functions has too many executions", { retry: true, cause: error });
        if (name !== "StateMachineDoesNotExist") throw error;
        throw new StepError(`Cannot start the execution as there must be a state machine '${stateMachine}'`, { cause: error });
      }
    },
  };
}
