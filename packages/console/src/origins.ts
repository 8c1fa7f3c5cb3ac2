import type { SignUp } from "@foyer/local";

/** How a user came into the pool, as a person says it. */
export const origins: Record<SignUp["origin"], string> = {
  "sign-up": "Signed up",
  "auto-confirmed": "Signed up, auto-confirmed",
  "admin-created": "Created by an admin",
  imported: "Imported",
  federated: "Federated",
};
