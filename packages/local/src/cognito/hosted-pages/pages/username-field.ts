import type { UserPool } from "../../pools/user-pools.ts";
import type { Field } from "./form.ts";

/** What people of the pool call the name that they sign in with. */
export function usernameField({ settings }: UserPool, value?: string): Field {
  const names: readonly string[] = settings.UsernameAttributes ?? [];
  const [label, type] =
    names.length > 1
      ? (["E-mail address or phone number", "text"] as const)
      : names[0] === "email"
        ? (["E-mail address", "email"] as const)
        : names[0] === "phone_number"
          ? (["Phone number", "tel"] as const)
          : (["Username", "text"] as const);
  return { name: "username", label, type, value, autocomplete: "username" };
}
