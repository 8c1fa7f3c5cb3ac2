import assert from "node:assert/strict";
import type { Timeline } from "@foyer/local";
import type { Dev } from "../../packages/cli/src/dev/start-dev.ts";
import { walkReset, walkSignUp } from "./walk.ts";

/** A statement of a policy, with the name of its step. */
export interface Statement {
  Sid: string;
  Effect: string;
  Action: string[];
  Resource: string[];
  Condition?: unknown;
}

/** An inline policy of a role that runs steps. */
export interface RolePolicy {
  RoleName: string;
  PolicyName: string;
  statements: Statement[];
}

/** Reads what a role may do. */
export async function policyOf({ local }: Dev, RoleName: string, PolicyName: string): Promise<RolePolicy> {
  const { PolicyDocument } = (await local.call("iam", "GetRolePolicy", { RoleName, PolicyName })) as { PolicyDocument: string };
  return { RoleName, PolicyName, statements: JSON.parse(decodeURIComponent(PolicyDocument)).Statement };
}

/** The statements of steps in some policies, each once. */
export function statementsOfSteps(policies: readonly RolePolicy[]): Statement[] {
  const found = policies.flatMap(({ statements }) => statements).filter(({ Sid }) => Sid.startsWith("Step"));
  return [...new Map(found.map((statement) => [statement.Sid, statement])).values()];
}

/** Templates of SES are the developer's to make. */
export async function makeTemplates({ local }: Dev, statements: readonly Statement[]): Promise<void> {
  for (const resource of statements.flatMap(({ Resource }) => Resource)) {
    const [, TemplateName] = resource.split(":template/");
    const TemplateContent = { Subject: "s", Text: "t" };
    if (TemplateName) await local.call("sesv2", "CreateEmailTemplate", { TemplateName, TemplateContent });
  }
}

/** What was refused since the journal was cleared. */
export function denials({ local }: Dev) {
  return local.journal.latest("access.denied", 1000).map(({ data }) => data);
}

/** The steps of a user that did not come to their end. */
export function failed({ steps }: Timeline): { step: string; error: string }[] {
  return steps
    .filter(({ state }) => !["done", "skipped", "unknown"].includes(state))
    .map(({ step, error = "" }) => ({ step, error }));
}

/** Walks users without one statement after the other, and holds that its step is refused, and no other step. */
export async function takeEachAway(dev: Dev, policies: readonly RolePolicy[]): Promise<void> {
  const all = statementsOfSteps(policies);
  for (const taken of all) {
    // What another step may do alike is taken from that one too.
    const isShared = isCovered(taken, all);
    const touched = isShared ? all.filter((one) => without(one, taken) !== one) : [taken];
    for (const policy of policies) {
      const { statements } = policy;
      const left = isShared ? statements.map((one) => without(one, taken)) : statements.filter(({ Sid }) => Sid !== taken.Sid);
      await putPolicy(dev, policy, left);
    }
    // A warm function remembers secrets.
    if (taken.Action.some((action) => action.startsWith("secretsmanager:"))) dev.local.functions.coolDown();
    dev.local.journal.clear();
    const walker = await walkSignUp(dev);
    const timeline = denials(dev).length > 0 ? walker.timeline : await walkReset(dev, walker);
    assert.notDeepEqual(denials(dev), [], `${taken.Sid}: nothing was refused`);
    for (const { action } of denials(dev)) assert.ok(taken.Action.includes(action), `${taken.Sid}: ${action} was refused`);
    const refused = failed(timeline);
    assert.notDeepEqual(refused, [], `${taken.Sid}: no step failed`);
    for (const { step, error } of refused) {
      // What stops a flow is asked before each of its steps, which then fails.
      assert.ok(
        touched.some(({ Sid }) => isOf(Sid, step) || isStop(dev, Sid)),
        `${taken.Sid}: ${step} failed`,
      );
      assert.match(error, /^(StepError: .*: )?AccessDenied/, `${taken.Sid}: ${step}`);
      assert.ok(
        taken.Action.some((action) => error.toLowerCase().includes(action.toLowerCase())),
        error,
      );
    }
  }
}

async function putPolicy(
  { local }: Dev,
  { RoleName, PolicyName }: RolePolicy,
  statements: readonly (Statement | undefined)[],
): Promise<void> {
  const left = statements.filter((one) => one !== undefined);
  // IAM takes no policy without a statement.
  if (left.length === 0) await local.call("iam", "DeleteRolePolicy", { RoleName, PolicyName }).catch(() => {});
  else
    await local.call("iam", "PutRolePolicy", {
      RoleName,
      PolicyName,
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: left }),
    });
}

function isStop({ definition }: Dev, sid: string): boolean {
  return !definition?.steps.some(({ name }) => isOf(sid, name));
}

/** A step's statement without what another allows too; itself if that is nothing, undefined if nothing is left. */
function without(one: Statement, taken: Statement): Statement | undefined {
  if (!one.Sid.startsWith("Step") || !one.Resource.some((resource) => taken.Resource.includes(resource))) return one;
  const Action = one.Action.filter((action) => !taken.Action.includes(action));
  if (Action.length === one.Action.length) return one;
  return Action.length > 0 ? { ...one, Action } : undefined;
}

/** True if other statements of steps allow all that one does. */
function isCovered({ Sid, Action, Resource, Condition }: Statement, all: readonly Statement[]): boolean {
  const others = all.filter((one) => one.Sid !== Sid && JSON.stringify(one.Condition) === JSON.stringify(Condition));
  return Action.every((action) =>
    Resource.every((resource) => others.some((one) => one.Action.includes(action) && one.Resource.includes(resource))),
  );
}

/** Whether a statement is a step's: a second one of a step has a number behind its name. */
function isOf(sid: string, step: string): boolean {
  const first = `Step${step[0]?.toUpperCase()}${step.slice(1)}`;
  return sid === first || sid.replace(/\d+$/, "") === first;
}
