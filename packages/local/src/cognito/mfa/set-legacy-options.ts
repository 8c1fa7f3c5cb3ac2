import type { MFAOptionType } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import type { User } from "../users/users.ts";

/**
 * Turns text messages on or, by an empty list, off, as it was done before there were other second factors.
 * @throws InvalidParameterException for anything but text messages, and for a user without a phone number
 */
export function setLegacyOptions(cognito: Cognito, user: User, options: MFAOptionType[]): void {
  for (const { DeliveryMedium, AttributeName } of options) {
    if (DeliveryMedium !== "SMS" || AttributeName !== "phone_number") throw invalidParameter("Only SMS is supported for MFA.");
  }
  if (options.length > 0 && !user.attributes.phone_number) {
    throw invalidParameter("User does not have a phone_number set to turn on SMS MFA");
  }
  cognito.mfa.preferences.set(user, { legacyOptions: options });
}
