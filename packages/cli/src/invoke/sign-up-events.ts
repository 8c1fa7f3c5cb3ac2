import { attributesOf, byAdministrator, givenAttributes, type MakeEvent } from "./subject.ts";

const undecided = { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false };

const unknownUser = {
  userAttributes: null,
  forceAliasCreation: null,
  enableSMSMFA: null,
  finalUserStatus: null,
  messageAction: null,
  desiredDeliveryMediums: null,
};

/** Those of sign-ups, confirmations and migrations, with what happened. */
export const signUpEvents: Record<string, [about: string, make: MakeEvent]> = {
  PreSignUp_SignUp: [
    "someone signs up",
    () => ({ request: { userAttributes: givenAttributes, validationData: null }, response: undecided }),
  ],
  PreSignUp_AdminCreateUser: [
    "an administrator creates a user",
    () => ({
      ...byAdministrator,
      request: { userAttributes: { ...givenAttributes, email_verified: "true" }, validationData: null },
      response: undecided,
    }),
  ],
  PreSignUp_ExternalProvider: [
    "someone comes from an identity provider for the first time",
    () => ({
      userName: "Google_104857600000000000000",
      request: {
        userAttributes: {
          "cognito:email_alias": "",
          "cognito:phone_number_alias": "",
          ...givenAttributes,
          email_verified: "true",
        },
        validationData: {},
      },
      response: undecided,
    }),
  ],
  PostConfirmation_ConfirmSignUp: [
    "a user has confirmed the sign-up",
    (subject) => ({ request: { userAttributes: attributesOf(subject) }, response: {} }),
  ],
  PostConfirmation_ConfirmForgotPassword: [
    "a user has reset a forgotten password",
    (subject) => ({ request: { userAttributes: attributesOf(subject) }, response: {} }),
  ],
  UserMigration_Authentication: [
    "someone whom the pool does not know signs in",
    () => ({
      userName: "ada@example.com",
      request: { password: "Correct-horse-7", validationData: null },
      response: unknownUser,
    }),
  ],
  UserMigration_ForgotPassword: [
    "someone whom the pool does not know has forgotten the password",
    () => ({ userName: "ada@example.com", request: { validationData: null }, response: unknownUser }),
  ],
};
