import type { TestBrowser } from "./test-browser.ts";

const password = "Passw0rd!";

/** Signs somebody up as an app does; `confirm` with the code of the mail. @returns the user's `sub` */
export async function signUp(
  { dev: { local, pool } }: { dev: Pick<TestBrowser["dev"], "local" | "pool"> },
  email: string,
  { confirm = true, name }: { confirm?: boolean; name?: string } = {},
): Promise<string> {
  const ClientId = pool.clientId;
  const UserAttributes = [{ Name: "email", Value: email }, ...(name ? [{ Name: "name", Value: name }] : [])];
  const { UserSub } = (await local.call("cognito-idp", "SignUp", {
    ClientId,
    Username: email,
    Password: password,
    UserAttributes,
  })) as {
    UserSub: string;
  };
  if (confirm) await confirmSignUp({ dev: { local, pool } }, email);
  return UserSub;
}

/** Confirms with the code of the mail. */
export async function confirmSignUp(
  { dev: { local, pool } }: { dev: Pick<TestBrowser["dev"], "local" | "pool"> },
  email: string,
): Promise<void> {
  const mail = await local.inbox.next({ to: email });
  const ConfirmationCode = /\b\d{6}\b/.exec(mail.text ?? mail.html ?? "")?.[0];
  await local.call("cognito-idp", "ConfirmSignUp", { ClientId: pool.clientId, Username: email, ConfirmationCode });
}

/** Signs somebody in by password. */
export async function signIn({ dev: { local, pool } }: Pick<TestBrowser, "dev">, email: string): Promise<void> {
  await local.call("cognito-idp", "InitiateAuth", {
    ClientId: pool.clientId,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: email, PASSWORD: password },
  });
}
