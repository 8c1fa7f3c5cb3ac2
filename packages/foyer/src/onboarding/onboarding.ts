import { type Duration, durationSeconds } from "./duration.ts";
import { OnboardingError } from "./errors.ts";
import { type Flow, isFlow } from "./flow.ts";
import type { LinkIdentityOptions } from "./identity-link.ts";
import { identityRecord } from "./identity-record.ts";
import { tooBroad } from "./permissions.ts";
import type { CustomAttribute, Table } from "./resources.ts";
import type { PlainSteps, Step } from "./step.ts";

export type Phase = "beforeFirstSignIn" | "afterwards" | "onPasswordReset";

// biome-ignore lint/suspicious/noExplicitAny: a flow's body takes exactly its own steps, so no other type admits every flow.
type AnyFlow = Flow<any>;

/** What happens after a user confirms. */
export interface OnboardingDefinition {
  /** `clientMetadata` keys to keep for later steps. They are written by the client and stored in the ledger. */
  metadata?: readonly string[];
  /**
   * How long a step that fails in passing (throttling, an outage, a lost connection) is tried again before it gives up and the user is
   * parked. Default `"24 hours"`. Attempts are counted, so it is an average.
   */
  retryHorizon?: Duration;
  /**
   * For a pool that had users before it had Foyer: an ISO date such as `"2026-11-01"`. Whoever was created before is not onboarded when they
   * sign in, reset their password or are found by a sweep.
   */
  usersSince?: string;
  /**
   * Runs inside the trigger, all steps together, under one deadline, before the user can have a token. What does not finish moves to the
   * worker. Cognito's attempts overlap, so an `unknown` step is not admitted here.
   */
  beforeFirstSignIn?: PlainSteps<"safe" | "keyed">;
  /** Runs in the worker, which survives crashes, deployments and days of waiting. A record runs in its order, each step by itself. */
  afterwards?: PlainSteps | AnyFlow;
  /** Runs in the worker after each password reset. No sign-up step ever runs there. */
  onPasswordReset?: PlainSteps | AnyFlow;
  /** Ties each user's record to the identity of an identity pool, at the first call that bears an ID token: what `linkIdentityHandler` does. */
  linkIdentity?: LinkIdentityOptions;
}

/** A step with its name and place. */
export interface DeclaredStep {
  readonly name: string;
  readonly phase: Phase;
  readonly step: Step;
}

/** A checked definition: what the handlers run and what permissions and resources are computed from. */
export interface Onboarding {
  readonly definition: Readonly<OnboardingDefinition>;
  /** Every step in the order of the file. */
  readonly steps: readonly DeclaredStep[];
  /** The questions of `stopWhen` of its flows. They are no steps of the ledger, but need their permissions and resources as well. */
  readonly stops: readonly DeclaredStep[];
}

const phases: Phase[] = ["beforeFirstSignIn", "afterwards", "onPasswordReset"];

/** Checks a definition and makes the onboarding of it. Throws `OnboardingError` with the rule and the value. */
export function onboarding(definition: OnboardingDefinition): Onboarding {
  for (const key of Object.keys(definition)) {
    if (!["metadata", "retryHorizon", "usersSince", "linkIdentity", ...phases].includes(key))
      throw new OnboardingError(
        `Cannot use the onboarding as its keys must be metadata, retryHorizon, usersSince, linkIdentity, ${phases.join(", ")}: current value is '${key}'`,
      );
  }
  if (definition.retryHorizon !== undefined) durationSeconds(definition.retryHorizon);
  if (definition.usersSince !== undefined && Number.isNaN(Date.parse(definition.usersSince)))
    throw new OnboardingError(
      `Cannot use the onboarding as 'usersSince' must be an ISO date: current value is '${definition.usersSince}'`,
    );
  const steps = phases.flatMap((phase) => declared(phase, definition[phase]));
  const stops = phases.flatMap((phase) => declaredStops(phase, definition[phase]));
  const all = [...steps, ...stops];
  const seen = new Map<string, Phase>();
  for (const { name, phase, step } of all) {
    const other = seen.get(name);
    if (other)
      throw new OnboardingError(`Cannot use step '${name}' in ${phase} as its name must be unique: ${other} has one too`);
    seen.set(name, phase);
    check(name, phase, step);
  }
  for (const { name, phase, step } of stops) {
    if (!step.question)
      throw new OnboardingError(`Cannot use '${name}' in stopWhen of ${phase} as it must be a question, such as checkRecord`);
  }
  checkMetadata(steps, definition.metadata ?? []);
  const { linkIdentity } = definition;
  const linked = linkIdentity === undefined ? [] : [identityRecord("linkIdentity", linkIdentity).table];
  checkTables([...all.flatMap(({ step }) => step.resources.tables ?? []), ...linked]);
  checkDeveloperProviders(all.flatMap(({ step }) => step.resources.developerProviders ?? []));
  checkCustomAttributes(steps.flatMap(({ step }) => step.resources.customAttributes ?? []));
  return Object.freeze({
    definition: Object.freeze({ ...definition }),
    steps: Object.freeze(steps),
    stops: Object.freeze(stops),
  });
}

/** From when on users are onboarded, in milliseconds since the epoch; undefined for all. */
export function usersSinceOf({ definition: { usersSince } }: Onboarding): number | undefined {
  return usersSince === undefined ? undefined : Date.parse(usersSince);
}

/** The names of the steps that are about signing up: what a user's ledger entry holds. */
export function signUpSteps(onboarding: Onboarding): DeclaredStep[] {
  return onboarding.steps.filter(({ phase }) => phase !== "onPasswordReset");
}

/** The names of the steps that are about a password reset: what a reset's ledger entry holds. */
export function resetSteps(onboarding: Onboarding): DeclaredStep[] {
  return onboarding.steps.filter(({ phase }) => phase === "onPasswordReset");
}

function declared(phase: Phase, content: PlainSteps | AnyFlow | undefined): DeclaredStep[] {
  if (content === undefined) return [];
  if (phase === "beforeFirstSignIn" && isFlow(content))
    throw new OnboardingError("Cannot use a flow in beforeFirstSignIn as its steps run together: use a record of steps");
  const steps: PlainSteps = isFlow(content) ? (content.steps as PlainSteps) : (content as PlainSteps);
  return Object.entries(steps).map(([name, step]) => ({ name, phase, step: step as Step }));
}

function declaredStops(phase: Phase, content: PlainSteps | AnyFlow | undefined): DeclaredStep[] {
  if (content === undefined || !isFlow(content)) return [];
  return Object.entries(content.stopWhen).map(([name, step]) => ({ name, phase, step }));
}

function check(name: string, phase: Phase, step: Step): void {
  if (!/^[a-z][A-Za-z0-9]{0,63}$/.test(name))
    throw new OnboardingError(
      `Cannot use step '${name}' in ${phase} as a name must be a small letter and up to 63 letters or digits: current value is '${name}'`,
    );
  if (name === "sleep") throw new OnboardingError(`Cannot use step 'sleep' in ${phase} as flows have a function of that name`);
  if (typeof step?.run !== "function")
    throw new OnboardingError(
      `Cannot use step '${name}' in ${phase} as it must be made by one of Foyer's steps, such as saveUser, or by custom`,
    );
  if (!["safe", "keyed", "unknown"].includes(step.replay))
    throw new OnboardingError(
      `Cannot use step '${name}' as 'replay' must be safe, keyed or unknown: current value is '${step.replay}'`,
    );
  if (phase === "beforeFirstSignIn" && step.replay === "unknown")
    throw new OnboardingError(
      `Cannot use step '${name}' in beforeFirstSignIn as Cognito's attempts overlap: move it to afterwards`,
    );
  if (step.replay === "unknown" && !["resend", "assume-sent"].includes(step.ifUnknown as string))
    throw new OnboardingError(
      `Cannot use step '${name}' as 'ifUnknown' must be resend or assume-sent: current value is '${step.ifUnknown}'`,
    );
  for (const permission of step.permissions) {
    const why = tooBroad(permission);
    if (why) throw new OnboardingError(`Cannot use step '${name}' as its permissions must be exact: ${why}`);
  }
}

function checkMetadata(steps: DeclaredStep[], kept: readonly string[]): void {
  for (const { name, step } of steps) {
    const missing = step.metadata?.find((key) => !kept.includes(key));
    if (missing !== undefined)
      throw new OnboardingError(
        `Cannot use step '${name}' as it reads '${missing}' of clientMetadata: add the key to 'metadata' of the onboarding`,
      );
  }
}

function checkTables(tables: Table[]): void {
  const keys = new Map<string, string>();
  for (const { tableName, keyName, sortKeyName } of tables) {
    const key = sortKeyName === undefined ? keyName : `${keyName}, ${sortKeyName}`;
    const other = keys.get(tableName);
    if (other && other !== key)
      throw new OnboardingError(
        `Cannot use table '${tableName}' as it must have one key: current values are '${other}' and '${key}'`,
      );
    keys.set(tableName, key);
  }
}

function checkDeveloperProviders([first, ...others]: string[]): void {
  const other = others.find((name) => name !== first);
  if (other !== undefined)
    throw new OnboardingError(
      `Cannot use claimIdentity as an identity pool has one developer provider: current values are '${first}' and '${other}'`,
    );
}

function checkCustomAttributes(attributes: CustomAttribute[]): void {
  const types = new Map<string, CustomAttribute["type"]>();
  for (const { name, type } of attributes) {
    if (!/^custom:[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}$/u.test(name))
      throw new OnboardingError(
        `Cannot use attribute '${name}' as its name must be 'custom:' and 1 to 20 letters, digits and signs: current value is '${name}'`,
      );
    const other = types.get(name);
    if (other && other !== type)
      throw new OnboardingError(
        `Cannot use attribute '${name}' as it must have one type: current values are '${other}' and '${type}'`,
      );
    types.set(name, type);
  }
}
