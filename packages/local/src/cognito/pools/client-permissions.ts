import { invalidParameter } from "../errors.ts";
import type { AppClientSettings } from "./app-clients.ts";
import type { AttributeSchema } from "./attribute-schema.ts";

// Cognito alone writes these.
const unwritable = new Set(["sub", "email_verified", "phone_number_verified"]);

/**
 * Checks the attributes that a client may read and write.
 * @throws InvalidParameterException for one that the pool does not have or nobody may write, and if one that every user must have
 *   could not be written
 */
export function checkClientPermissions(
  schema: AttributeSchema,
  { ReadAttributes, WriteAttributes }: AppClientSettings,
  doing: "creating" | "updating",
): void {
  if (ReadAttributes?.some((name) => !schema.has(name))) {
    throw invalidParameter(`Invalid read attributes specified while ${doing} a client`);
  }
  if (!WriteAttributes?.length) return;
  const required = [...schema.values()].filter(({ Name = "", Required }) => Required && !unwritable.has(Name));
  const complete = required.every(({ Name = "" }) => WriteAttributes.includes(Name));
  if (!complete || WriteAttributes.some((name) => !schema.has(name) || unwritable.has(name))) {
    throw invalidParameter(`Invalid write attributes specified while ${doing} a client`);
  }
}
