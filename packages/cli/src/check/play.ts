import type { Fault } from "@foyer/local";
import { madeUpPassword } from "../play/play-user.ts";
import { type Observation, observe } from "./observe.ts";
import { handlerName, type Scratch } from "./scratch.ts";

/** The made-up user of every run. */
export interface PlayedUser {
  email: string;
  password: string;
  sub: string;
}

/** What came of one confirmation, or of one password reset. */
export interface Run extends Observation {
  user: PlayedUser;
  /** The error that the user's client got; the user is CONFIRMED all the same. */
  refusal?: string | undefined;
  /** How long the client waited. */
  durationMs: number;
  /** How often Cognito asked the handler. */
  attempts: number;
}

// Real time that is left to what goes on after the client has its answer; then it is ended, as Lambda's timeout ends it.
const settleMs = 5_000;
const dayMs = 86_400_000;

/** Signs a new user up and confirms, with `fault` striking the handler's calls, in an AWS that knows nothing of earlier runs. */
export async function confirmUser(scratch: Scratch, fault?: Fault): Promise<Run> {
  const { local, pool, attributes } = scratch;
  await scratch.reset();
  const { email = "ada@example.com" } = attributes;
  const password = madeUpPassword();
  const { UserSub: sub } = (await local.call("cognito-idp", "SignUp", {
    ClientId: pool.clientId,
    Username: email,
    Password: password,
    UserAttributes: Object.entries({ ...attributes, email }).map(([Name, Value]) => ({ Name, Value })),
  })) as { UserSub: string };
  const ConfirmationCode = await codeFor(scratch, email);
  if (fault) local.faults.add({ ...fault, callerFunction: handlerName });
  return runOf(scratch, { email, password, sub }, () =>
    local.call("cognito-idp", "ConfirmSignUp", { ClientId: pool.clientId, Username: email, ConfirmationCode }),
  );
}

/** Resets the password of a user, with the code that Cognito sends. */
export async function resetPassword(scratch: Scratch, user: PlayedUser): Promise<Run> {
  const { local, pool } = scratch;
  const after = local.inbox.list({ to: user.email })[0]?.at ?? 0;
  await local.call("cognito-idp", "ForgotPassword", { ClientId: pool.clientId, Username: user.email });
  const ConfirmationCode = await codeFor(scratch, user.email, after);
  const Password = madeUpPassword();
  return runOf(scratch, user, () =>
    local.call("cognito-idp", "ConfirmForgotPassword", {
      ClientId: pool.clientId,
      Username: user.email,
      ConfirmationCode,
      Password,
    }),
  );
}

/** How a user fares whose confirmation was answered by an error. */
export interface Aftermath {
  status: string | undefined;
  /** They can sign in. */
  signsIn: boolean;
  /** What Cognito says when they confirm once more. */
  confirmAgain: string | undefined;
}

/** Has a user confirm once more, sign in, and live on for a day. */
export async function liveOn(scratch: Scratch, { email, password, sub }: PlayedUser): Promise<Aftermath> {
  const { local, pool } = scratch;
  const { clientId: ClientId } = pool;
  const again = { ClientId, Username: email, ConfirmationCode: "123456" };
  const confirmAgain = await messageOf(local.call("cognito-idp", "ConfirmSignUp", again));
  const AuthParameters = { USERNAME: email, PASSWORD: password };
  const signIn = local.call("cognito-idp", "InitiateAuth", { ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
  const signsIn = (await messageOf(signIn)) === undefined;
  local.faults.clear();
  local.clock.advance(dayMs);
  await settle(scratch);
  return { status: local.timeline(sub).user?.status, signsIn, confirmAgain };
}

async function runOf(scratch: Scratch, user: PlayedUser, confirm: () => Promise<unknown>): Promise<Run> {
  const { local } = scratch;
  const attemptsBefore = local.timeline(user.sub).triggers.length;
  const startedAt = performance.now();
  const refusal = await messageOf(confirm());
  const durationMs = Math.round(performance.now() - startedAt);
  await settle(scratch);
  const attempts = local.timeline(user.sub).triggers.length - attemptsBefore;
  return { ...(await observe(scratch, user)), user, refusal, durationMs, attempts };
}

async function codeFor({ local }: Scratch, to: string, after = 0): Promise<string> {
  const { code } = await local.inbox.next({ to, after });
  return code as string;
}

async function settle({ local }: Scratch): Promise<void> {
  await local.idle({ timeoutMs: settleMs }).catch(() => local.functions.host.interrupt());
}

/** What an answer was, if it was an error. */
function messageOf(answer: Promise<unknown>): Promise<string | undefined> {
  return answer.then(
    () => undefined,
    (error: Error) => error.message,
  );
}
