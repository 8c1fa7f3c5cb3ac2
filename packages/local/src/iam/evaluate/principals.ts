import type { Principal } from "./access-request.ts";
import { listOf, type PrincipalElement } from "./policy-document.ts";

/**
 * How a resource policy names a caller. `direct`: itself, its service or everybody. `role`: the role behind its session, so that what
 * limits the role limits this too. `account`: the account, which leaves it to the account's identity policies whom to allow.
 */
export type Naming = "direct" | "role" | "account";

/** The closest way in which a `Principal` element names the caller; undefined if it does not. */
export function naming(element: PrincipalElement, caller: Principal): Naming | undefined {
  if (element === "*") return "direct";
  if (listOf(element.Service ?? []).some((service) => service === caller.service)) return "direct";
  if (listOf(element.Federated ?? []).some((provider) => provider === caller.provider)) return "direct";
  const named = listOf(element.AWS ?? []);
  if (named.includes("*") || named.includes(caller.arn)) return "direct";
  if (caller.roleArn !== undefined && named.includes(caller.roleArn)) return "role";
  if (caller.kind !== "assumed-role" && caller.kind !== "developer") return undefined;
  const account = [caller.accountId, `arn:aws:iam::${caller.accountId}:root`];
  return named.some((arn) => account.includes(arn)) ? "account" : undefined;
}

/** True if a `NotPrincipal` element spares the caller. A session is spared only if its role is named as well. */
export function isSpared(element: PrincipalElement, caller: Principal): boolean {
  if (naming(element, caller) !== "direct") return false;
  if (element === "*" || caller.roleArn === undefined) return true;
  return listOf(element.AWS ?? []).includes(caller.roleArn);
}
