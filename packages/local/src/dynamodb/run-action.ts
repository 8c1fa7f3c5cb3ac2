import { type Done, dynalite, type Input } from "./dynalite.ts";
import type { EngineStore } from "./engine-store.ts";

/** Runs one of dynalite's actions. @returns its output. Throws what it answers as an error. */
export function runAction(engine: EngineStore, operation: string, input: Input): unknown {
  let outcome: { error: Error | null; output: unknown } | undefined;
  act(engine, operation, input, (error, output) => {
    outcome ??= { error, output };
  });
  if (!outcome) throw new Error(`${operation} did not end`);
  if (outcome.error) throw outcome.error;
  return outcome.output;
}

/** The same for an action that may go on after the call: a Query that fetches from the table what its index lacks. */
export function runLongAction(engine: EngineStore, operation: string, input: Input): Promise<unknown> {
  return new Promise((resolve, reject) => {
    act(engine, operation, input, (error, output) => (error ? reject(error) : resolve(output)));
  });
}

function act(engine: EngineStore, operation: string, input: Input, done: Done): void {
  dynalite().action(operation)(engine, input, done);
  engine.pump();
}
