import type { Store } from "../../store/store.ts";
import type { Channel } from "../messages/code-delivery.ts";
import type { User } from "./users.ts";

// Of pools whose AttributesRequireVerificationBeforeUpdate keeps the old value until the code for the new one comes back.

/** The value that waits for its verification; undefined if none does. */
export function pendingValue(store: Store, user: User, attribute: Channel["attribute"]): string | undefined {
  const row = store
    .sql("SELECT value FROM cognito_pending_attribute WHERE user_id = ? AND attribute = ?")
    .get(user.id, attribute);
  return row?.value as string | undefined;
}

/** Lets a value wait, in place of one that waited before. Part of the caller's `store.write`. */
export function setPending(store: Store, user: User, { attribute, destination }: Channel): void {
  store.sql("INSERT OR REPLACE INTO cognito_pending_attribute VALUES (?, ?, ?)").run(user.id, attribute, destination);
}

/** Forgets the value that waits, if one does. Part of the caller's `store.write`. */
export function dropPending(store: Store, user: User, attribute: string): void {
  store.sql("DELETE FROM cognito_pending_attribute WHERE user_id = ? AND attribute = ?").run(user.id, attribute);
}
