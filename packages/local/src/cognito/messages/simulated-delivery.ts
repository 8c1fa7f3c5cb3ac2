import { createHmac } from "node:crypto";
import type { CodeDeliveryDetailsType } from "@aws-sdk/client-cognito-identity-provider";
import { nameKey, type UserPool } from "../pools/user-pools.ts";
import { isEmail, isPhoneNumber } from "../users/usernames.ts";
import { type Channel, deliveryDetails } from "./code-delivery.ts";

/**
 * What a client is told of a delivery that does not happen, because it must not learn that there is no such user: the destination that
 * its name would have led to. To a name that is no address one is invented, the same for the same name of the pool at every call.
 * @param order what a message of the kind tries one after the other; nothing else is told of
 */
export function simulatedDelivery(pool: UserPool, name: string, order: readonly Channel["attribute"][]): CodeDeliveryDetailsType {
  if (order.includes("email") && isEmail(name)) return deliveryDetails({ attribute: "email", destination: name });
  if (order.includes("phone_number") && isPhoneNumber(name))
    return deliveryDetails({ attribute: "phone_number", destination: name });
  const verified = pool.settings.AutoVerifiedAttributes ?? [];
  const attribute = order.find((candidate) => verified.includes(candidate)) ?? order[0] ?? "email";
  return deliveryDetails({ attribute, destination: invent(attribute, nameKey(pool, name), pool.id) });
}

function invent(attribute: Channel["attribute"], name: string, poolId: string): string {
  const bytes = createHmac("sha256", poolId).update(name).digest();
  if (attribute === "phone_number") return `+1${String(bytes.readUInt32BE()).padStart(10, "0")}`;
  const letter = (at: number) => String.fromCharCode(97 + ((bytes[at] ?? 0) % 26));
  return `${letter(0)}@${letter(1)}`;
}
