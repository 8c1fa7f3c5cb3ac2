import { UsageError } from "../errors.ts";

/** The options of `foyer faults add`, as text. */
export interface FaultOptions {
  name?: string | undefined;
  message?: string | undefined;
  status?: string | undefined;
  ms?: string | undefined;
  when?: string | undefined;
  from?: string | undefined;
  probability?: string | undefined;
  after?: string | undefined;
  count?: string | undefined;
  for?: string | undefined;
  id?: string | undefined;
}

const kinds = ["error", "throttle", "latency", "hang", "reply-lost", "crash-function", "crash-local"];

/** The body that adds what a command line asks for; its rules beyond that are the local AWS's. @throws {UsageError} */
export function faultOf([first, kind]: string[], { from, ...about }: FaultOptions): object {
  if (first === undefined) throw new UsageError("What is to go wrong is missing: a preset, or a target and a kind.");
  if (kind === undefined) {
    if (kinds.includes(first))
      throw new UsageError(`Cannot add '${first}' without its target, for example \`faults add sesv2:SendEmail ${first}\`.`);
    if (Object.keys({ ...about, ...(from && { from }) }).length > 0)
      throw new UsageError(`The preset '${first}' takes no options.`);
    return { preset: first };
  }
  const { status, ms, probability, after, count, ...text } = about;
  const numbers = { status, ms, probability, after, count };
  const read = Object.entries(numbers).flatMap(([name, value]) => (value === undefined ? [] : [[name, numberOf(name, value)]]));
  return { ...targetOf(first), kind, ...text, ...Object.fromEntries(read), ...(from !== undefined && { callerFunction: from }) };
}

function targetOf(target: string): object {
  if (target === "all") return {};
  const [, functionName] = /^function:(.+)$/.exec(target) ?? [];
  if (functionName !== undefined) return { functionName };
  const [service, operation] = target.split(":", 2);
  return { service, ...(operation && { operation }) };
}

function numberOf(option: string, text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new UsageError(`Cannot use '${text}' for --${option}: it must be a number.`);
}
