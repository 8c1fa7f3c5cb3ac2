import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Timeline } from "@foyer/local";
import { type Dev, startDev } from "../../packages/cli/src/dev/start-dev.ts";
import { walkReset, walkSignUp } from "./walk.ts";

const root = join(import.meta.dirname, "..", "..");
const files = globSync("examples/*/onboarding.ts", { cwd: root }).sort();

interface Statement {
  Sid: string;
  Effect: string;
  Action: string[];
  Resource: string[];
  Condition?: unknown;
}

/** The functions that run steps. */
const roles = ["foyer-trigger", "foyer-sign-in", "foyer-worker"];

assert.ok(files.length >= 5, `only ${files.length} examples found`);
for (const file of files) {
  describe(`${dirname(file)}, under the policy that is derived from it`, () => {
    let dev: Dev;
    let policies: Map<string, Statement[]>;
    before(async () => {
      dev = await startDev({ file: join(root, file) });
      policies = new Map();
      for (const role of roles) policies.set(role, await policyOf(role));
      for (const { Resource } of everyStatement()) await makeTemplates(Resource);
    });
    after(() => dev.stop());

    test("everything that users need is allowed", async () => {
      const walker = await walkSignUp(dev);
      const timeline = await walkReset(dev, walker);
      await dev.local.functions.invoke({ functionName: "foyer-sweep", payload: "{}" });
      await dev.local.idle();
      assert.deepEqual(denials(), []);
      assert.deepEqual(failed(timeline), []);
    });

    test("without one of its statements its step is refused, and no other step", async () => {
      const all = everyStatement();
      for (const taken of all) {
        // What another step may do alike is taken from that one too.
        const isShared = isCovered(taken, all);
        const touched = isShared ? all.filter((one) => without(one, taken) !== one) : [taken];
        for (const [role, statements] of policies) {
          const left = isShared
            ? statements.map((one) => without(one, taken))
            : statements.filter(({ Sid }) => Sid !== taken.Sid);
          await putPolicy(role, left);
        }
        // A warm function remembers secrets.
        if (taken.Action.some((action) => action.startsWith("secretsmanager:"))) dev.local.functions.coolDown();
        dev.local.journal.clear();
        const walker = await walkSignUp(dev);
        const timeline = denials().length > 0 ? walker.timeline : await walkReset(dev, walker);
        assert.notDeepEqual(denials(), [], `${taken.Sid}: nothing was refused`);
        for (const { action } of denials()) assert.ok(taken.Action.includes(action), `${taken.Sid}: ${action} was refused`);
        const refused = failed(timeline);
        assert.notDeepEqual(refused, [], `${taken.Sid}: no step failed`);
        for (const { step, error } of refused) {
          // What stops a flow is asked before each of its steps, which then fails.
          assert.ok(
            touched.some(({ Sid }) => isOf(Sid, step) || isStop(Sid)),
            `${taken.Sid}: ${step} failed`,
          );
          assert.match(error, /^(StepError: .*: )?AccessDenied/, `${taken.Sid}: ${step}`);
          assert.ok(
            taken.Action.some((action) => error.toLowerCase().includes(action.toLowerCase())),
            error,
          );
        }
      }
    });

    function isStop(sid: string): boolean {
      return !dev.definition?.steps.some(({ name }) => isOf(sid, name));
    }

    function everyStatement(): Statement[] {
      const found = [...policies.values()].flat().filter(({ Sid }) => Sid.startsWith("Step"));
      return [...new Map(found.map((statement) => [statement.Sid, statement])).values()];
    }

    function denials() {
      return dev.local.journal.latest("access.denied", 1000).map(({ data }) => data);
    }

    /** Templates are the developer's to make. */
    async function makeTemplates(resources: string[]): Promise<void> {
      for (const resource of resources) {
        const [, TemplateName] = resource.split(":template/");
        const TemplateContent = { Subject: "s", Text: "t" };
        if (TemplateName) await dev.local.call("sesv2", "CreateEmailTemplate", { TemplateName, TemplateContent });
      }
    }

    async function policyOf(RoleName: string): Promise<Statement[]> {
      const { PolicyDocument } = (await dev.local.call("iam", "GetRolePolicy", { RoleName, PolicyName: "onboarding" })) as {
        PolicyDocument: string;
      };
      return JSON.parse(decodeURIComponent(PolicyDocument)).Statement;
    }

    async function putPolicy(RoleName: string, statements: (Statement | undefined)[]): Promise<void> {
      const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statements.filter(Boolean) });
      await dev.local.call("iam", "PutRolePolicy", { RoleName, PolicyName: "onboarding", PolicyDocument });
    }
  });
}

/** A step's statement without what another allows too; itself if that is nothing, undefined if nothing is left. */
function without(one: Statement, taken: Statement): Statement | undefined {
  if (!one.Sid.startsWith("Step") || !one.Resource.some((resource) => taken.Resource.includes(resource))) return one;
  const Action = one.Action.filter((action) => !taken.Action.includes(action));
  if (Action.length === one.Action.length) return one;
  return Action.length > 0 ? { ...one, Action } : undefined;
}

function failed({ steps }: Timeline): { step: string; error: string }[] {
  return steps
    .filter(({ state }) => !["done", "skipped", "unknown"].includes(state))
    .map(({ step, error = "" }) => ({ step, error }));
}

/** True if other statements of steps allow all that one does. */
function isCovered({ Sid, Action, Resource, Condition }: Statement, all: Statement[]): boolean {
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
