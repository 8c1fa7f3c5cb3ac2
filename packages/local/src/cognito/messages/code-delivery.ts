import type { CodeDeliveryDetailsType } from "@aws-sdk/client-cognito-identity-provider";
import { notAuthorized } from "../errors.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { Attributes } from "../users/attributes.ts";

/** Where a message to a user goes: to the attribute's value at the time. */
export interface Channel {
  attribute: "email" | "phone_number";
  destination: string;
}

/** Where a new user's code goes; undefined if the pool verifies nothing that the user has. */
export function signUpChannel(pool: UserPool, attributes: Attributes): Channel | undefined {
  const verified = pool.settings.AutoVerifiedAttributes ?? [];
  return firstOf(
    signUpOrder.filter((attribute) => verified.includes(attribute)),
    attributes,
  );
}

/** With both to verify a new user's code goes to the phone alone. */
export const signUpOrder: readonly Channel["attribute"][] = ["phone_number", "email"];

/**
 * Where the code of a password reset goes; undefined if the user has nothing verified to send it to.
 * @param secondFactor where the codes of the user's second factor go: with a recovery setting of its own a pool sends no reset there
 * @throws NotAuthorizedException if the pool leaves a reset to its administrators.
 */
export function recoveryChannel(
  pool: UserPool,
  attributes: Attributes,
  secondFactor: Channel["attribute"] | undefined,
): Channel | undefined {
  const barred = pool.settings.AccountRecoverySetting?.RecoveryMechanisms?.length ? secondFactor : undefined;
  return firstOf(
    recoveryOrder(pool).filter((attribute) => attribute !== barred && attributes[`${attribute}_verified`] === "true"),
    attributes,
  );
}

/**
 * What a password reset tries one after the other.
 * @throws NotAuthorizedException if the pool leaves a reset to its administrators.
 */
export function recoveryOrder({ settings }: UserPool): Channel["attribute"][] {
  const options = [...(settings.AccountRecoverySetting?.RecoveryMechanisms ?? [])]
    .sort((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0))
    .map(({ Name }) => Name);
  if (options[0] === "admin_only") throw notAuthorized("Contact administrator to reset password.");
  if (options.length === 0) return ["phone_number", "email"];
  return options.map((name) => (name === "verified_email" ? "email" : "phone_number"));
}

/** Where an administrator's invitation goes: to each of the asked media that the user can be reached by. */
export function invitationChannels(media: readonly string[] | undefined, attributes: Attributes): Channel[] {
  // Without a wish the medium is SMS, and e-mail for a user without a phone number.
  const asked = media?.length ? media : attributes.phone_number ? ["SMS"] : ["EMAIL"];
  return asked.flatMap((medium) => firstOf([medium === "EMAIL" ? "email" : "phone_number"], attributes) ?? []);
}

/** What a client is told of the delivery: the destination, masked. */
export function deliveryDetails({ attribute, destination }: Channel): CodeDeliveryDetailsType {
  return attribute === "email"
    ? { AttributeName: attribute, DeliveryMedium: "EMAIL", Destination: maskEmail(destination) }
    : { AttributeName: attribute, DeliveryMedium: "SMS", Destination: maskPhoneNumber(destination) };
}

function firstOf(order: readonly Channel["attribute"][], attributes: Attributes): Channel | undefined {
  const attribute = order.find((candidate) => attributes[candidate]);
  return attribute && { attribute, destination: attributes[attribute] as string };
}

function maskEmail(email: string): string {
  const domain = email.slice(email.lastIndexOf("@") + 1);
  return `${email.slice(0, 1)}***@${domain.slice(0, 1)}***`;
}

function maskPhoneNumber(phoneNumber: string): string {
  return `+${"*".repeat(Math.max(phoneNumber.length - 5, 0))}${phoneNumber.slice(-4)}`;
}
