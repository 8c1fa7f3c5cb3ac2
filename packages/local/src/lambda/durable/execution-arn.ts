import { functionArn, type Place } from "../function-arn.ts";
import { executionNotFound } from "./errors.ts";

const form =
  /^arn:[a-zA-Z0-9-]+:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+:(?:\$LATEST|\d+)\/durable-execution\/[\w-]+\/(?<id>[\w-]+)$/;

/** `arn:aws:lambda:us-east-1:000000000000:function:worker:7/durable-execution/<name>/<id>`. */
export function executionArn(place: Place, functionName: string, version: string, name: string, id: string): string {
  return `${functionArn(place, functionName, version)}/durable-execution/${name}/${id}`;
}

/**
 * The last part of an execution's ARN; the execution's own operation has it as its id too.
 * @throws {AwsError} ResourceNotFoundException if it is no such ARN.
 */
export function executionIdOf(arn: string): string {
  const id = form.exec(arn)?.groups?.id;
  if (id === undefined) throw executionNotFound(arn);
  return id;
}
