import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import { StepError, StepSkipped } from "../onboarding/errors.ts";
import { classify, describeError } from "../onboarding/failure.ts";
import type { DeclaredStep } from "../onboarding/onboarding.ts";
import type { StepCall } from "../onboarding/step.ts";

/**
 * The step with the flow's questions before its effect: one that is answered with yes skips the step. A question that fails is a failure
 * of the attempt, known to have done nothing.
 * @param onStop hears the reason
 */
export function stoppable(declared: DeclaredStep, stops: readonly DeclaredStep[], onStop: (why: string) => void): DeclaredStep {
  const { step } = declared;
  const run: typeof step.run = async (user, input, call) => {
    for (const stop of stops) {
      if (!(await ask(stop, user, call))) continue;
      const why = `the flow stopped: ${stop.name}`;
      onStop(why);
      throw new StepSkipped(why);
    }
    return step.run(user, input, call);
  };
  return { ...declared, step: { ...step, run } };
}

async function ask({ name, step }: DeclaredStep, user: ConfirmedUser, call: StepCall): Promise<boolean> {
  try {
    return (await step.run(user, undefined as never, { ...call, step: name })) === true;
  } catch (error) {
    const why = describeError(error, Object.values(user.attributes));
    throw new StepError(`Cannot tell whether the flow stops (${name}): ${why}`, { retry: classify(error).retry, cause: error });
  }
}
