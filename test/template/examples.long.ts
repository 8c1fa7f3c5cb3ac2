import assert from "node:assert/strict";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Onboarding } from "foyer";
import { type Place, permissionsOf, type Role, resourcesOf, rolesOf } from "foyer/operate";
import { createBundler } from "../../packages/cli/src/dev/bundle.ts";
import { loadDefinition } from "../../packages/cli/src/dev/definition.ts";
import { type Dev, startDev } from "../../packages/cli/src/dev/start-dev.ts";
import {
  denials,
  failed,
  makeTemplates,
  policyOf,
  type RolePolicy,
  type Statement,
  statementsOfSteps,
  takeEachAway,
} from "../iam/take-away.ts";
import { walkReset, walkSignUp } from "../iam/walk.ts";
import { fileOf, synthesizeExample } from "./synthesize.ts";

const examples = globSync("*/onboarding.ts", { cwd: join(import.meta.dirname, "../../examples") })
  .map((file) => dirname(file))
  .sort();

/** What the construct calls the functions in their descriptions. */
const called: Partial<Record<Role, string>> = {
  trigger: "trigger",
  worker: "worker",
  "sign-in": "sign-in handler",
  sweep: "sweep",
  "mail-events": "reader of SES's events",
};

assert.ok(examples.length >= 5, `only ${examples.length} examples found`);
for (const example of examples) {
  describe(`examples/${example}, from the template that the construct makes of it`, () => {
    let template: string;
    let onboarding: Onboarding;
    let dev: Dev;
    let roles: Map<Role, { functionName: string; policies: RolePolicy[] }>;
    before(async () => {
      const environment = { FOYER_IDENTITY_POOL_ID: "us-east-1:0", FOYER_BUCKET: "files" };
      template = synthesizeExample(example, {
        make: ["tables", "groups", "senders", "customAttributes"],
        ...(example === "identity" && { environment }),
      });
      ({ default: onboarding } = await import(pathToFileURL(fileOf(example)).href));
      const { tables: _, groups: __, senders: ___, customAttributes: ____, ...others } = resourcesOf(onboarding);
      // What the stack does not make is somebody else's, and must be there.
      const started = await startDev({ template, resources: others });
      const bundler = createBundler(fileOf(example), mkdtempSync(join(tmpdir(), "foyer-bundle-")));
      const { dir } = await bundler.build();
      dev = { ...started, definition: await loadDefinition(dir, fileOf(example)) };
      await bundler.stop();
      const deployed = rolesOf(onboarding).filter((role) => called[role] !== undefined);
      roles = new Map(await Promise.all(deployed.map(async (role) => [role, await functionOf(role)] as const)));
      await makeTemplates(dev, statementsOfSteps(allPolicies()));
    });
    after(async () => {
      await dev.stop();
      rmSync(dirname(template), { recursive: true });
    });

    test("what is derived from the file is what is synthesized, and what is enforced", () => {
      const { region, accountId } = dev.local;
      const nameOf = (role: Role) => roles.get(role)?.functionName;
      const place = {
        "AWS::Partition": "aws",
        "AWS::Region": region,
        "AWS::AccountId": accountId,
        UserPoolId: dev.pool.userPoolId,
        LedgerTable: dev.template?.ledgerTable,
        TriggerFunction: nameOf("trigger"),
        WorkerFunction: nameOf("worker"),
        SignInFunction: nameOf("sign-in"),
        SweepFunction: nameOf("sweep"),
        MailEventsFunction: nameOf("mail-events"),
        WorkerAlias: "live",
      } as Place;
      const synthesized = Object.groupBy(policiesIn(template), ({ role }) => role);
      for (const [role, { policies }] of roles) {
        // Lambda puts dead letters into the queue by the worker's role: the deployment's own need, not the file's.
        const enforced = policies.flatMap(({ statements }) => statements).filter(({ Sid }) => Sid !== "DeadLetters");
        assert.deepEqual(bySid(enforced), bySid(permissionsOf(onboarding, role, place)), role);
        const written = (synthesized[role] ?? []).map(({ statement }) => statement);
        assert.deepEqual(bySid(written), bySid(permissionsOf(onboarding, role)), role);
      }
    });

    test("a user signs up, is onboarded to the end, and resets the password: by the code that would be deployed", async () => {
      const walker = await walkSignUp(dev);
      const timeline = await walkReset(dev, walker);
      await dev.local.functions.invoke({ functionName: roles.get("sweep")?.functionName as string, payload: "{}" });
      await dev.local.idle();
      assert.deepEqual(denials(dev), []);
      assert.deepEqual(failed(timeline), []);
      assert.equal((await entryOf(walker.sub)).status, "complete");
    });

    test("without one of its statements its step is refused, and no other step", () => {
      const withSteps = (["trigger", "sign-in", "worker"] as const).flatMap((role) => roles.get(role)?.policies ?? []);
      return takeEachAway(dev, withSteps);
    });

    function allPolicies(): RolePolicy[] {
      return [...roles.values()].flatMap(({ policies }) => policies);
    }

    /** The function of a role, and the policies by which it runs. */
    async function functionOf(role: Role): Promise<{ functionName: string; policies: RolePolicy[] }> {
      const { Functions } = (await dev.local.call("lambda", "ListFunctions", {})) as {
        Functions: { FunctionName: string; Description: string; Role: string }[];
      };
      const found = Functions.find(({ Description }) => Description === `Foyer: the ${called[role]} of onboarding.ts`);
      const RoleName = found?.Role.split("/").at(-1) as string;
      const { PolicyNames } = (await dev.local.call("iam", "ListRolePolicies", { RoleName })) as { PolicyNames: string[] };
      const policies = await Promise.all(PolicyNames.map((name) => policyOf(dev, RoleName, name)));
      return { functionName: found?.FunctionName as string, policies };
    }

    async function entryOf(sub: string): Promise<{ status: string }> {
      const response = await fetch(`${dev.local.url}/_foyer/entry/${sub}`);
      return ((await response.json()) as { entry: { status: string } }).entry;
    }
  });
}

/** The statements of a template's policies by role, with the placeholders in which `Fn::Sub` has them. */
function policiesIn(file: string): { role: Role; statement: Statement }[] {
  const { Resources } = JSON.parse(readFileSync(file, "utf8")) as {
    Resources: Record<
      string,
      { Type: string; Properties: { Roles: [{ Ref: string }]; PolicyDocument: { Statement: Statement[] } } }
    >;
  };
  const policies = Object.values(Resources).filter(({ Type }) => Type === "AWS::IAM::Policy");
  return policies.flatMap(({ Properties: { Roles, PolicyDocument } }) => {
    const [role] = Object.entries({
      Trigger: "trigger",
      Worker: "worker",
      SignIn: "sign-in",
      Sweep: "sweep",
      MailEvents: "mail-events",
    })
      .filter(([name]) => Roles[0].Ref.includes(`Functions${name}`))
      .map(([, role]) => role as Role);
    const own = PolicyDocument.Statement.filter(({ Sid }) => Sid !== "DeadLetters");
    return own.map((statement) => ({ role: role as Role, statement: withPlaceholders(statement) as Statement }));
  });
}

function withPlaceholders(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlaceholders);
  if (value === null || typeof value !== "object") return value;
  const { "Fn::Sub": sub } = value as { "Fn::Sub"?: unknown };
  if (sub !== undefined) return [sub].flat()[0];
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withPlaceholders(each)]));
}

function bySid(statements: readonly { Sid?: string }[]): { Sid?: string }[] {
  return statements.toSorted((one, other) => String(one.Sid).localeCompare(String(other.Sid)));
}
