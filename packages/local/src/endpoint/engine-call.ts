import type { IncomingMessage } from "node:http";
import { AwsError } from "./aws-error.ts";
import { readBody } from "./body.ts";
import { checkSigned } from "./constraints/check-signed.ts";
import type { EngineService } from "./service.ts";
import { type FailureListener, internalFailureText, type Served, type Work } from "./work.ts";

/** Reads a request for an engine. @returns the answer at once if it cannot be read. */
export async function readEngineCall(
  { onError }: FailureListener,
  engine: EngineService,
  request: IncomingMessage,
  requestId: string,
): Promise<Work | Served> {
  const operation = engine.operationOf(request).replace(/\W/g, "?").slice(0, 100);
  const refuse = (error: AwsError) => ({ answer: engine.encodeError(error), close: error.status === 413 });
  const failed = (error: unknown) => {
    if (error instanceof AwsError) return refuse(error);
    onError?.(error, `${engine.name}:${operation}`, requestId);
    return refuse(new AwsError("InternalServerError", internalFailureText, { status: 500 }));
  };
  try {
    const body = await readBody(request, engine.bodyLimitBytes);
    const run = async () => {
      checkSigned(engine.name, operation, request);
      return { answer: await engine.run(request, body), close: false };
    };
    const input = () => JSON.parse(body.toString("utf8"));
    return { service: engine.name, operation, body, input, run: () => run().catch(failed), refuse };
  } catch (error) {
    return failed(error);
  }
}
