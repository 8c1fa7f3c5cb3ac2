import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { UserPool, UserPoolOperation } from "aws-cdk-lib/aws-cognito";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { App, Stack } from "aws-cdk-lib/core";
import { mailEventsPattern, permissionsOf, type Role, rolesOf } from "foyer/operate";
import { Onboarding } from "./onboarding.ts";
import {
  cycleIn,
  edgesOf,
  type Resource,
  resourcesOfType,
  type Statement,
  statementsIn,
  type Template,
} from "./test-template.ts";
import {
  exampleNames,
  fileOf,
  type Synthesized,
  synthesizeExamples,
  synthesizeVariants,
  withoutBundling,
} from "./test-variants.ts";

const roles: Record<Role, string> = {
  trigger: "Trigger",
  worker: "Worker",
  "sign-in": "SignIn",
  sweep: "Sweep",
  "mail-events": "MailEvents",
  "link-identity": "LinkIdentity",
};

let variants: Synthesized;
let examples: Synthesized;
before(() => {
  variants = synthesizeVariants();
  examples = synthesizeExamples();
});
const template = (name: string) => variants.templates[name] as Template;
const all = () => Object.entries({ ...variants.templates, ...examples.templates });
const onboardings = () =>
  Object.entries(variants.templates).filter(([, each]) => resourcesOfType(each, "AWS::Lambda::Version").length > 0);

/** The one resource whose logical id contains the text, of a type. */
function theOne(of: Template, type: string, part = ""): [string, Resource] {
  const found = resourcesOfType(of, type).filter(([id]) => id.includes(part));
  assert.equal(found.length, 1, `${type} ${part}: ${found.map(([id]) => id)}`);
  return found[0] as [string, Resource];
}

/** The statements of a role, by part of its logical id. */
function statementsOf(of: Template, rolePart: string): Statement[] {
  const [roleId] = theOne(of, "AWS::IAM::Role", rolePart);
  return resourcesOfType(of, "AWS::IAM::Policy")
    .filter(([, { Properties = {} }]) => JSON.stringify(Properties.Roles) === JSON.stringify([{ Ref: roleId }]))
    .flatMap(([, { Properties = {} }]) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement);
}

test("a pool of the same stack, of another one, imported, and of Amplify's backend in two ways can be had", () => {
  const names = onboardings().map(([name]) => name.replace(/[0-9A-F]{8}$/, ""));
  assert.deepEqual(names.sort(), ["AmplifyInAuthauth", "AmplifyOnboarding", "Imported", "OtherStack", "SameStack"]);
});

test("no template has a cycle", () => {
  for (const [name, each] of all()) {
    const edges = edgesOf(each);
    assert.equal(cycleIn(edges), undefined, name);
    if (name === "SameStack") assert.ok([...edges.values()].reduce((sum, { size }) => sum + size, 0) > 60, "it sees the edges");
  }
});

test("no statement is for every resource; a wildcard ends what AWS names by itself, or refuses", () => {
  for (const [name, each] of all()) {
    for (const { at, statement } of statementsIn(each)) {
      if (statement.Effect === "Deny") continue;
      for (const resource of [statement.Resource ?? []].flat()) {
        const text = JSON.stringify(resource)
          .replace(/:(log-group|function):[^*"]+:\*"/, ":one")
          // Objects of the user who calls, and of each user the one file that linkIdentity writes.
          .replace(/:s3:::[^*"]+\/(\$\{![\w:/.-]+\}\/\*|private\/\*\/info\.txt)"/, ":one");
        assert.ok(!text.includes("*"), `${name} ${at}: ${text}`);
      }
      for (const action of [statement.Action].flat()) assert.match(action, /^[a-z0-9-]+:[A-Za-z]+$/, `${name} ${at}`);
    }
  }
  assert.ok(statementsIn(template("SameStack")).length > 20);
});

test("cdk-nag's AwsSolutions has nothing against any of them", () => {
  assert.deepEqual([...variants.findings, ...examples.findings], []);
});

describe("the permissions of each example are those that its file needs, and no others", () => {
  for (const example of exampleNames) {
    test(example, async () => {
      const { default: onboarding } = await import(pathToFileURL(fileOf(example)).href);
      const of = examples.templates[example] as Template;
      const [pool] = theOne(of, "AWS::Cognito::UserPool");
      const [ledger] = theOne(of, "AWS::DynamoDB::Table", "Ledger");
      const functionId = (name: string) => ({ Ref: theOne(of, "AWS::Lambda::Function", `Functions${name}`)[0] });
      const meant: Record<string, unknown> = {
        UserPoolId: { Ref: pool },
        LedgerTable: { Ref: ledger },
        WorkerAlias: "live",
        TriggerFunction: functionId("Trigger"),
        WorkerFunction: functionId("Worker"),
        SignInFunction: functionId("SignIn"),
        SweepFunction: functionId("Sweep"),
        ...(rolesOf(onboarding).includes("link-identity") && {
          LinkIdentityFunction: functionId("LinkIdentity"),
          Bucket: "acme-files",
        }),
        ...(rolesOf(onboarding).includes("mail-events") && { MailEventsFunction: functionId("MailEvents") }),
      };
      const unsubstituted = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(unsubstituted);
        if (value === null || typeof value !== "object") return value;
        const { "Fn::Sub": sub } = value as { "Fn::Sub"?: string | [string, Record<string, unknown>] };
        if (typeof sub === "string") return sub;
        if (sub) {
          for (const [name, reference] of Object.entries(sub[1])) assert.deepEqual(reference, meant[name], name);
          return sub[0];
        }
        return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unsubstituted(each)]));
      };
      const bySid = (statements: readonly { Sid?: string }[]) =>
        statements.toSorted((one, other) => String(one.Sid).localeCompare(String(other.Sid)));
      const functions = resourcesOfType(of, "AWS::Lambda::Function").filter(([id]) => id.includes("Functions"));
      assert.equal(functions.length, rolesOf(onboarding).length);
      for (const role of rolesOf(onboarding)) {
        // Lambda puts dead letters into the queue by the function's role: the deployment's own need, not the file's.
        const synthesized = statementsOf(of, `Functions${roles[role]}`).filter(({ Sid }) => Sid !== "DeadLetters");
        assert.deepEqual(bySid(unsubstituted(synthesized) as Statement[]), bySid(permissionsOf(onboarding, role)), role);
      }
    });
  }
});

describe("the functions", () => {
  const functionsIn = (of: Template) => resourcesOfType(of, "AWS::Lambda::Function").filter(([id]) => id.includes("Functions"));

  test("run on the current Node, on arm64, each with code of its own, a log group that ends, and no policy of AWS's", () => {
    const of = template("SameStack");
    const all = functionsIn(of);
    assert.equal(all.length, 4);
    assert.equal(new Set(all.map(([, { Properties }]) => JSON.stringify(Properties?.Code))).size, 4);
    for (const [id, { Properties }] of all) {
      assert.equal(Properties?.Runtime, "nodejs24.x");
      assert.deepEqual(Properties?.Architectures, ["arm64"]);
      const name = { "Fn::Sub": [`/aws/lambda/\${Function}`, { Function: { Ref: id } }] };
      const group = resourcesOfType(of, "AWS::Logs::LogGroup").find(
        ([, { Properties }]) => JSON.stringify(Properties?.LogGroupName) === JSON.stringify(name),
      );
      assert.equal(group?.[1].Properties?.RetentionInDays, 90);
    }
    for (const [, { Properties }] of resourcesOfType(of, "AWS::IAM::Role"))
      assert.equal(Properties?.ManagedPolicyArns, undefined);
  });

  test("the worker is durable, keeps its dead letters, and is started by the alias of a version that stays", () => {
    const of = template("SameStack");
    const [id, { Properties }] = theOne(of, "AWS::Lambda::Function", "FunctionsWorker");
    assert.deepEqual(Properties?.DurableConfig, { ExecutionTimeout: 31_622_400, RetentionPeriodInDays: 90 });
    const [queue] = theOne(of, "AWS::SQS::Queue");
    assert.deepEqual(Properties?.DeadLetterConfig, { TargetArn: { "Fn::GetAtt": [queue, "Arn"] } });
    const [policyId] = theOne(of, "AWS::IAM::Policy", "DeadLetterPolicy");
    assert.ok([...(edgesOf(of).get(id) ?? [])].includes(policyId), "Lambda makes no function that may not use its queue");
    const [version, { DeletionPolicy }] = theOne(of, "AWS::Lambda::Version");
    assert.equal(DeletionPolicy, "Retain");
    const [alias, { Properties: live }] = theOne(of, "AWS::Lambda::Alias");
    assert.deepEqual(live?.FunctionVersion, { "Fn::GetAtt": [version, "Version"] });
    for (const name of ["Trigger", "SignIn", "Sweep"]) {
      const { Environment } = theOne(of, "AWS::Lambda::Function", `Functions${name}`)[1].Properties ?? {};
      assert.deepEqual((Environment as { Variables: Record<string, unknown> }).Variables.FOYER_WORKER_ARN, { Ref: alias });
    }
  });

  test("where a mail has a configuration set, SES's events of this pool's mails are handed to a function, and elsewhere there is none", () => {
    for (const [name, of] of Object.entries(examples.templates)) {
      const rules = resourcesOfType(of, "AWS::Events::Rule").filter(([id]) => id.includes("MailEvents"));
      const hasFunction = resourcesOfType(of, "AWS::Lambda::Function").some(([id]) => id.includes("MailEvents"));
      assert.deepEqual([rules.length > 0, hasFunction], [name === "mails", name === "mails"], name);
    }
    const of = examples.templates.mails as Template;
    const [rule, { Properties }] = theOne(of, "AWS::Events::Rule", "MailEvents");
    const [pool] = theOne(of, "AWS::Cognito::UserPool");
    const [id] = theOne(of, "AWS::Lambda::Function", "MailEvents");
    assert.deepEqual(Properties?.EventPattern, mailEventsPattern({ Ref: pool } as unknown as string));
    assert.deepEqual(Properties?.Targets, [{ Arn: { "Fn::GetAtt": [id, "Arn"] }, Id: "MailEvents" }]);
    assert.deepEqual(theOne(of, "AWS::Lambda::Permission", "MailEvents")[1].Properties, {
      Action: "lambda:InvokeFunction",
      FunctionName: { "Fn::GetAtt": [id, "Arn"] },
      Principal: "events.amazonaws.com",
      SourceArn: { "Fn::GetAtt": [rule, "Arn"] },
      SourceAccount: { Ref: "AWS::AccountId" },
    });
  });

  test("the ledger can be restored, and stays", () => {
    const [, { Properties, DeletionPolicy }] = theOne(template("SameStack"), "AWS::DynamoDB::Table", "Ledger");
    assert.equal(DeletionPolicy, "Retain");
    assert.equal(Properties?.BillingMode, "PAY_PER_REQUEST");
    assert.equal(Properties?.DeletionProtectionEnabled, true);
    assert.deepEqual(Properties?.PointInTimeRecoverySpecification, { PointInTimeRecoveryEnabled: true });
  });
});

describe("the attachment", () => {
  test("a pool of the same stack names the functions, after what lets them keep what they are told", () => {
    const of = template("SameStack");
    const [poolId, { Properties }] = theOne(of, "AWS::Cognito::UserPool");
    const arnOf = (name: string) => ({ "Fn::GetAtt": [theOne(of, "AWS::Lambda::Function", `Functions${name}`)[0], "Arn"] });
    assert.deepEqual(Properties?.LambdaConfig, {
      PostConfirmation: arnOf("Trigger"),
      PostAuthentication: arnOf("SignIn"),
      PreTokenGeneration: arnOf("SignIn"),
    });
    const waitsFor = [...(edgesOf(of).get(poolId) ?? [])];
    for (const name of ["Trigger", "SignIn", "Worker"])
      assert.ok(waitsFor.includes(theOne(of, "AWS::IAM::Policy", `Functions${name}Policy`)[0]), name);
    assert.deepEqual(resourcesOfType(of, "Custom::FoyerAttachment"), []);
  });

  test("Cognito may invoke each function for this pool of this account only", () => {
    for (const [name, each] of onboardings()) {
      const permissions = resourcesOfType(each, "AWS::Lambda::Permission");
      assert.equal(permissions.length, name.startsWith("AmplifyInAuth") ? 2 : 3, name);
      for (const [id, { Properties }] of permissions) {
        assert.ok(Properties?.SourceArn, `${name} ${id}`);
        assert.deepEqual(Properties?.SourceAccount, { Ref: "AWS::AccountId" }, `${name} ${id}`);
      }
    }
  });

  test("a pool of another stack is asked, after everything is ready, and again whenever its own definition changes", () => {
    for (const name of ["OtherStack", "Imported", "AmplifyOnboarding"]) {
      const of = onboardings().find(([each]) => each.startsWith(name))?.[1] as Template;
      const [id, { Properties }] = theOne(of, "Custom::FoyerAttachment");
      const waitsFor = edgesOf(of).get(id) ?? new Set();
      const policies = resourcesOfType(of, "AWS::IAM::Policy").filter(([each]) => !/Sweep|DeadLetter/.test(each));
      const permissions = resourcesOfType(of, "AWS::Lambda::Permission").filter(([each]) => !each.includes("Schedule"));
      for (const [each] of [...policies, ...permissions]) assert.ok(waitsFor.has(each), `${name} ${each}`);
      if (name === "Imported") assert.equal(Properties?.PoolDefinition, undefined);
      else assert.match(String(Properties?.PoolDefinition), /^[0-9a-f]{16}$/);
    }
  });

  test("what asks may describe and set this pool, and pass its role for text messages on to Cognito", () => {
    const of = template("Imported");
    const statements = statementsOf(of, "Attach");
    assert.deepEqual(
      statements.map(({ Sid, Action }) => [Sid, [Action].flat().length]),
      [
        ["Logs", 2],
        ["PassSmsRole", 1],
        ["Attach", 4],
      ],
    );
    assert.deepEqual(statements[1]?.Condition, { StringEquals: { "iam:PassedToService": "cognito-idp.amazonaws.com" } });
  });

  test("a trigger that the pool has already is refused, with the name of the trigger", () => {
    const stack = new Stack(new App({ context: withoutBundling }), "Stack");
    const userPool = new UserPool(stack, "Users");
    new Onboarding(stack, "Onboarding", { entry: fileOf("welcome"), userPool });
    const code = Code.fromInline("exports.handler = async (event) => event");
    const other = new LambdaFunction(stack, "Other", { runtime: Runtime.NODEJS_24_X, handler: "index.handler", code });
    userPool.addTrigger(UserPoolOperation.POST_AUTHENTICATION, other);
    const { root } = stack.node;
    assert.throws(() => (root as App).synth(), /Cannot attach PostAuthentication as the user pool must have no other function/);
  });
});

test("each variant is as it was reviewed", (context) => {
  for (const [name, each] of Object.entries({
    ...variants.templates,
    Mails: examples.templates.mails as Template,
    Identity: examples.templates.identity as Template,
  })) {
    const file = join(import.meta.dirname, "snapshots", `${name.replace(/[0-9A-F]{8}$/, "")}.json`);
    context.assert.fileSnapshot(each, file, { serializers: [reviewable] });
  }
});

/** Without what changes with every change of the code. */
function reviewable({ Resources, ...rest }: Template): string {
  const without = Object.fromEntries(
    Object.entries(Resources).map(([id, resource]) => [id, { ...resource, Metadata: undefined }]),
  );
  return JSON.stringify({ ...rest, Resources: without }, undefined, 2)
    .replace(/\b[0-9a-f]{64}\b/g, "HASH")
    .replace(/(WorkerVersion)[0-9a-f]{16}[0-9A-F]{8}/g, "$1")
    .replace(/("PoolDefinition": )"[0-9a-f]{16}"/, '$1"HASH"');
}

describe("a file that cannot be deployed", () => {
  const onboard = (entry: string) => () => {
    const stack = new Stack(new App({ context: withoutBundling }), "Stack");
    return new Onboarding(stack, "Onboarding", {
      entry,
      userPool: UserPool.fromUserPoolId(stack, "Users", "eu-west-1_AbCdEfGhI"),
    });
  };

  test("is named, with the reason", () => {
    assert.throws(onboard("nowhere/onboarding.ts"), { name: "EntryError", message: /nowhere\/onboarding\.ts/ });
    assert.throws(onboard(join(import.meta.dirname, "sizes.ts")), { name: "EntryError", message: /must export its onboarding/ });
  });

  test("says what its code throws, and which variables its steps lack", (context) => {
    const folder = mkdtempSync(join(import.meta.dirname, ".files-"));
    context.after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "onboarding.ts");
    const write = (definition: string) =>
      writeFileSync(
        file,
        `import { callWebhook, onboarding, saveUser, secretFromEnvironment } from "foyer";\nexport default onboarding(${definition});`,
      );
    write("{ beforeFirstSignIn: { Record: saveUser({ table: 'users' }) } }");
    assert.throws(onboard(file), {
      name: "EntryError",
      message: /Cannot use step 'Record' in beforeFirstSignIn as a name must be/,
    });
    write(
      "{ afterwards: { crm: callWebhook({ url: 'https://crm.example.com', secret: secretFromEnvironment('CRM_SECRET') }) } }",
    );
    assert.throws(onboard(file), { name: "EntryError", message: /'environment' must have CRM_SECRET: it is not there/ });
  });
});
