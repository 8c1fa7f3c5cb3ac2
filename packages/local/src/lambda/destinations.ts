import type { Clock } from "../clock.ts";
import { AwsError } from "../endpoint/aws-error.ts";
import type { AsyncInvocation } from "./async-invocations.ts";
import type { EventInvokeConfig, EventInvokeConfigs } from "./event-invoke-configs.ts";
import { functionArn, type Place, parseFunctionReference } from "./function-arn.ts";
import type { FunctionVersions } from "./function-versions.ts";
import type { InvocationResult } from "./host/invocation.ts";

/** How an asynchronous invocation ended. */
export interface AsyncOutcome {
  condition: "Success" | "RetriesExhausted" | "EventAgeExceeded";
  attempts: number;
  /** What the last attempt answered; absent if none was made. */
  answer?: InvocationResult | undefined;
}

/**
 * Sends a text to a function, a queue or an event bus by its ARN. Part of the caller's `store.write`.
 * @param attributes of the message, where the receiver has such.
 */
export type Deliver = (arn: string, body: string, attributes: Record<string, string>) => void;

interface DestinationsOptions {
  clock: Clock;
  place: Place;
  versions: FunctionVersions;
  configs: EventInvokeConfigs;
  /** By the service in the ARN. */
  deliver: Record<string, Deliver>;
}

/** Where asynchronous invocations go when they have ended: destinations, and dead-letter queues. */
export class Destinations {
  readonly #options: DestinationsOptions;

  constructor(options: DestinationsOptions) {
    this.#options = options;
  }

  /** @throws {AwsError} InvalidParameterValueException for what nothing can be sent to here */
  check(arn: string | undefined): void {
    const { deliver } = this.#options;
    if (arn === undefined || Object.hasOwn(deliver, serviceOf(arn))) return;
    const services = Object.keys(deliver).join(", ");
    throw new AwsError(
      "InvalidParameterValueException",
      `The destination ARN ${arn.slice(0, 350)} is invalid: the local AWS sends to ${services} only.`,
    );
  }

  /** How the function that an ARN names wants to be invoked asynchronously. */
  configOf(invokedArn: string): EventInvokeConfig {
    const { functionName, qualifier } = parseFunctionReference(invokedArn, undefined, this.#options.place);
    return this.#options.configs.find(functionName, qualifier) ?? {};
  }

  /** Sends what became of an invocation to whoever is to know of it. Call it inside `store.write`. */
  send(invocation: AsyncInvocation, outcome: AsyncOutcome): void {
    const { place, versions } = this.#options;
    const { onSuccess, onFailure } = this.configOf(invocation.invokedArn);
    const arn = outcome.condition === "Success" ? onSuccess : onFailure;
    if (arn) this.#deliver(arn, this.#record(invocation, outcome), {});
    if (outcome.condition === "Success") return;
    const { functionName, qualifier } = parseFunctionReference(invocation.invokedArn, undefined, place);
    const { deadLetterArn } = versions.resolve({ functionName, qualifier });
    if (deadLetterArn) this.#deliver(deadLetterArn, invocation.payload, deadLetterAttributes(invocation, outcome));
  }

  #deliver(arn: string, body: string, attributes: Record<string, string>): void {
    try {
      this.#options.deliver[serviceOf(arn)]?.(arn, body, attributes);
    } catch (error) {
      // The receiver was deleted meanwhile; on AWS nobody but a metric is told.
      if (!(error instanceof AwsError)) throw error;
    }
  }

  #record({ invocationId, invokedArn, payload }: AsyncInvocation, { condition, attempts, answer }: AsyncOutcome): string {
    const { clock, place } = this.#options;
    const { functionName, qualifier = "$LATEST" } = parseFunctionReference(invokedArn, undefined, place);
    return JSON.stringify({
      version: "1.0",
      timestamp: new Date(clock.now()).toISOString(),
      requestContext: {
        requestId: invocationId,
        functionArn: functionArn(place, functionName, qualifier),
        condition,
        approximateInvokeCount: attempts,
      },
      requestPayload: JSON.parse(payload),
      ...(answer && {
        responseContext: {
          statusCode: 200,
          executedVersion: answer.version,
          ...(answer.functionError !== undefined && { functionError: answer.functionError }),
        },
        responsePayload: JSON.parse(answer.payload),
      }),
    });
  }
}

/** `sqs` of `arn:aws:sqs:us-east-1:000000000000:failed`. */
function serviceOf(arn: string): string {
  return arn.split(":")[2] ?? "";
}

/** The attributes of a message in a dead-letter queue, whose body is the event itself. */
function deadLetterAttributes({ invocationId }: AsyncInvocation, { condition, answer }: AsyncOutcome): Record<string, string> {
  const error = answer?.functionError === undefined ? undefined : JSON.parse(answer.payload);
  return {
    RequestID: invocationId,
    ErrorCode: "200",
    ErrorMessage: String(error?.errorMessage ?? condition).slice(0, 1024),
  };
}
