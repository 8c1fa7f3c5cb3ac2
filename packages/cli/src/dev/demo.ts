import { connect, type LocalClient } from "../local-client.ts";
import { type Followed, followUser } from "../play/follow-user.ts";
import { madeUpPassword, signUp } from "../play/play-user.ts";
import type { Definition } from "./definition.ts";

export interface DemoUser extends Followed {
  email: string;
}

/** Walks one user with an address of their own from sign-up to sign-in, over HTTP as any client would, and follows what it sets off. */
export async function walkDemoUser(url: string, timeoutMs: number): Promise<DemoUser> {
  const local: LocalClient = await connect(url);
  const player = {
    email: `demo-${Date.now()}@example.com`,
    password: madeUpPassword(),
    attributes: { name: "Demo User" },
    metadata: {},
  };
  const followed = await followUser(local, (events) => signUp(local, events, player), timeoutMs);
  return { ...followed, email: player.email };
}

// A walk is a sign-up, a confirmation and a sign-in with the password.
function isWalked(trigger: string): boolean {
  return !/AuthChallenge|^UserMigration$|^CustomSMSSender$/.test(trigger);
}

/**
 * What of the walk did not happen: each a sentence; none if the onboarding is as far as it can be now.
 * @param definition absent where only existing handlers are wired.
 * @param handlers the triggers of those.
 */
export function shortcomings(
  { refusal, settled, groups, timeline }: Followed,
  definition: Definition | undefined,
  handlers: readonly string[] = [],
): string[] {
  const found: string[] = [];
  const last = timeline.triggers.at(-1);
  if (!timeline.confirmations.length) found.push("the user was not confirmed");
  if (!timeline.signIns.length) found.push("the user did not sign in");
  if (refusal) found.push(`the trigger failed, and the client was told so: ${refusal}`);
  else if (last && last.outcome !== "ok") found.push("the trigger did not answer");
  else if (!last && (definition || handlers.some(isWalked))) found.push("no trigger fired");
  if (!settled) found.push("the onboarding was still under way when the time was over");
  for (const { step, state, error } of timeline.steps) {
    if (!["done", "skipped"].includes(state)) found.push(`step ${step} is ${state}${error ? `: ${error}` : ""}`);
  }
  if (!definition) return found;
  const run = new Set(timeline.steps.map(({ step }) => step));
  const waits = timeline.wait !== undefined;
  for (const { name, phase } of definition.steps) {
    // A flow may leave a step to after the wait, or out; the steps before the first sign-in all run.
    if (phase === "beforeFirstSignIn" && !run.has(name)) found.push(`step ${name} did not run`);
  }
  const hasAfterwards = definition.steps.some(({ phase }) => phase === "afterwards");
  const execution = timeline.executions[0];
  if (hasAfterwards && !waits && execution?.status !== "SUCCEEDED") {
    found.push(execution ? `the execution is ${execution.status} and does not wait` : "no execution was started");
  }
  const mailsDue = definition.steps.filter(({ name, sendsMail }) => sendsMail && run.has(name)).length;
  // The first mail is the user pool's, with the code, unless the sign-up itself has confirmed the user.
  const mails = timeline.mails.length - (timeline.confirmations[0]?.by === "SignUp" ? 0 : 1);
  if (mails < mailsDue) found.push(`${mailsDue - mails} of ${mailsDue} mails did not arrive`);
  const missing = timeline.groups.filter((group) => !groups.includes(group));
  if (definition.resources.groups.length && !groups.length) found.push("the first ID token has no groups");
  else if (missing.length) found.push(`the first ID token lacks the groups ${missing.join(", ")}`);
  return found;
}
