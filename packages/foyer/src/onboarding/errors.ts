/** The definition of an onboarding is wrong. Thrown when the file is loaded, before any user comes. */
export class OnboardingError extends Error {
  override name = "OnboardingError";
}

/**
 * A step could not do its work. A `custom` step throws it to say what an ordinary error cannot: whether trying again may help, and
 * whether the effect happened.
 */
export class StepError extends Error {
  override name = "StepError";
  /** Whether another attempt may succeed; without it, the step gives up and the user is parked. */
  readonly retry: boolean;
  /** Whether the effect happened: `maybe` is what `ifUnknown` decides about. */
  readonly happened: "no" | "yes" | "maybe";
  /** How long the receiver asks to be left alone before the next attempt. More than an hour counts as an hour. */
  declare readonly retryAfterSeconds?: number;

  constructor(
    message: string,
    options: { retry?: boolean; happened?: "no" | "yes" | "maybe"; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.retry = options.retry ?? false;
    this.happened = options.happened ?? "no";
    if (options.retryAfterSeconds !== undefined) this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** A step has nothing to do for this user and says why; it counts as finished. The reason holds no personal data. */
export class StepSkipped extends Error {
  override name = "StepSkipped";
}

/** Thrown to a flow by the call of a step whose result the flow needs and that gave up. What follows it does not run, unless it is caught. */
export class StepGaveUp extends Error {
  override name = "StepGaveUp";
  readonly step: string;

  constructor(step: string) {
    super(`Step '${step}' gave up`);
    this.step = step;
  }
}
