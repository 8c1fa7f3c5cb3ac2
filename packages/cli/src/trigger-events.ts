/** Who and what a test event is about. */
export interface TestSubject {
  region: string;
  userPoolId: string;
  clientId: string;
  sub: string;
}

/** A trigger event as Cognito sends it. */
export interface TriggerEvent {
  version: string;
  triggerSource: string;
  region: string;
  userPoolId: string;
  userName: string;
  callerContext: { awsSdkVersion: string; clientId: string };
  request: Record<string, unknown>;
  response: Record<string, unknown>;
}

/**
 * One realistic event for each trigger source that `foyer invoke` knows, by source.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export const triggerEvents: Record<string, (subject: TestSubject) => TriggerEvent> = {
  PostConfirmation_ConfirmSignUp: (subject) => ({
    ...common(subject, "PostConfirmation_ConfirmSignUp", subject.sub),
    request: { userAttributes: confirmed(subject) },
    response: {},
  }),
  PostConfirmation_ConfirmForgotPassword: (subject) => ({
    ...common(subject, "PostConfirmation_ConfirmForgotPassword", subject.sub),
    request: { userAttributes: confirmed(subject) },
    response: {},
  }),
  PreSignUp_SignUp: (subject) => ({
    ...common(subject, "PreSignUp_SignUp", subject.sub),
    request: { userAttributes: { email: "ada@example.com", name: "Ada Lovelace" }, validationData: null },
    response: decisions(),
  }),
  PreSignUp_AdminCreateUser: (subject) => ({
    ...common(subject, "PreSignUp_AdminCreateUser", subject.sub),
    // A call of an administrator names no app client; Cognito then sends this literal.
    callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: "CLIENT_ID_NOT_APPLICABLE" },
    request: { userAttributes: { email: "ada@example.com", email_verified: "true", name: "Ada Lovelace" }, validationData: null },
    response: decisions(),
  }),
  PreSignUp_ExternalProvider: (subject) => ({
    ...common(subject, "PreSignUp_ExternalProvider", "Google_104857600000000000000"),
    request: {
      userAttributes: {
        "cognito:email_alias": "",
        "cognito:phone_number_alias": "",
        email: "ada@example.com",
        email_verified: "true",
        name: "Ada Lovelace",
      },
      validationData: {},
    },
    response: decisions(),
  }),
};

function common({ region, userPoolId, clientId }: TestSubject, triggerSource: string, userName: string) {
  return {
    version: "1",
    triggerSource,
    region,
    userPoolId,
    userName,
    callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId },
  };
}

function confirmed({ sub }: TestSubject) {
  return { sub, "cognito:user_status": "CONFIRMED", email_verified: "true", email: "ada@example.com", name: "Ada Lovelace" };
}

function decisions() {
  return { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false };
}
