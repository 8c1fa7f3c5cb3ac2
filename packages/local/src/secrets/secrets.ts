import type { Clock } from "../clock.ts";
import type { Operation, Service } from "../endpoint/service.ts";
import type { Store } from "../store/store.ts";
import { operations } from "./operations/index.ts";
import { SecretStore } from "./secret-store.ts";

/** One API call of Secrets Manager. */
export type SecretsOperation<Input, Output> = (secrets: SecretStore, request: Input) => Output;

export function createSecrets(parts: { store: Store; clock: Clock; region: string; accountId: string }): SecretStore {
  const { store, clock, region, accountId } = parts;
  return new SecretStore(store, clock, { region, accountId });
}

/** Secrets Manager as a service of the endpoint. */
export function secretsService(secrets: SecretStore): Service {
  const bound = Object.entries(operations).map(([name, operation]): [string, Operation] => [
    name,
    (input) => operation(secrets, input),
  ]);
  return { name: "secretsmanager", operations: Object.fromEntries(bound) };
}
