import type { Denial } from "@foyer/local";

/** A denied call as `/_foyer/denials` lists it. */
export type ListedDenial = Denial & { id: number; at: number; sub?: string; invocationId?: string };

/** What a caller is denied again and again: the same action, for want of the same statement. */
export interface DeniedCall {
  denial: ListedDenial;
  times: number;
  /** Of the last time, in milliseconds. */
  lastAt: number;
}

/** A caller, and what was denied it. */
export interface DeniedCaller {
  /** The function, else the role or the session. */
  name: string;
  roleArn?: string;
  calls: DeniedCall[];
}

/** Denied calls by caller, each once; the newest first. */
export function callersOf(denials: readonly ListedDenial[]): DeniedCaller[] {
  const callers = new Map<string, { caller: DeniedCaller; calls: Map<string, DeniedCall> }>();
  for (const denial of denials) {
    const name = denial.functionName ?? denial.roleArn ?? denial.principal;
    const known = callers.get(name) ?? {
      caller: { name, ...(denial.roleArn !== undefined && { roleArn: denial.roleArn }), calls: [] },
      calls: new Map<string, DeniedCall>(),
    };
    callers.set(name, known);
    const { action, resource, statement, sid, mode } = denial;
    const key = JSON.stringify([action, statement?.Resource ?? resource, sid, mode]);
    const call = known.calls.get(key);
    if (call) {
      call.times++;
      continue;
    }
    const first: DeniedCall = { denial, times: 1, lastAt: denial.at };
    known.calls.set(key, first);
    known.caller.calls.push(first);
  }
  return [...callers.values()].map(({ caller }) => caller);
}

/** The policy that allows a caller what it lacked: each statement once. Undefined where something denies what it wants. */
export function policyOf({ calls }: DeniedCaller): object | undefined {
  const statements = new Map(
    calls.flatMap(({ denial: { statement } }) => (statement ? [[JSON.stringify(statement), statement] as const] : [])),
  );
  return statements.size === 0 ? undefined : { Version: "2012-10-17", Statement: [...statements.values()] };
}

/** Those of whom a name, an action or a resource holds the text. */
export function foundIn(callers: readonly DeniedCaller[], search: string): DeniedCaller[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === "") return [...callers];
  const holds = (text: string) => text.toLowerCase().includes(wanted);
  return callers.flatMap((caller) => {
    if (holds(caller.name)) return [caller];
    const calls = caller.calls.filter(({ denial }) => holds(denial.action) || holds(denial.resource));
    return calls.length > 0 ? [{ ...caller, calls }] : [];
  });
}
