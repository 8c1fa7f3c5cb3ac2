import type { Clock } from "../clock.ts";
import type { Caller } from "../endpoint/service.ts";
import { chance } from "./chance.ts";
import { checkFault, FaultError, type OperationsOf } from "./check-fault.ts";
import { type Fault, isFinal, type SetFault } from "./fault.ts";

/** What a fault may strike: a request for an operation, or the start of an invocation. */
export type FaultTarget = { service: string; operation: string; caller: Caller } | { functionName: string };

interface FaultsParts {
  clock: Clock;
  operationsOf: OperationsOf;
  /** Told of each strike, before it does anything. */
  onStrike?: (fault: Fault & { id: string }, target: FaultTarget) => void;
}

interface Entry {
  fault: Fault & { id: string };
  addedAt: number;
  /** Which of the faults since the last `seed` or `clear`. */
  ordinal: number;
  seen: number;
  fired: number;
}

/** The faults that are set. They live in memory: a restart begins without any. */
export class Faults {
  readonly #clock: Clock;
  readonly #operationsOf: OperationsOf;
  readonly #onStrike: FaultsParts["onStrike"];
  readonly #entries = new Map<string, Entry>();
  readonly #stop = new AbortController();
  #seed = 1;
  #ids = 0;
  #ordinals = 0;

  constructor({ clock, operationsOf, onStrike }: FaultsParts) {
    this.#clock = clock;
    this.#operationsOf = operationsOf;
    this.#onStrike = onStrike;
  }

  /** Aborted when the local AWS stops: what hangs or waits for a fault ends. */
  get stopping(): AbortSignal {
    return this.#stop.signal;
  }

  /** Sets a fault. Those that are set strike in the order in which they were added. @returns its id. @throws {FaultError} */
  add(fault: Fault): string {
    const checked = checkFault(fault, this.#operationsOf);
    const id = checked.id ?? this.#newId();
    this.#entries.delete(id);
    const entry = { fault: { ...checked, id }, addedAt: this.#clock.now(), ordinal: this.#ordinals++, seen: 0, fired: 0 };
    this.#entries.set(id, entry);
    return id;
  }

  /** @returns false if there is none of that id. */
  remove(id: string): boolean {
    return this.#entries.delete(id);
  }

  /** Removes all of them. What hangs already stays so until its client gives up. */
  clear(): void {
    this.#entries.clear();
    this.#ordinals = 0;
  }

  /** Those that are set or spent, with how often each struck. */
  list(): SetFault[] {
    return [...this.#entries.values()].map((entry) => {
      const { fault, addedAt, seen, fired } = entry;
      const endsAt = fault.forMs === undefined ? {} : { endsAt: addedAt + fault.forMs };
      return { ...fault, seen, fired, addedAt, ...endsAt, isActive: this.#isActive(entry) };
    });
  }

  /** What the dice of `probability` are thrown by; 1 at the start. */
  get currentSeed(): number {
    return this.#seed;
  }

  /** Begins the dice anew: the same seed, faults and calls give the same strikes. Counts begin at 0 again. */
  seed(seed: number): void {
    if (!Number.isSafeInteger(seed) || seed < 0)
      throw new FaultError(`Cannot seed the faults as the seed must be a whole number from 0: current value is ${seed}`);
    this.#seed = seed;
    this.#ordinals = 0;
    for (const entry of this.#entries.values()) Object.assign(entry, { ordinal: this.#ordinals++, seen: 0, fired: 0 });
  }

  /** Decides which faults strike a call, and counts it. Those behind a fault that ends the call do not see it. */
  strike(target: FaultTarget): Fault[] {
    const struck: Fault[] = [];
    for (const entry of this.#entries.values()) {
      if (!isFor(entry.fault, target) || !this.#isActive(entry) || !this.#hits(entry)) continue;
      entry.fired++;
      struck.push(entry.fault);
      this.#onStrike?.(entry.fault, target);
      if (isFinal(entry.fault)) break;
    }
    return struck;
  }

  /** Ends what hangs or waits. */
  stop(): void {
    this.#stop.abort();
  }

  #newId(): string {
    let id: string;
    do id = `fault-${++this.#ids}`;
    while (this.#entries.has(id));
    return id;
  }

  #isActive({ fault, addedAt, fired }: Entry): boolean {
    return (
      fired < (fault.count ?? Number.POSITIVE_INFINITY) && this.#clock.now() < addedAt + (fault.forMs ?? Number.POSITIVE_INFINITY)
    );
  }

  #hits(entry: Entry): boolean {
    const { after = 0, probability = 1 } = entry.fault;
    entry.seen++;
    return entry.seen > after && chance(this.#seed, entry.ordinal, entry.seen) < probability;
  }
}

function isFor(fault: Fault, target: FaultTarget): boolean {
  const { service, operation, callerFunction, functionName, kind } = fault;
  if ("functionName" in target) return functionName === target.functionName || functionName === "*";
  if (functionName !== undefined) return false;
  // Only the process of a function can be crashed.
  if (kind === "crash-function" && target.caller.kind !== "function") return false;
  return (
    [undefined, "*", target.service].includes(service) &&
    [undefined, "*", target.operation].includes(operation) &&
    [undefined, target.caller.functionName].includes(callerFunction)
  );
}
