import { attributesOf, type MakeEvent, type TestSubject } from "./subject.ts";

const passwordVerified = [
  { challengeName: "SRP_A", challengeResult: true, challengeMetadata: null },
  { challengeName: "PASSWORD_VERIFIER", challengeResult: true, challengeMetadata: null },
];

/** Those of sign-ins and of the tokens that they end with. */
export const signInEvents: Record<string, [about: string, make: MakeEvent]> = {
  PreAuthentication_Authentication: [
    "a user is about to sign in",
    (subject) => ({ request: { userAttributes: attributesOf(subject), validationData: null }, response: {} }),
  ],
  PostAuthentication_Authentication: [
    "a user has signed in",
    (subject) => ({ request: { userAttributes: attributesOf(subject), newDeviceUsed: false }, response: {} }),
  ],
  DefineAuthChallenge_Authentication: [
    "a custom sign-in begins, or a challenge of it was answered",
    (subject) => ({
      request: { userAttributes: attributesOf(subject), session: passwordVerified },
      response: { challengeName: null, issueTokens: null, failAuthentication: null },
    }),
  ],
  CreateAuthChallenge_Authentication: [
    "a custom challenge is to be made",
    (subject) => ({
      request: { userAttributes: attributesOf(subject), challengeName: "CUSTOM_CHALLENGE", session: passwordVerified },
      response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
    }),
  ],
  VerifyAuthChallengeResponse_Authentication: [
    "a custom challenge was answered",
    (subject) => ({
      request: {
        userAttributes: attributesOf(subject),
        privateChallengeParameters: { answer: "424242" },
        challengeAnswer: "424242",
      },
      response: { answerCorrect: null },
    }),
  ],
  TokenGeneration_Authentication: ["a sign-in gets its tokens", (subject) => tokens(subject)],
  TokenGeneration_RefreshTokens: ["a sign-in gets new tokens for a refresh token", (subject) => tokens(subject)],
  TokenGeneration_NewPasswordChallenge: [
    "a user whom an administrator created has chosen a password and gets tokens",
    (subject) => tokens(subject),
  ],
  TokenGeneration_AuthenticateDevice: ["a remembered device has signed in and gets tokens", (subject) => tokens(subject)],
  TokenGeneration_HostedAuth: [
    "a sign-in on Cognito's own pages gets its tokens",
    (subject) => tokens(subject, ["openid", "email", "profile"]),
  ],
  TokenGeneration_ClientCredentials: [
    "a program gets an access token for its own credentials; there is no user",
    (subject) => ({
      ...tokens({ ...subject, tokenVersion: "3" }, ["orders/read"]),
      userName: subject.clientId,
      request: { userAttributes: {}, groupConfiguration: groups([]), scopes: ["orders/read"] },
    }),
  ],
};

function tokens(subject: TestSubject, scopes = ["aws.cognito.signin.user.admin"]) {
  const { tokenVersion: version } = subject;
  return {
    version,
    request: {
      userAttributes: attributesOf(subject),
      groupConfiguration: groups(["Users"]),
      ...(version !== "1" && { scopes }),
    },
    response: version === "1" ? { claimsOverrideDetails: null } : { claimsAndScopeOverrideDetails: null },
  };
}

function groups(groupsToOverride: string[]) {
  return { groupsToOverride, iamRolesToOverride: [], preferredRole: null };
}
