import type { Clock } from "../clock.ts";
import type { Call, Operation, Service } from "../endpoint/service.ts";
import type { Store } from "../store/store.ts";
import { ManagedPolicies } from "./managed-policies.ts";
import { operations } from "./operations/index.ts";
import { Roles } from "./roles.ts";
import { Sessions } from "./sessions.ts";

/** The identities of the account and what they are allowed. */
export interface Iam {
  roles: Roles;
  sessions: Sessions;
  /** Managed policies. */
  policies: ManagedPolicies;
  clock: Clock;
  region: string;
  accountId: string;
}

/** One API call of IAM. */
export type IamOperation<Input, Output = void> = (iam: Iam, request: Input, call: Call) => Output;

export function createIam(parts: { store: Store; clock: Clock; region: string; accountId: string }): Iam {
  const { store, clock, region, accountId } = parts;
  const policies = new ManagedPolicies({ store, clock, accountId });
  const roles = new Roles({ store, clock, accountId, managed: policies });
  return { roles, sessions: new Sessions(store, clock, roles), policies, clock, region, accountId };
}

/** IAM as a service of the endpoint. */
export function iamService(iam: Iam): Service {
  const bound = Object.entries(operations).map(([name, operation]): [string, Operation] => [
    name,
    (input, call) => operation(iam, input as never, call),
  ]);
  return { name: "iam", operations: Object.fromEntries(bound) };
}
