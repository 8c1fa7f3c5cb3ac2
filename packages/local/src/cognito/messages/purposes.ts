import type { Channel } from "./code-delivery.ts";
import type { CodePurpose } from "./codes.ts";

/** Why a code is sent. */
export type MessagePurpose =
  | "confirm-sign-up"
  | "resend-confirmation"
  | "reset-password"
  | "update-attribute"
  | "verify-attribute"
  | "authentication";

/** The end of a trigger source: `CustomMessage_SignUp`, `CustomEmailSender_SignUp`. */
export type MessageSource =
  | "SignUp"
  | "ResendCode"
  | "ForgotPassword"
  | "UpdateUserAttribute"
  | "VerifyUserAttribute"
  | "Authentication"
  | "AdminCreateUser";

/** Which source the triggers of a message name. */
export const sources: Record<MessagePurpose, MessageSource> = {
  "confirm-sign-up": "SignUp",
  "resend-confirmation": "ResendCode",
  "reset-password": "ForgotPassword",
  "update-attribute": "UpdateUserAttribute",
  "verify-attribute": "VerifyUserAttribute",
  authentication: "Authentication",
};

/** What the code of a message is given back for: `codes.check` and `codes.discard` go by it. */
export function codePurposeOf(purpose: MessagePurpose, channel: Channel): CodePurpose {
  switch (purpose) {
    case "resend-confirmation":
      return "confirm-sign-up";
    case "update-attribute":
    case "verify-attribute":
      return `verify-${channel.attribute}`;
    default:
      return purpose;
  }
}
