import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type Receiver, startReceiver } from "../../packages/foyer/src/steps/test-receiver.ts";
import { type Person, type Stage, startStage } from "./stage.ts";

const writeKey = "write-key-that-nobody-may-see";
let stage: Stage;
let receiver: Receiver;
before(async () => {
  receiver = await startReceiver();
  Object.assign(process.env, { TEST_RECEIVER_URL: receiver.url, TEST_WRITE_KEY: writeKey });
  stage = await startStage("test/jobs/onboardings/analytics.ts");
});
beforeEach(() => receiver.reset());
after(async () => {
  delete process.env.TEST_RECEIVER_URL;
  delete process.env.TEST_WRITE_KEY;
  receiver?.stop();
  await stage?.stop();
});

const isCrm = (path: string) => path === "/crm";
const to = (path: string) => receiver.requests.filter((request) => request.path === path);
const paths = ["/crm", "/v1/track", "/i/v0/e/", "/2/httpapi"];

/** The paths with more than one request, each of which must be the same as the first. */
function repeated(): string[] {
  return paths.filter((path) => {
    const seen = to(path).map(({ headers, body }) => `${headers["idempotency-key"]} ${body}`);
    assert.equal(new Set(seen).size, 1, `${path}: ${seen}`);
    return seen.length > 1;
  });
}

/** Confirms a user and moves the clock past each wait until the onboarding has ended. */
async function onboard(attributes: Record<string, string>): Promise<Person> {
  const person = await stage.signUp(attributes);
  await stage.confirm(person);
  const { local } = stage.dev;
  for (;;) {
    const { executions } = await stage.until(
      person.sub,
      ({ wait, executions }) => wait !== undefined || (executions.length > 0 && executions.every(({ endedAt }) => endedAt)),
    );
    if (executions.every(({ endedAt }) => endedAt)) return person;
    const dueAt = local.nextDueAt();
    if (dueAt !== undefined) local.clock.advance(Math.max(dueAt - local.clock.now(), 0) + 1);
  }
}

const statesOf = ({ sub }: Person) =>
  Object.fromEntries(stage.dev.local.timeline(sub).steps.map(({ step, state }) => [step, state]));

async function tierOf({ sub }: Person): Promise<string | undefined> {
  const { UserAttributes } = (await stage.dev.local.call("cognito-idp", "AdminGetUser", {
    UserPoolId: stage.dev.pool.userPoolId,
    Username: sub,
  })) as { UserAttributes: { Name: string; Value: string }[] };
  return UserAttributes.find(({ Name }) => Name === "custom:tier")?.Value;
}

test("after lost replies and outages each receiver sees one key, and the same event byte for byte", async () => {
  receiver.answer = ({ path }) => {
    const nth = to(path).length;
    if (nth === 1) return "lose reply";
    if (nth === 2) return { status: 503 };
    return { body: isCrm(path) ? '{"tier":"pro"}' : "{}" };
  };
  const ada = await onboard({ name: "Ada Lovelace", "custom:analytics": "true" });
  assert.deepEqual(statesOf(ada), { crm: "done", segment: "done", postHog: "done", amplitude: "done" });
  assert.equal(await tierOf(ada), "pro");
  assert.deepEqual(repeated(), paths);
  for (const path of paths) assert.equal(to(path).length, 3, path);
  const [{ body } = assert.fail()] = to("/v1/track");
  const { properties, userId } = JSON.parse(body);
  assert.deepEqual([userId, properties], [ada.sub, { tier: "pro", origin: "sign-up" }]);
});

test("killed before any of its marks, the worker repeats what it had sent, byte for byte, and nothing else", async () => {
  receiver.answer = () => ({ body: '{"tier":"pro"}' });
  const worker = {
    service: "dynamodb",
    operation: "UpdateItem",
    callerFunction: "foyer-worker",
    kind: "crash-function",
  } as const;
  for (const after of paths.keys()) {
    receiver.requests.length = 0;
    stage.dev.local.faults.add({ ...worker, after, count: 1 });
    const person = await onboard({ "custom:analytics": "true" });
    stage.dev.local.faults.clear();
    assert.deepEqual(statesOf(person), { crm: "done", segment: "done", postHog: "done", amplitude: "done" });
    assert.equal(await tierOf(person), "pro");
    assert.deepEqual(repeated(), [paths[after]], `killed before mark ${after}`);
  }
});

test("the event comes again, and nothing is sent or written again", async () => {
  receiver.answer = () => ({ body: '{"tier":"pro"}' });
  const grace = await onboard({ "custom:analytics": "true" });
  assert.equal(receiver.requests.length, 4);
  await stage.deliver(stage.event(grace));
  await stage.dev.local.idle();
  stage.dev.local.clock.advance(100 * 86_400_000);
  await stage.deliver(stage.event(grace));
  await stage.dev.local.idle();
  assert.equal(receiver.requests.length, 4);
});

test("a refusal parks the user at the first attempt, and the others go on", async () => {
  receiver.answer = ({ path }) => (path === "/i/v0/e/" ? { status: 401, body: writeKey } : { body: '{"tier":"pro"}' });
  const alan = await onboard({ "custom:analytics": "true" });
  assert.deepEqual(statesOf(alan), { crm: "done", segment: "done", postHog: "gave up", amplitude: "done" });
  assert.equal(to("/i/v0/e/").length, 1);
});

test("without consent the user is enriched, and no analytics service hears of them", async () => {
  receiver.answer = () => ({ body: '{"tier":"pro"}' });
  const mary = await onboard({});
  assert.deepEqual(statesOf(mary), { crm: "done", segment: "skipped", postHog: "skipped", amplitude: "skipped" });
  assert.deepEqual(
    receiver.requests.map(({ path }) => path),
    ["/crm"],
  );
});

test("no address, name, answer or key stands in the ledger or a log, whatever the other side does", async () => {
  receiver.answer = ({ path, body }) => {
    const nth = to(path).length;
    if (nth === 1) return { status: 500, body };
    if (isCrm(path)) return { body: `{"tier":"confidential-tier"}` };
    return { status: 400, body: `${writeKey} ${body}` };
  };
  const person = await onboard({ name: "Hedy Lamarr", "custom:analytics": "true" });
  assert.equal(statesOf(person).segment, "gave up");
  const ledger = JSON.stringify(await stage.items("foyer_ledger"));
  const logs = JSON.stringify(stage.dev.local.functions.logs());
  assert.ok(ledger.includes(person.sub) && logs.includes(person.sub));
  for (const text of [ledger, logs]) assert.doesNotMatch(text, /@mail\.example|Hedy|Lamarr|confidential-tier|write-key-that/);
});
