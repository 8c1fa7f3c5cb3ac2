import assert from "node:assert/strict";
import { test } from "node:test";
import { addToGroups } from "../steps/add-to-groups.ts";
import { custom } from "../steps/custom.ts";
import { everyone, type GroupRule, selfChosen, verifiedEmailAt } from "../steps/group-rules.ts";
import { html } from "../steps/html.ts";
import { publishEvent } from "../steps/publish-event.ts";
import { saveUser } from "../steps/save-user.ts";
import { sendEmail } from "../steps/send-email.ts";
import { arn } from "./arn.ts";
import { durationSeconds } from "./duration.ts";
import { flow } from "./flow.ts";
import { type OnboardingDefinition, onboarding } from "./onboarding.ts";
import { type Place, permissionsOf, type Role } from "./permissions.ts";
import { resourcesOf } from "./resources.ts";

const step = custom({ permissions: [], replay: "safe", run: async () => {} });
const withAttribute = (name: `custom:${string}`, type: "String" | "Number") =>
  custom({ permissions: [], resources: { customAttributes: [{ name, type }] }, replay: "safe", run: async () => {} });
const mail = sendEmail({ from: "Acme <hello@acme.com>", subject: "Hi", html: html`<p>Hi</p>`, ifUnknown: "resend" });
const welcome = onboarding({
  beforeFirstSignIn: { record: saveUser({ table: "people", key: "id", record: ({ sub }) => ({ id: sub }) }) },
  afterwards: flow({ groups: addToGroups({ Users: everyone }), mail, joined: publishEvent({ detailType: "A" }) }, async () => {}),
  onPasswordReset: { notice: mail },
});
const place: Place = {
  "AWS::Partition": "aws",
  "AWS::Region": "eu-central-1",
  "AWS::AccountId": "123456789012",
  UserPoolId: "eu-central-1_Abc",
  LedgerTable: "foyer_ledger",
  TriggerFunction: "foyer-trigger",
  WorkerFunction: "foyer-worker",
  SignInFunction: "foyer-sign-in",
  SweepFunction: "foyer-sweep",
  WorkerAlias: "live",
};

test("a wrong definition is refused when the file is loaded, with the rule and the value", () => {
  const wrong: [OnboardingDefinition | object, RegExp][] = [
    [{ beforFirstSignIn: {} }, /'beforFirstSignIn'/],
    [{ retryHorizon: "a day" }, /a duration must be like "3 days"/],
    [{ afterwards: { "Welcome mail": mail } }, /'Welcome mail'/],
    [{ afterwards: { sleep: step } }, /'sleep'/],
    [{ beforeFirstSignIn: { a: step }, afterwards: { a: step } }, /must be unique: beforeFirstSignIn has one too/],
    [{ beforeFirstSignIn: { mail } }, /attempts overlap/],
    [{ beforeFirstSignIn: flow({ step }, async () => {}) }, /Cannot use a flow in beforeFirstSignIn/],
    [{ afterwards: { mail: { ...mail, ifUnknown: undefined } } }, /'ifUnknown' must be resend or assume-sent/],
    [{ afterwards: { mail: { ...mail, replay: "maybe" } } }, /'replay' must be safe, keyed or unknown: current value is 'maybe'/],
    [{ afterwards: { a: async () => {} } }, /must be made by one of Foyer.s steps/],
    [
      { afterwards: { a: withAttribute("custom:tier", "String"), b: withAttribute("custom:tier", "Number") } },
      /'custom:tier' as it must have one type/,
    ],
    [{ afterwards: { a: withAttribute("custom:a-name-that-is-too-long", "String") } }, /'custom:' and 1 to 20/],
    [{ beforeFirstSignIn: { a: saveUser(), b: saveUser({ key: "id", record: () => ({ id: "1" }) }) } }, /must have one key/],
  ];
  for (const [definition, message] of wrong)
    assert.throws(() => onboarding(definition as OnboardingDefinition), { name: "OnboardingError", message });
});

test("permissions that are not exact are refused", () => {
  const ask = (actions: string[], resources: string[]) => () =>
    onboarding({
      afterwards: { a: custom({ permissions: [{ actions, resources }] as never, replay: "safe", run: async () => {} }) },
    });
  assert.throws(ask(["s3:*"], [arn("s3", "x")]), /'s3:\*' is not one action/);
  assert.throws(ask(["s3:GetObject"], ["*"]), /is not one ARN/);
  assert.throws(ask(["dynamodb:PutItem"], [arn("dynamodb", "table/*")]), /is not one ARN/);
  assert.throws(ask(["dynamodb:PutItem"], ["arn:aws:dynamodb:*:123456789012:table/users"]), /is not one ARN/);
  assert.throws(ask(["s3:GetObject"], ["arn:aws:s3:::*"]), /is not one ARN/);
  ask(["s3:GetObject"], ["arn:aws:s3:::bucket/users/*"])();
  ask(["dynamodb:PutItem"], [arn("dynamodb", "table/users")])();
});

test("a value of the client can make neither a group nor a rule, also where types were cast away", () => {
  const wanted = (rule: unknown, options?: object) => () => addToGroups({ Staff: rule as GroupRule<"verified"> }, options);
  assert.throws(
    wanted(() => true),
    { name: "OnboardingError" },
  );
  assert.throws(wanted({ by: "verified", admits: () => true }), { name: "OnboardingError" });
  assert.throws(wanted(selfChosen("custom:role", "staff")), /must be named in 'open'/);
  wanted(selfChosen("custom:role", "staff"), { open: ["Staff"] })();
  assert.throws(() => verifiedEmailAt("@example.com"), { name: "OnboardingError" });
});

test("the policies are computed from the file: the trigger's holds its steps, the worker's all of them", () => {
  const sids = (role: Role) => permissionsOf(welcome, role).map(({ Sid }) => Sid);
  assert.deepEqual(sids("trigger"), ["Logs", "Ledger", "StartWorker", "StepRecord"]);
  assert.deepEqual(sids("worker"), [
    "Logs",
    "Ledger",
    "ReadUser",
    "DurableExecution",
    "StepRecord",
    "StepGroups",
    "StepMail",
    "StepJoined",
    "StepNotice",
  ]);
  assert.deepEqual(sids("sign-in"), ["Logs", "Ledger", "StartWorker", "ReadUser", "StepRecord"]);
  assert.deepEqual(sids("sweep"), ["Logs", "Ledger", "ReadLedger", "StartWorker", "ReadExecutions", "ReadPool"]);
  const trigger = permissionsOf(welcome, "trigger", place);
  assert.deepEqual(trigger.at(-1), {
    Sid: "StepRecord",
    Effect: "Allow",
    Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
    Resource: ["arn:aws:dynamodb:eu-central-1:123456789012:table/people"],
  });
  assert.deepEqual(trigger.find(({ Sid }) => Sid === "StartWorker")?.Resource, [
    "arn:aws:lambda:eu-central-1:123456789012:function:foyer-worker:live",
  ]);
  assert.deepEqual(
    permissionsOf(welcome, "worker", place).find(({ Sid }) => Sid === "StepMail"),
    {
      Sid: "StepMail",
      Effect: "Allow",
      Action: ["ses:SendEmail"],
      Resource: [
        "arn:aws:ses:eu-central-1:123456789012:identity/hello@acme.com",
        "arn:aws:ses:eu-central-1:123456789012:identity/acme.com",
      ],
      Condition: { StringEquals: { "ses:FromAddress": "hello@acme.com" } },
    },
  );
});

test("no two statements of a policy have one Sid, whatever the steps are called and however much they ask for", () => {
  const bucket = (name: string) => ({ actions: ["s3:GetObject"] as const, resources: [arn("s3", name)] });
  const asks = custom({ permissions: Array.from("abc", bucket), replay: "safe", run: async () => {} });
  const made = onboarding({ afterwards: { a: asks, a1: asks, a2: asks, a12: asks, a3a: asks } });
  const sids = permissionsOf(made, "worker").map(({ Sid }) => Sid);
  assert.deepEqual(
    sids.filter((each) => each.endsWith("A")),
    ["StepA", "Step2A", "Step3A"],
  );
  assert.equal(new Set(sids).size, sids.length, sids.join(" "));
});

test("no statement is for everything, and none keeps a placeholder once it has its place", () => {
  for (const role of ["trigger", "worker", "sign-in", "sweep"] as const) {
    for (const { Sid, Action, Resource } of permissionsOf(welcome, role, place)) {
      assert.match(Sid, /^[A-Za-z0-9]+$/);
      for (const action of Action) assert.ok(!action.includes("*"), action);
      for (const resource of Resource) {
        assert.ok(!resource.includes("${"), resource);
        assert.ok(
          !resource.includes("*") ||
            /:function:foyer-worker:\*$|:log-group:\/aws\/lambda\/foyer-(trigger|worker|sign-in|sweep):\*$/.test(resource),
          resource,
        );
      }
    }
  }
});

test("what must exist is computed from the file", () => {
  assert.deepEqual(resourcesOf(welcome), {
    tables: [
      { tableName: "foyer_ledger", keyName: "pk" },
      { tableName: "people", keyName: "id" },
    ],
    groups: ["Users"],
    senders: ["hello@acme.com"],
    customAttributes: [],
    environment: [],
    configurationSets: [],
    eventBuses: ["default"],
    queues: [],
    functions: [],
    stateMachines: [],
    secrets: [],
    parameters: [],
    developerProviders: [],
  });
});

test("a duration has a number and a unit, from a second to 366 days", () => {
  assert.equal(durationSeconds("3 days"), 259_200);
  assert.equal(durationSeconds("1 second"), 1);
  assert.equal(durationSeconds("1.5 hours"), 5_400);
  for (const wrong of ["0 seconds", "367 days", "-1 days", "3days", "days"])
    assert.throws(() => durationSeconds(wrong as "1 day"), { name: "OnboardingError" });
});
