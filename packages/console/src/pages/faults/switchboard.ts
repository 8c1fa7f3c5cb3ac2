import type { SetFault } from "@foyer/local";

/** An operation with the faults that are for it alone. */
export interface OperationLine {
  operation: string;
  faults: SetFault[];
}

/** A service with the faults for all of it, and its operations. */
export interface ServiceBoard {
  service: string;
  faults: SetFault[];
  operations: OperationLine[];
}

/** Every service and operation with its current faults; a search leaves those whose name holds it. Faults for everything are not in it. */
export function boardOf(
  operations: Readonly<Record<string, readonly string[]>>,
  faults: readonly SetFault[],
  search: string,
): ServiceBoard[] {
  const wanted = search.trim().toLowerCase();
  const ofCalls = faults.filter(({ functionName }) => functionName === undefined);
  return Object.entries(operations)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([service, names]) => {
      const own = ofCalls.filter((fault) => fault.service === service);
      const isWhole = service.includes(wanted);
      return {
        service,
        faults: own.filter(({ operation = "*" }) => operation === "*"),
        operations: names
          .filter((name) => isWhole || name.toLowerCase().includes(wanted))
          .map((operation) => ({ operation, faults: own.filter((fault) => fault.operation === operation) })),
      };
    })
    .filter(({ operations }) => operations.length > 0);
}

/** The faults of no single service: for every call. */
export function faultsOfAll(faults: readonly SetFault[]): SetFault[] {
  return faults.filter(({ service = "*", functionName }) => functionName === undefined && service === "*");
}

/** The faults for the invocations of a function; `*` has those for any. */
export function faultsOfFunction(faults: readonly SetFault[], functionName: string): SetFault[] {
  return faults.filter((fault) => fault.functionName === functionName);
}

/** Where a preset's faults are, all of them have ids that begin with its name. */
export function faultsOfPreset(faults: readonly SetFault[], preset: string): SetFault[] {
  return faults.filter(({ id }) => id === preset || id.startsWith(`${preset}-`));
}
