import { attributesOf, byAdministrator, type MakeEvent, phone, type TestSubject } from "./subject.ts";

/** What a message is for: the part of its trigger source behind the underscore. */
const purposes: Record<string, string> = {
  SignUp: "the code to confirm a sign-up",
  AdminCreateUser: "the invitation of a user whom an administrator created",
  ResendCode: "the code to confirm a sign-up, once more",
  ForgotPassword: "the code to set a new password",
  UpdateUserAttribute: "the code for an address or number that was changed",
  VerifyUserAttribute: "the code to verify an address or number",
  Authentication: "the code of a second factor",
  // Only by e-mail, and in Cognito's own words.
  AccountTakeOverNotification: "the warning of a suspicious sign-in",
};

const custom: Record<string, [kind: string, make: (source: string) => MakeEvent]> = {
  CustomMessage: [
    "to be worded",
    (source) => (subject) => ({
      ...callerOf(source),
      request: {
        userAttributes: recipientOf(source, subject),
        codeParameter: "{####}",
        linkParameter: "{##Click Here##}",
        usernameParameter: source === "AdminCreateUser" ? "{username}" : null,
      },
      response: { smsMessage: null, emailMessage: null, emailSubject: null },
    }),
  ],
  CustomEmailSender: ["to be mailed", (source) => sender("customEmailSenderRequestV1", source, {})],
  CustomSMSSender: ["to be texted", (source) => sender("customSMSSenderRequestV1", source, phone)],
};

/** Those of messages: worded by CustomMessage, or sent by the custom senders in Cognito's place. */
export const messageEvents: Record<string, [about: string, make: MakeEvent]> = {
  ...Object.fromEntries(
    Object.entries(custom).flatMap(([trigger, [kind, make]]) =>
      Object.entries(purposes)
        .filter(([source]) => source !== "AccountTakeOverNotification" || trigger === "CustomEmailSender")
        .map(([source, about]) => [`${trigger}_${source}`, [`${kind}: ${about}`, make(source)]]),
    ),
  ),
};

function sender(type: string, source: string, more: Record<string, string>): MakeEvent {
  return (subject) => ({
    ...callerOf(source),
    request: {
      type,
      code: subject.encryptedCode,
      clientMetadata: null,
      userAttributes: { ...recipientOf(source, subject), ...more },
    },
    response: {},
  });
}

function callerOf(source: string) {
  return source === "AdminCreateUser" ? byAdministrator : {};
}

function recipientOf(source: string, subject: TestSubject): Record<string, string> {
  if (source === "AdminCreateUser") return attributesOf(subject, "FORCE_CHANGE_PASSWORD");
  return attributesOf(subject, source === "SignUp" || source === "ResendCode" ? "UNCONFIRMED" : "CONFIRMED");
}
