import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { StepError, StepGaveUp, StepSkipped } from "../onboarding/errors.ts";
import { flow } from "../onboarding/flow.ts";
import { Ledger } from "../onboarding/ledger.ts";
import { pendingSteps } from "../onboarding/ledger-entry.ts";
import { LEDGER_TABLE } from "../onboarding/ledger-table.ts";
import { type Onboarding, type OnboardingDefinition, onboarding, resetSteps, signUpSteps } from "../onboarding/onboarding.ts";
import { addToGroups } from "../steps/add-to-groups.ts";
import { custom } from "../steps/custom.ts";
import { everyone } from "../steps/group-rules.ts";
import { html } from "../steps/html.ts";
import { publishEvent } from "../steps/publish-event.ts";
import { sendEmail } from "../steps/send-email.ts";
import { type Answer, logLines, pending, TestAws } from "../test-aws.ts";
import { TestExecution } from "../test-durable.ts";
import { attemptsWithin, RETRY_HORIZON_SECONDS } from "./retry.ts";
import { workerHandler } from "./worker.ts";

let aws: TestAws;
const ledger = new Ledger();
const userPoolId = "us-east-1_Test";

before(async () => {
  aws = await TestAws.start();
  await aws.createTable(LEDGER_TABLE, "pk");
});
beforeEach(() => aws.reset());
after(() => aws.stop());

const mail = (subject: string, ifUnknown: "resend" | "assume-sent" = "resend") =>
  sendEmail({ from: "Acme <hello@acme.com>", subject, html: (user) => html`<p>Hi ${user.name}</p>`, ifUnknown });
const effect = (run: () => Promise<unknown>) => custom({ permissions: [], replay: "safe", run: async () => void (await run()) });
const subjects = () => aws.inputsOf("SendEmail").map(({ Content }) => Content.Simple.Subject.Data);
const tags = () => aws.inputsOf("SendEmail").map(({ EmailTags }) => EmailTags);

/** Runs the worker for a user whose entry is open, to the end of its execution. */
async function work(
  definition: OnboardingDefinition,
  sub: string,
  options: { reset?: string; open?: boolean; during?: (execution: TestExecution) => void } = {},
) {
  const made: Onboarding = onboarding(definition);
  const { reset } = options;
  const key = { userPoolId, sub, ...(reset !== undefined && { reset }) };
  const steps = pendingSteps(reset === undefined ? signUpSteps(made) : resetSteps(made));
  if (options.open !== false) await ledger.open(key, { origin: "sign-up", steps, metadata: { plan: "pro" } });
  if (!aws.users.has(sub)) aws.addUser(sub, { email: `${sub}@example.com`, given_name: "Ann" });
  const execution = new TestExecution(workerHandler(made), key);
  options.during?.(execution);
  const { result, lines, text } = await logLines(() => execution.run());
  return { result, entry: await ledger.get(key), lines, text, execution };
}

test("the worker finishes what the trigger left, then runs the flow through its wait to the end", async () => {
  const { entry, lines, result } = await work(
    {
      beforeFirstSignIn: { groups: addToGroups({ Users: everyone }) },
      afterwards: flow(
        { welcome: mail("Welcome"), joined: publishEvent({ detailType: "UserConfirmed" }), tips: mail("Tips", "assume-sent") },
        async (_, { welcome, joined, tips, sleep }) => {
          await welcome();
          await joined();
          await sleep("3 days");
          await tips();
        },
      ),
    },
    "ann",
  );
  assert.deepEqual(result, { status: "complete" });
  assert.equal(entry?.status, "complete");
  assert.deepEqual(subjects(), ["Welcome", "Tips"]);
  assert.deepEqual(tags()[0], [
    { Name: "step", Value: "welcome" },
    { Name: "sub", Value: "ann" },
    { Name: "pool", Value: "us-east-1_Test" },
    { Name: "generation", Value: "0" },
  ]);
  assert.equal(aws.inputsOf("AdminAddUserToGroup").length, 1);
  assert.equal(aws.inputsOf("PutEvents").length, 1);
  assert.deepEqual(
    lines.filter(({ step }) => step).map(({ step, state, phase }) => `${phase} ${step} ${state}`),
    ["beforeFirstSignIn groups done", "afterwards welcome done", "afterwards joined done", "afterwards tips done"],
  );
});

test("running again, by another execution, adds no effect: a complete entry ends it at once", async () => {
  const definition = { afterwards: { welcome: mail("Welcome") } };
  await work(definition, "bea");
  const again = await work(definition, "bea");
  assert.deepEqual(again.result, { status: "complete" });
  assert.deepEqual(
    again.execution.operations.map(({ Name }) => Name),
    [undefined, "foyer.plan"],
  );
  assert.deepEqual(subjects(), ["Welcome"]);
});

test("a step that is done is skipped and answers the flow with its stored result", async () => {
  let calls = 0;
  const tier = custom({ permissions: [], replay: "keyed", run: async () => ({ tier: `tier ${++calls}` }) });
  const seen: string[] = [];
  const definition = {
    afterwards: flow({ tier, note: effect(async () => {}) }, async (_, { tier, note }) => {
      seen.push((await tier()).tier);
      await note();
    }),
  };
  const key = { userPoolId, sub: "cid" };
  await ledger.open(key, { origin: "sign-up", steps: pending("tier", "note") });
  await ledger.record(key, "tier", { state: "done", attempts: 1, result: { tier: "stored" } });
  const { entry } = await work(definition, "cid");
  assert.equal(calls, 0);
  assert.deepEqual([...new Set(seen)], ["stored"]);
  assert.equal(entry?.status, "complete");
});

test("a passing failure is retried until it is over", async () => {
  let refusals = 0;
  aws.on("SendEmail", () => (++refusals <= 3 ? { status: 429, error: "TooManyRequestsException" } : "normal"));
  const { entry, lines } = await work({ afterwards: { welcome: mail("Welcome") } }, "dan");
  assert.equal(entry?.status, "complete");
  assert.equal(entry?.steps.welcome?.attempts, 4);
  assert.deepEqual(
    lines.filter(({ step }) => step).map(({ state }) => state),
    ["failed", "failed", "failed", "done"],
  );
});

test("a permanent failure gives up at once, does not stop the others and parks the user", async () => {
  aws.on("AdminAddUserToGroup", () => ({ error: "ResourceNotFoundException" }));
  const { entry, lines } = await work(
    {
      beforeFirstSignIn: { groups: addToGroups({ Users: everyone }) },
      afterwards: { welcome: mail("Welcome"), joined: publishEvent({ detailType: "UserConfirmed" }) },
    },
    "eve",
  );
  assert.equal(entry?.status, "parked");
  assert.equal(entry?.reason, "gave up: groups");
  assert.equal(entry?.steps.groups?.state, "gave-up");
  assert.equal(entry?.steps.groups?.attempts, 1);
  assert.match(entry?.steps.groups?.reason ?? "", /Cannot add the user to group 'Users'/);
  assert.equal(entry?.steps.joined?.state, "done");
  assert.equal(lines.find(({ UsersParked }) => UsersParked)?.level, "error");
});

test("a failure that lasts longer than a day gives up", async () => {
  let puts = 0;
  const during = (execution: TestExecution) =>
    aws.on("PutEvents", () => {
      // The attempts between the first and the last would be as these.
      if (++puts === 2)
        Object.assign(execution.operations.at(-1)?.StepDetails ?? {}, { Attempt: attemptsWithin(RETRY_HORIZON_SECONDS) - 2 });
      return { body: { FailedEntryCount: 1, Entries: [{ ErrorCode: "ThrottlingException" }] } };
    });
  const { entry } = await work({ afterwards: { joined: publishEvent({ detailType: "UserConfirmed" }) } }, "fay", { during });
  assert.equal(entry?.status, "parked");
  assert.match(entry?.steps.joined?.reason ?? "", /ThrottlingException/);
  assert.equal(puts, 3);
});

test("a flow goes on after a step that gave up, but not where it needs the result", async () => {
  const gone = custom({
    permissions: [],
    replay: "safe",
    run: async (): Promise<{ id: string }> => Promise.reject(new StepError("no")),
  });
  aws.on("PutEvents", () => ({ error: "AccessDeniedException" }));
  const after: string[] = [];
  const { entry } = await work(
    {
      afterwards: flow(
        { joined: publishEvent({ detailType: "A" }), gone, last: effect(async () => after.push("last")) },
        async (_, steps) => {
          await steps.joined();
          after.push("joined");
          await steps.gone();
          await steps.last();
        },
      ),
    },
    "gil",
  );
  assert.ok(after.includes("joined") && !after.includes("last"));
  assert.equal(entry?.status, "parked");
  assert.match(entry?.reason ?? "", /StepGaveUp: Step 'gone' gave up/);

  const caught = await work(
    {
      afterwards: flow({ gone, last: effect(async () => after.push("last")) }, async (_, steps) => {
        await steps.gone().catch((error) => assert.ok(error instanceof StepGaveUp));
        await steps.last();
      }),
    },
    "gus",
  );
  assert.ok(after.includes("last"));
  assert.equal(caught.entry?.status, "parked");
});

test("a user deleted during a wait gets nothing more", async () => {
  const definition = {
    afterwards: flow({ welcome: mail("Welcome"), tips: mail("Tips") }, async (_, { welcome, tips, sleep }) => {
      await welcome();
      aws.users.delete("hal");
      await sleep("3 days");
      await tips();
    }),
  } satisfies OnboardingDefinition;
  const { entry } = await work(definition, "hal");
  assert.deepEqual(subjects(), ["Welcome"]);
  assert.equal(entry?.status, "complete");
  assert.equal(entry?.reason, "user deleted");
});

test("a disabled user gets nothing, even if the flow catches every error", async () => {
  aws.addUser("ida", { email: "ida@example.com" });
  Object.assign(aws.users.get("ida") as object, { Enabled: false });
  const { entry, execution } = await work(
    {
      afterwards: flow({ welcome: mail("Welcome"), tips: mail("Tips") }, async (_, { welcome, tips, sleep }) => {
        await welcome().catch(() => {});
        await sleep("3 days").catch(() => {});
        await tips().catch(() => {});
      }),
    },
    "ida",
  );
  assert.ok(!execution.operations.some(({ Type }) => Type === "WAIT"));
  assert.deepEqual(subjects(), []);
  assert.equal(entry?.reason, "user disabled");
});

test("a lost reply of SES is sent again or assumed sent, as the step says, by one submission each time", async () => {
  let lost = 0;
  aws.on("SendEmail", ({ Content }) => (Content.Simple.Subject.Data === "Sure" || ++lost > 1 ? "normal" : "lose reply"));
  const resent = await work({ afterwards: { welcome: mail("Again", "resend") } }, "jan");
  assert.deepEqual(subjects(), ["Again", "Again"]);
  assert.equal(resent.entry?.steps.welcome?.state, "done");
  assert.deepEqual(
    resent.lines.filter(({ step }) => step).map(({ state, message }) => `${state}: ${message}`),
    ["unknown: nobody can tell whether it happened: to be resent", "done: done, resent"],
  );

  aws.reset();
  aws.on("SendEmail", () => "lose reply");
  const assumed = await work({ afterwards: { tips: mail("Once", "assume-sent") } }, "jim");
  assert.deepEqual(subjects(), ["Once"]);
  assert.equal(assumed.entry?.steps.tips?.state, "unknown");
  assert.equal(assumed.entry?.status, "complete");
  assert.equal(assumed.lines.find(({ step }) => step)?.message, "assumed sent");
});

test("a step whose outcome stays unknown gives up instead of sending for ever", async () => {
  aws.on("SendEmail", () => "lose reply");
  const { entry } = await work({ afterwards: { welcome: mail("Welcome", "resend") } }, "joy");
  assert.equal(subjects().length, 3);
  assert.equal(entry?.status, "parked");
});

test("an interrupted attempt, claimed but never ended, is resolved by ifUnknown", async () => {
  const claim = { state: "started", attempts: 1, startedAt: Date.now() - 3_600_000, owner: "dead" } as const;
  for (const [sub, ifUnknown, sent] of [
    ["kim", "resend", 1],
    ["ken", "assume-sent", 0],
  ] as const) {
    aws.reset();
    await ledger.open({ userPoolId, sub }, { origin: "sign-up", steps: pending("welcome") });
    assert.ok(await ledger.claim({ userPoolId, sub }, "welcome", claim));
    const { entry, lines } = await work({ afterwards: { welcome: mail("Welcome", ifUnknown) } }, sub);
    assert.equal(subjects().length, sent);
    assert.equal(entry?.steps.welcome?.state, sent ? "done" : "unknown");
    assert.equal(lines.find(({ step }) => step)?.message, sent ? "done, resent" : "assumed sent");
  }
});

test("two executions of one user at the same time send one mail", async () => {
  const key = { userPoolId, sub: "kai" };
  await ledger.open(key, { origin: "sign-up", steps: pending("welcome") });
  aws.addUser("kai", { email: "kai@example.com" });
  // Each has read the entry before either claims the step.
  let reading = 0;
  const both = Promise.withResolvers<void>();
  aws.on("AdminGetUser", async (): Promise<Answer> => {
    if (++reading === 2) both.resolve();
    await both.promise;
    return "normal";
  });
  const worker = workerHandler(onboarding({ afterwards: { welcome: mail("Welcome") } }));
  const executions = ["first", "second"].map((name) => new TestExecution(worker, key, name));
  await logLines(() => Promise.all(executions.map((execution) => execution.run())));
  assert.deepEqual(subjects(), ["Welcome"]);
  assert.equal((await ledger.get(key))?.status, "complete");
});

test("what another execution is just sending is left to it", async () => {
  await ledger.open({ userPoolId, sub: "lea" }, { origin: "sign-up", steps: pending("welcome") });
  const claim = { state: "started", attempts: 1, startedAt: Date.now(), owner: "other" } as const;
  await ledger.claim({ userPoolId, sub: "lea" }, "welcome", claim);
  let answered = false;
  aws.on("AdminGetUser", () => {
    // The other execution ends while this one waits for its next attempt.
    if (answered) return "normal";
    answered = true;
    void ledger.record({ userPoolId, sub: "lea" }, "welcome", { state: "done", attempts: 1 }, "other");
    return "normal";
  });
  const { entry } = await work({ afterwards: { welcome: mail("Welcome") } }, "lea");
  assert.deepEqual(subjects(), []);
  assert.equal(entry?.status, "complete");
});

test("a password reset runs its own steps only, in an entry of its own", async () => {
  const definition = {
    beforeFirstSignIn: { groups: addToGroups({ Users: everyone }) },
    afterwards: { welcome: mail("Welcome") },
    onPasswordReset: { notice: mail("Changed") },
  };
  const { entry } = await work(definition, "max", { reset: "r1" });
  assert.deepEqual(subjects(), ["Changed"]);
  assert.deepEqual(aws.inputsOf("AdminAddUserToGroup"), []);
  assert.equal(entry?.status, "complete");
  assert.equal(await ledger.get({ userPoolId, sub: "max" }), undefined);
});

test("the worker opens the entry that the trigger could not", async () => {
  const { entry } = await work({ afterwards: { welcome: mail("Welcome") } }, "ned", { open: false });
  assert.equal(entry?.status, "complete");
  assert.equal(entry?.origin, "sign-up");
});

test("a user of an external provider is found by sub", async () => {
  aws.addUser("oda", { email: "oda@example.com" });
  Object.assign(aws.users.get("oda") as object, { Username: "Google_1" });
  await work({ beforeFirstSignIn: { groups: addToGroups({ Users: everyone }) } }, "oda");
  assert.equal(aws.inputsOf("AdminAddUserToGroup")[0].Username, "Google_1");
});

test("steps that a flow starts together, or does not await, run one after the other and all to their end", async () => {
  const order: string[] = [];
  const one = (name: string) =>
    effect(async () => {
      order.push(`${name} starts`);
      for (let requests = 0; requests < 5; requests++) await ledger.get({ userPoolId, sub: "nobody" });
      order.push(`${name} ends`);
    });
  const { entry } = await work(
    {
      afterwards: flow({ a: one("a"), b: one("b"), c: one("c") }, async (_, { a, b, c }) => {
        await Promise.all([a(), b()]);
        void c();
      }),
    },
    "pat",
  );
  assert.deepEqual(order, ["a starts", "a ends", "b starts", "b ends", "c starts", "c ends"]);
  assert.equal(entry?.status, "complete");
});

test("a step called twice, and a fault of the flow's own code, park the user", async () => {
  const twice = flow({ a: effect(async () => {}) }, async (_, { a }) => {
    await a();
    await a();
  });
  const { entry } = await work({ afterwards: twice }, "quin");
  assert.equal(entry?.status, "parked");
  assert.match(entry?.reason ?? "", /Cannot call step 'a' again/);
});

test("a result that JSON would change is refused at run time too, and not tried again", async () => {
  let runs = 0;
  const sneaky = custom({
    permissions: [],
    replay: "safe",
    run: async (): Promise<{ at: string }> => {
      runs++;
      return { at: new Date() } as unknown as { at: string };
    },
  });
  const { entry } = await work({ afterwards: { sneaky } }, "rae");
  assert.equal(runs, 1);
  assert.match(entry?.steps.sneaky?.reason ?? "", /must be plain JSON: the result.at is a Date/);
});

test("a user without an e-mail address is skipped, with the reason in the ledger and the log, but no value of the user", async () => {
  aws.addUser("sam");
  const { entry, lines } = await work({ afterwards: { welcome: mail("Welcome") } }, "sam");
  assert.equal(entry?.status, "complete");
  assert.equal(entry?.steps.welcome?.state, "skipped");
  const said = lines.find(({ step }) => step);
  assert.deepEqual([said?.state, said?.result], ["skipped", "the user has no e-mail address"]);
  aws.addUser("samira", { given_name: "Samira", email: "samira@example.com" });
  const choosy = custom({
    permissions: [],
    replay: "safe",
    run: async (user) => {
      throw new StepSkipped(`nothing for ${user.name} at ${user.email}`);
    },
  });
  const skipped = await work({ afterwards: { choosy } }, "samira");
  assert.equal(skipped.entry?.steps.choosy?.reason, "nothing for <user> at <user>");
  assert.equal(skipped.lines.find(({ step }) => step)?.result, "nothing for <user> at <user>");
});

test("no log line, no checkpoint and no entry holds a value of the user", async () => {
  aws.addUser("7a6a", { email: "tara@example.com", given_name: "Tara Ö", phone_number: "+4912345678901" });
  aws.on("SendEmail", () => ({
    error: "MessageRejected",
    body: { message: "Email address is not verified: Tara Ö <tara@example.com>, +49 123 45678901" },
  }));
  const { text, entry, execution } = await work({ afterwards: { welcome: mail("Welcome") } }, "7a6a");
  const everything = text + JSON.stringify(entry) + JSON.stringify(execution.operations);
  assert.match(everything, /MessageRejected/);
  for (const value of ["tara@", "Tara", "45678901"]) assert.ok(!everything.includes(value), everything);
});

test("a user whose name is HTML gets a mail that shows it as text", async () => {
  aws.addUser("uma", { email: "uma@example.com", given_name: "<img src=x onerror=alert(1)>" });
  await work({ afterwards: { welcome: mail("Welcome") } }, "uma");
  const { Html, Text } = aws.inputsOf("SendEmail")[0].Content.Simple.Body;
  assert.equal(Html.Data, "<p>Hi &lt;img src=x onerror=alert(1)&gt;</p>");
  assert.equal(Text.Data, "Hi <img src=x onerror=alert(1)>");
});
