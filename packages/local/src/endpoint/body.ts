import type { IncomingMessage } from "node:http";
import { AwsError } from "./aws-error.ts";

/**
 * Reads a request's body.
 * @throws {AwsError} RequestEntityTooLargeException (413) as soon as it is longer than `limitBytes`; nothing more is kept then.
 * RequestTimeoutException (408) when the client hangs up before its end, or is made to by the endpoint's time limit.
 */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let length = 0;
  const refuse = () => {
    request.removeAllListeners("data");
    request.resume();
    reject(new AwsError("RequestEntityTooLargeException", `Request must be smaller than ${limitBytes} bytes`, { status: 413 }));
  };
  if (Number(request.headers["content-length"]) > limitBytes) refuse();
  else {
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > limitBytes) return refuse();
      chunks.push(chunk);
    });
    request.on("end", () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
  }
  const isCut = () => reject(new AwsError("RequestTimeoutException", "The request ended before its body did", { status: 408 }));
  request.on("error", isCut);
  request.on("close", () => {
    if (!request.complete) isCut();
  });
  return promise;
}

/** Reads what is left of a request's body and keeps nothing of it. Resolves too when the client hangs up. */
export function drainBody(request: IncomingMessage): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (request.readableEnded || request.destroyed) resolve();
  request.on("end", resolve).on("close", resolve).on("error", resolve).resume();
  return promise;
}
