import type { Fault } from "./fault.ts";

/** A fault that cannot be set; the message says which rule it breaks. */
export class FaultError extends Error {
  override readonly name: string = "FaultError";
}

/** The operations of a service by its name; undefined for a service that is not there. */
export type OperationsOf = (service: string) => Iterable<string> | undefined;

type Rule = (value: unknown) => string | undefined;

const text: Rule = (value) => (typeof value === "string" && /^[\x20-\x7e]{1,1000}$/.test(value) ? undefined : "printable text");
const natural: Rule = (value) => (Number.isSafeInteger(value) && (value as number) >= 0 ? undefined : "a whole number from 0");
const positive: Rule = (value) => (Number.isSafeInteger(value) && (value as number) >= 1 ? undefined : "a whole number from 1");
const share: Rule = (value) => (typeof value === "number" && value >= 0 && value <= 1 ? undefined : "a number from 0 to 1");
const status: Rule = (value) =>
  Number.isInteger(value) && (value as number) >= 400 && (value as number) <= 599 ? undefined : "an HTTP status from 400 to 599";
const order: Rule = (value) => (value === "before" || value === "after" ? undefined : "'before' or 'after'");
// A timer holds no more.
const delay: Rule = (value) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31 ? undefined : "milliseconds below 2^31";

const scope: Record<string, Rule> = {
  id: (value) =>
    typeof value === "string" && /^[\w.-]{1,64}$/.test(value) ? undefined : "1 to 64 of A-Z, a-z, 0-9, '.', '_', '-'",
  service: text,
  operation: text,
  callerFunction: text,
  functionName: text,
  probability: share,
  after: natural,
  count: positive,
  forMs: positive,
};

/** The members of each kind beside the scope; those in `required` must be there. */
const kinds: Record<string, { members: Record<string, Rule>; required?: string }> = {
  error: { members: { name: text, message: text, status }, required: "name" },
  throttle: { members: {} },
  latency: { members: { ms: delay }, required: "ms" },
  hang: { members: {} },
  "reply-lost": { members: {} },
  "crash-function": { members: { when: order } },
  "crash-local": { members: { when: order } },
};

/** Reads a fault that somebody wrote. @throws {FaultError} */
export function checkFault(input: unknown, operationsOf: OperationsOf): Fault {
  if (typeof input !== "object" || input === null || Array.isArray(input)) throw new FaultError("A fault must be an object");
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const kind = typeof given.kind === "string" && Object.hasOwn(kinds, given.kind) ? kinds[given.kind] : undefined;
  if (!kind)
    throw new FaultError(
      `A fault's 'kind' must be one of ${Object.keys(kinds).join(", ")}: current value is ${shown(given.kind)}`,
    );
  const { required } = kind;
  if (required !== undefined && given[required] === undefined)
    throw new FaultError(`A fault of kind '${given.kind}' needs '${required}'`);
  const rules: Record<string, Rule> = { kind: text, ...scope, ...kind.members };
  for (const [member, value] of Object.entries(given)) {
    const rule = Object.hasOwn(rules, member) ? rules[member] : undefined;
    if (!rule)
      throw new FaultError(
        `A fault of kind '${given.kind}' has no '${member.slice(0, 50)}': it takes ${Object.keys(rules).join(", ")}`,
      );
    const wanted = rule(value);
    if (wanted !== undefined) throw new FaultError(`A fault's '${member}' must be ${wanted}: current value is ${shown(value)}`);
  }
  const fault = given as unknown as Fault;
  if (fault.functionName === undefined) checkOperation(fault, operationsOf);
  else checkInvocation(fault);
  return fault;
}

function checkOperation({ service = "*", operation = "*" }: Fault, operationsOf: OperationsOf): void {
  const operations = service === "*" ? undefined : operationsOf(service);
  if (service !== "*" && !operations) throw new FaultError(`There is no service '${service}' here to set a fault for`);
  if (operation === "*") return;
  if (!operations) throw new FaultError(`A fault for the operation '${operation}' must name its service`);
  if (![...operations].includes(operation))
    throw new FaultError(`There is no operation '${operation}' of ${service} here to set a fault for`);
}

function checkInvocation({ service = "*", operation = "*", callerFunction }: Fault): void {
  if (callerFunction !== undefined) throw new FaultError("A fault takes 'functionName' or 'callerFunction', not both");
  if ((service === "*" || service === "lambda") && (operation === "*" || operation === "Invoke")) return;
  throw new FaultError(`A fault with 'functionName' is for lambda Invoke, not for ${service} ${operation}`);
}

function shown(value: unknown): string {
  return value === undefined ? "absent" : String(JSON.stringify(value)).slice(0, 100);
}
