import type { Terminal } from "../terminal.ts";
import { amount, dateAndTime } from "../timeline/times.ts";

/** A fault as the local AWS lists it. */
export interface ShownFault {
  id: string;
  kind: string;
  service?: string;
  operation?: string;
  functionName?: string;
  callerFunction?: string;
  name?: string;
  ms?: number;
  when?: string;
  probability?: number;
  after?: number;
  count?: number;
  endsAt?: number;
  seen: number;
  fired: number;
  isActive: boolean;
}

/** One line for each fault: its id, what it is for, what it does and how often it did. */
export function tableOfFaults(faults: ShownFault[], seed: number, { style }: Terminal): string {
  const rows = faults.map((fault) => [fault.id, target(fault), [effect(fault), ...limits(fault, seed)].join(", "), fired(fault)]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  return rows
    .map((row, index) => {
      const line = row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("   ");
      return faults[index]?.isActive ? line : style("dim", line);
    })
    .join("\n");
}

function target({ service = "all", operation, functionName, callerFunction }: ShownFault): string {
  if (functionName !== undefined) return `invocations of ${functionName}`;
  const called = operation === undefined || operation === "*" ? service : `${service}:${operation}`;
  return callerFunction === undefined ? called : `${called} from ${callerFunction}`;
}

function effect({ kind, name, ms, when }: ShownFault): string {
  if (kind === "error") return `error ${name}`;
  if (kind === "latency") return `latency ${amount(ms ?? 0)}`;
  return when === undefined ? kind : `${kind} ${when} the work`;
}

function limits({ probability, after, count, endsAt }: ShownFault, seed: number): string[] {
  return [
    ...(probability === undefined ? [] : [`probability ${Number(probability.toFixed(3))} (seed ${seed})`]),
    ...(after === undefined ? [] : [`from call ${after + 1}`]),
    ...(count === undefined ? [] : [count === 1 ? "once" : `${count} times`]),
    ...(endsAt === undefined ? [] : [`until ${dateAndTime(endsAt)}`]),
  ];
}

function fired({ fired: count, seen, isActive }: ShownFault): string {
  return `struck ${count} of ${seen} call${seen === 1 ? "" : "s"}${isActive ? "" : ", over"}`;
}
