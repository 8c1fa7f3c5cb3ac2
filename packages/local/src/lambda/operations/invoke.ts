import type { InvocationRequest, InvocationResponse } from "@aws-sdk/client-lambda";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Call } from "../../endpoint/service.ts";
import type { Executions } from "../durable/executions.ts";
import type { Functions, Invoke } from "../functions.ts";
import { invokeDurable } from "./invoke-durable.ts";

// Bytes of the event.
const payloadLimits: Record<string, number> = { RequestResponse: 6_291_456, Event: 1_048_576 };

/** Invokes a function: waits for its answer (RequestResponse), leaves it to later (Event) or only checks (DryRun). */
export async function invoke(
  functions: Functions,
  executions: Executions,
  request: InvocationRequest,
  call: Call,
): Promise<InvocationResponse> {
  const { InvocationType: type = "RequestResponse", DurableExecutionName } = request;
  const invocation = invocationOf(request, type, call);
  const accepted = functions.accept(invocation);
  if (accepted.version.durable) return invokeDurable(executions, accepted, type, DurableExecutionName);
  if (DurableExecutionName !== undefined) {
    throw new AwsError("InvalidParameterValueException", "DurableExecutionName is only supported for durable functions.");
  }
  if (type === "DryRun") return { StatusCode: 204 };
  if (type === "Event") {
    functions.invokeLater(invocation);
    return { StatusCode: 202 };
  }
  const result = await functions.invoke(invocation);
  return {
    StatusCode: 200,
    ...(result.functionError && { FunctionError: result.functionError }),
    ...(request.LogType === "Tail" && { LogResult: Buffer.from(result.logTail).toString("base64") }),
    ExecutedVersion: result.version,
    Payload: new TextEncoder().encode(result.payload),
  };
}

function invocationOf(request: InvocationRequest, type: string, call: Call): Invoke {
  const body = request.Payload as Uint8Array | undefined;
  const limit = type === "DryRun" ? undefined : payloadLimits[type];
  if (limit === undefined && type !== "DryRun") {
    throw new AwsError(
      "InvalidParameterValueException",
      `1 validation error detected: Value '${type.slice(0, 100)}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]`,
    );
  }
  if (limit !== undefined && body && body.byteLength > limit) {
    throw new AwsError(
      "RequestTooLargeException",
      `${body.byteLength} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`,
    );
  }
  return {
    functionName: request.FunctionName as string,
    qualifier: request.Qualifier,
    // Lambda hands an empty object to a function that is invoked with nothing.
    payload: body && body.byteLength > 0 ? Buffer.from(body).toString("utf8") : "{}",
    // The SDK then shows the id that the function's log has, as with AWS.
    invocationId: call.requestId,
  };
}
