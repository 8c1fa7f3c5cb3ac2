import { randomUUID } from "node:crypto";

/** A message id in SES's form: the time in hexadecimal behind a region prefix, a UUID, a counter. */
export function newMessageId(now: number): string {
  return `0100${now.toString(16).padStart(12, "0")}-${randomUUID()}-000000`;
}
