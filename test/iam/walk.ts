import { randomUUID } from "node:crypto";
import type { Timeline } from "@foyer/local";
import type { Dev } from "../../packages/cli/src/dev/start-dev.ts";

const Password = "Correct-horse-7";
const mostWaits = 30;

/** A user who has signed up. */
export interface Walker {
  Username: string;
  sub: string;
}

/** Signs a user up, who has ticked every box, and follows the onboarding through all its waits. */
export async function walkSignUp(dev: Dev): Promise<Walker & { timeline: Timeline }> {
  const { local, pool, definition } = dev;
  const Username = `${randomUUID()}@example.com`;
  const consents = definition?.resources.customAttributes.filter(({ name }) => name === "custom:analytics") ?? [];
  const attributes = { email: Username, name: "Ann", ...Object.fromEntries(consents.map(({ name }) => [name, "true"])) };
  const { UserSub: sub } = (await local.call("cognito-idp", "SignUp", {
    ClientId: pool.clientId,
    Username,
    Password,
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  })) as { UserSub: string };
  const confirmation = { ClientId: pool.clientId, Username, ConfirmationCode: code(dev, Username) };
  // The trigger may have failed: the user is confirmed all the same.
  await local.call("cognito-idp", "ConfirmSignUp", confirmation).catch(() => {});
  await throughWaits(dev);
  return { Username, sub, timeline: local.timeline(sub) };
}

/** Resets the user's password, and follows what that sets off. */
export async function walkReset(dev: Dev, { Username, sub }: Walker): Promise<Timeline> {
  const { local, pool } = dev;
  const about = { ClientId: pool.clientId, Username };
  await local.call("cognito-idp", "ForgotPassword", about);
  const ConfirmationCode = code(dev, Username);
  await local.call("cognito-idp", "ConfirmForgotPassword", { ...about, ConfirmationCode, Password }).catch(() => {});
  await throughWaits(dev);
  return local.timeline(sub);
}

function code({ local }: Dev, to: string): string | undefined {
  return local.inbox.list({ to }).find(({ via }) => via === "cognito")?.code;
}

async function throughWaits({ local }: Dev): Promise<void> {
  for (let waits = 0; waits < mostWaits; waits++) {
    await local.idle({ timeoutMs: 60_000 });
    const due = local.nextDueAt();
    if (due === undefined) return;
    local.clock.advance(Math.max(due - local.clock.now(), 0));
  }
  throw new Error(`The onboarding still waits after ${mostWaits} waits`);
}
