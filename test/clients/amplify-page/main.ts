/// <reference lib="dom" />
import { Amplify } from "aws-amplify";
import {
  associateWebAuthnCredential,
  autoSignIn,
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  confirmUserAttribute,
  deleteUser,
  fetchAuthSession,
  fetchDevices,
  fetchUserAttributes,
  listWebAuthnCredentials,
  rememberDevice,
  resetPassword,
  type SignInInput,
  setUpTOTP,
  signIn,
  signOut,
  signUp,
  updateMFAPreference,
  updateUserAttributes,
  verifyTOTPSetup,
} from "aws-amplify/auth";

// What to talk to, and how to sign in if not by Amplify's default, SRP.
const { userPoolId, userPoolClientId, userPoolEndpoint, ...options } = Object.fromEntries(
  new URLSearchParams(location.search),
) as {
  [name in "userPoolId" | "userPoolClientId" | "userPoolEndpoint"]: string;
} & NonNullable<SignInInput["options"]>;

Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId, userPoolEndpoint } } });

const field = (id: string) => (document.getElementById(id) as HTMLInputElement).value;
const username = () => field("email");
const password = () => field("password");
const code = () => field("code");

/** What the session holds: the claims that a page looks at. */
async function session(options?: { forceRefresh: boolean }) {
  const { tokens, userSub } = await fetchAuthSession(options);
  return {
    sub: userSub ?? null,
    email: tokens?.idToken?.payload.email ?? null,
    groups: tokens?.accessToken.payload["cognito:groups"] ?? null,
    jti: tokens?.accessToken.payload.jti ?? null,
  };
}

/** What each button does; its answer is shown as JSON. */
const actions: Record<string, () => Promise<unknown>> = {
  "Sign up": () =>
    signUp({
      username: username(),
      ...(password() && { password: password() }),
      options: { userAttributes: { email: username() }, ...(!password() && { autoSignIn: { authFlowType: "USER_AUTH" } }) },
    }),
  "Confirm sign-up": () => confirmSignUp({ username: username(), confirmationCode: code() }),
  "Sign in automatically": () => autoSignIn(),
  "Sign in": () => signIn({ username: username(), ...(password() && { password: password() }), options }),
  "Answer challenge": () => confirmSignIn({ challengeResponse: code() }),
  Session: () => session(),
  Refresh: () => session({ forceRefresh: true }),
  Attributes: () => fetchUserAttributes(),
  "Change e-mail": () => updateUserAttributes({ userAttributes: { email: username() } }),
  "Confirm e-mail": () => confirmUserAttribute({ userAttributeKey: "email", confirmationCode: code() }),
  "Forgot password": () => resetPassword({ username: username() }),
  "Set new password": () => confirmResetPassword({ username: username(), newPassword: password(), confirmationCode: code() }),
  "Set up TOTP": async () => ({ secret: (await setUpTOTP()).sharedSecret }),
  "Verify TOTP": async () => {
    await verifyTOTPSetup({ code: code() });
    await updateMFAPreference({ totp: "PREFERRED" });
  },
  "Create passkey": () => associateWebAuthnCredential(),
  Passkeys: () => listWebAuthnCredentials(),
  "Remember device": () => rememberDevice(),
  Devices: () => fetchDevices(),
  "Sign out": () => signOut(),
  "Sign out everywhere": () => signOut({ global: true }),
  "Delete account": () => deleteUser(),
};

const output = document.querySelector("output") as HTMLOutputElement;
const bar = document.querySelector("nav") as HTMLElement;
for (const [name, act] of Object.entries(actions)) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = name;
  button.addEventListener("click", async () => {
    output.dataset.state = "busy";
    try {
      output.textContent = JSON.stringify((await act()) ?? "done", null, 2);
      output.dataset.state = "done";
    } catch (error) {
      const { name, message } = error as Error;
      output.textContent = JSON.stringify({ name, message }, null, 2);
      output.dataset.state = "failed";
    }
  });
  bar.append(button);
}
document.body.dataset.ready = "yes";
