import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import type { JsonOf } from "../onboarding/json.ts";
import type { Permission } from "../onboarding/permissions.ts";
import type { Resources } from "../onboarding/resources.ts";
import type { IfUnknown, Replay, Step, StepCall } from "../onboarding/step.ts";

/** Your own step. */
export interface CustomStep<Input, Result> {
  /** All that `run` may do on AWS, exactly: it becomes the policy of the function. Empty for none. */
  permissions: readonly Permission[];
  /** What must exist before. */
  resources?: Resources;
  /**
   * Does the work for the user. `input` is what the flow calls the step with. The result is stored for the life of the user: plain JSON of
   * at most 256 KB, without personal data. Throw `StepError` to say whether another attempt may help and whether the effect
   * happened, `StepSkipped` if there is nothing to do.
   */
  run: (user: ConfirmedUser, input: Input, call: StepCall) => Promise<Result extends JsonOf<Result> ? Result : JsonOf<Result>>;
}

/** `replay` says how the effect may be repeated; where nobody can tell, `ifUnknown` says what then. */
export type Repetition<Kind extends Replay> = Kind extends "unknown"
  ? { replay: Kind; ifUnknown: IfUnknown }
  : { replay: Kind; ifUnknown?: never };

/**
 * Any other effect, with the same guarantees. A `keyed` step hands `call.key` to its receiver. Where a flow calls it, the call gives its
 * result; if it gives up, the call throws `StepGaveUp`.
 */
export function custom<const Kind extends Replay, Input = void, Result = void>(
  definition: CustomStep<Input, Result> & Repetition<Kind>,
): Step<Kind, NoInfer<Input>, NoInfer<Result>> {
  const { replay, ifUnknown, permissions, resources = {}, run } = definition;
  return {
    replay: replay as Kind,
    ...(ifUnknown && { ifUnknown }),
    permissions,
    resources,
    run: run as Step<Kind, NoInfer<Input>, NoInfer<Result>>["run"],
    givesResult: true,
    logsResult: false,
  };
}
