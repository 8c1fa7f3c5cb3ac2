import type { Clock } from "../clock.ts";
import type { Operation, Service } from "../endpoint/service.ts";
import type { Kms } from "../kms/kms.ts";
import type { Store } from "../store/store.ts";
import { operations } from "./operations/index.ts";
import { ParameterStore } from "./parameter-store.ts";
import { SecureValues } from "./secure-values.ts";

/** What the operations work on. */
export interface Ssm {
  parameters: ParameterStore;
  secureValues: SecureValues;
}

/** One API call of Systems Manager. */
export type SsmOperation<Input, Output> = (ssm: Ssm, request: Input) => Output;

export function createSsm(parts: { store: Store; clock: Clock; keys: Kms; region: string; accountId: string }): Ssm {
  const { store, clock, keys, region, accountId } = parts;
  return { parameters: new ParameterStore(store, clock, { region, accountId }), secureValues: new SecureValues(keys) };
}

/** Parameter Store as a service of the endpoint. */
export function ssmService(ssm: Ssm): Service {
  const bound = Object.entries(operations).map(([name, operation]): [string, Operation] => [
    name,
    (input) => operation(ssm, input),
  ]);
  return { name: "ssm", operations: Object.fromEntries(bound) };
}
