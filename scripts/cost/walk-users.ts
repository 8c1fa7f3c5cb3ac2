import { randomUUID } from "node:crypto";
import type { Dev } from "../../packages/cli/src/dev/start-dev.ts";

const Password = "Correct-horse-7";
const dayMs = 86_400_000;

/** Users of a known company, who sign up, confirm, sign in and leave their onboarding to its end. @returns their subs */
export async function walkUsers({ local, pool }: Dev, count: number): Promise<string[]> {
  const { clientId: ClientId } = pool;
  const subs: string[] = [];
  for (let index = 0; index < count; index++) {
    const Username = `${randomUUID()}@globex.example`;
    const attributes = { email: Username, name: "Ann", "custom:analytics": "true" };
    const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
    const signedUp = await local.call("cognito-idp", "SignUp", { ClientId, Username, Password, UserAttributes });
    subs.push((signedUp as { UserSub: string }).UserSub);
    const ConfirmationCode = local.inbox.list({ to: Username }).find(({ via }) => via === "cognito")?.code;
    const ClientMetadata = { plan: "trial" };
    await local.call("cognito-idp", "ConfirmSignUp", { ClientId, Username, ConfirmationCode, ClientMetadata });
    const AuthParameters = { USERNAME: Username, PASSWORD: Password };
    await local.call("cognito-idp", "InitiateAuth", { ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
    await local.idle({ timeoutMs: 60_000 });
  }
  for (let day = 0; day < 4; day++) {
    local.clock.advance(dayMs);
    await local.idle({ timeoutMs: 60_000 });
  }
  return subs;
}
