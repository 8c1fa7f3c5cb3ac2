import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { gzipSync } from "node:zlib";
import { type LocalAws, startLocal } from "@foyer/local";
import { type ConfirmedUser, confirmedUser } from "../onboarding/confirmed-user.ts";
import { StepError, StepSkipped } from "../onboarding/errors.ts";
import { classify, describeError } from "../onboarding/failure.ts";
import { onboarding } from "../onboarding/onboarding.ts";
import { permissionsOf } from "../onboarding/permissions.ts";
import { resourcesOf } from "../onboarding/resources.ts";
import { type EnrichmentRequest, type EnrichUserOptions, enrichUser } from "./enrich-user.ts";
import { secretFromEnvironment, secretFromSecretsManager } from "./secret.ts";
import type { Check } from "./standard-schema.ts";
import { type Receiver, startReceiver } from "./test-receiver.ts";
import { runAttempt } from "./test-run.ts";

let local: LocalAws;
let receiver: Receiver;
let userPoolId: string;
let user: ConfirmedUser;

before(async () => {
  local = await startLocal();
  receiver = await startReceiver();
  const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  Object.assign(process.env, { AWS_ENDPOINT_URL: local.url, AWS_REGION: local.region, ...credentials });
  const Schema = ["tier", "seats"].map((Name) => ({ Name, AttributeDataType: Name === "seats" ? "Number" : "String" }));
  const { UserPool } = (await local.call("cognito-idp", "CreateUserPool", { PoolName: "p", Schema })) as {
    UserPool: { Id: string };
  };
  userPoolId = UserPool.Id;
});
let nth = 0;
beforeEach(async () => {
  receiver.reset();
  receiver.answer = () => ({ body: JSON.stringify({ tier: "pro", seats: 5, company: "Acme" }) });
  user = await newUser();
});
after(async () => {
  receiver.stop();
  await local.stop();
});

async function newUser(): Promise<ConfirmedUser> {
  const username = `ann-${++nth}`;
  const { sub } = await local.addUser({ userPoolId, status: "CONFIRMED", username, password: "Correct-horse-7" });
  const facts = { sub, userPoolId, userName: username, origin: "sign-up", metadata: {} } as const;
  return confirmedUser(facts, { sub, email: "ann@example.com", email_verified: "true" });
}

async function attributes(): Promise<Record<string, string>> {
  const { UserAttributes } = (await local.call("cognito-idp", "AdminGetUser", user.cognito)) as {
    UserAttributes: { Name: string; Value: string }[];
  };
  return Object.fromEntries(UserAttributes.flatMap(({ Name, Value }) => (Name === "sub" ? [] : [[Name, Value]])));
}

const write = (Name: string, Value: string) =>
  local.call("cognito-idp", "AdminUpdateUserAttributes", { ...user.cognito, UserAttributes: [{ Name, Value }] });

interface Known {
  tier: string;
  seats?: number;
}
const known = (value: unknown) => value as Known;
const options = (): EnrichUserOptions<Check<Known>> => ({
  request: ({ sub, verifiedEmail = "" }) => ({
    url: `${receiver.url}/people/${sub}?email=${encodeURIComponent(verifiedEmail)}`,
  }),
  answer: known,
  attributes: { "custom:tier": ({ tier }) => tier, "custom:seats": ({ seats }) => seats },
  types: { "custom:seats": "Number" },
});
const step = (more: Partial<EnrichUserOptions<Check<Known>>> = {}) => enrichUser({ ...options(), ...more });
const run = (more?: Partial<EnrichUserOptions<Check<Known>>>, call = {}) => runAttempt(step(more), { user, ...call });
const fails = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => assert.fail("it succeeded"),
    (reason) => reason,
  );
  return { ...classify(error), text: describeError(error, Object.values(user.attributes)) };
};

test("an answer may begin with a byte order mark and come compressed, but not be a bomb", async () => {
  receiver.answer = () => ({ body: '\ufeff{"tier":"marked"}' });
  await run();
  assert.equal((await attributes())["custom:tier"], "marked");
  const bomb = gzipSync(" ".repeat(50_000_000));
  const headers = { "content-encoding": "gzip" };
  receiver.answer = () => ({ body: gzipSync('{"tier":"packed"}'), headers });
  await run({ overwrite: ["custom:tier"] });
  assert.equal((await attributes())["custom:tier"], "packed");
  receiver.answer = () => ({ body: bomb, headers });
  assert.match((await fails(run())).text, /at most 262144 bytes/);
});

test("what the other system says is written into the attributes that are named", async () => {
  assert.deepEqual(await run(), { written: ["custom:tier", "custom:seats"] });
  assert.deepEqual(await attributes(), { "custom:tier": "pro", "custom:seats": "5" });
  const [{ method, path, headers, body } = assert.fail()] = receiver.requests;
  assert.deepEqual([method, path, body], ["GET", `/people/${user.sub}?email=ann%40example.com`, ""]);
  assert.equal(headers.accept, "application/json");
});

test("a body is sent as JSON, with the key in Idempotency-Key whatever the headers say", async () => {
  const headers = { authorization: "Bearer secret", "Idempotency-Key": "mine" };
  const request = async (_: ConfirmedUser, { key }: { key: string }) => ({
    url: receiver.url,
    headers,
    body: { reference: key },
  });
  await run({ request });
  await run({ request: async (...of) => ({ ...(await request(...of)), method: "PUT" as const }) });
  assert.deepEqual(
    receiver.requests.map(({ method, body, headers }) => [method, body, headers["content-type"], headers.authorization]),
    ["POST", "PUT"].map((method) => [method, '{"reference":"key-of-ann"}', "application/json", "Bearer secret"]),
  );
  assert.deepEqual(
    receiver.requests.map(({ headers }) => headers["idempotency-key"]),
    ["key-of-ann", "key-of-ann"],
  );
});

test("after a lost reply the next attempt bears the same key and finds what the first one wrote", async () => {
  receiver.answer = (_, nth) => (nth === 1 ? "lose reply" : { body: '{"tier":"pro"}' });
  assert.deepEqual(await fails(run()), {
    retry: true,
    happened: "maybe",
    text: "StepError: The other system could not be called: UND_ERR_SOCKET",
  });
  assert.deepEqual(await run({}, { attempt: 2 }), { written: ["custom:tier"] });
  assert.deepEqual(await run({}, { attempt: 3 }), { written: [], there: ["custom:tier"] });
  const keys = receiver.requests.map(({ headers }) => headers["idempotency-key"]);
  assert.deepEqual(keys, ["key-of-ann", "key-of-ann", "key-of-ann"]);
});

test("a value that the user has by now is left untouched, unless told", async () => {
  receiver.answer = () => {
    // While the other system thinks, somebody else decides.
    void write("custom:tier", "enterprise");
    return { body: '{"tier":"pro","seats":5}' };
  };
  assert.deepEqual(await run(), { written: ["custom:seats"], untouched: ["custom:tier"] });
  assert.deepEqual(await attributes(), { "custom:tier": "enterprise", "custom:seats": "5" });
  assert.deepEqual(await run({ overwrite: ["custom:tier"] }), { written: ["custom:tier"], there: ["custom:seats"] });
  assert.equal((await attributes())["custom:tier"], "pro");
});

test("nothing is written for undefined, null and an empty text, so nothing is deleted", async () => {
  await write("custom:tier", "kept");
  for (const nothing of [undefined, null, ""]) {
    const result = await run({ attributes: { "custom:tier": () => nothing }, types: {}, overwrite: ["custom:tier"] });
    assert.deepEqual(result, { written: [] });
  }
  assert.deepEqual(await attributes(), { "custom:tier": "kept" });
  await assert.rejects(run({ attributes: { "custom:tier": () => ({}) as string }, types: {} }), {
    name: "StepError",
    retry: false,
    message: /'custom:tier' as its value must be a text, a number or a boolean: it is a object/,
  });
});

test("only 429 and what passes by itself are tried for a day; a refusal gives up at once", async () => {
  for (const [status, retry] of [
    [400, false],
    [401, false],
    [403, false],
    [404, false],
    [422, false],
    [302, false],
    [408, true],
    [425, true],
    [429, true],
    [500, true],
    [502, true],
    [503, true],
  ] as const) {
    receiver.answer = () => ({ status, body: "ann@example.com", headers: { location: `${receiver.url}/elsewhere` } });
    const failure = await fails(run());
    assert.deepEqual([failure.retry, failure.text], [retry, `StepError: The other system answered with status ${status}`]);
  }
  assert.ok(receiver.requests.every(({ path }) => path !== "/elsewhere"));
});

test("a 429 and a 503 may say when to come back", async () => {
  for (const status of [429, 503]) {
    receiver.answer = () => ({ status, headers: { "retry-after": "90" } });
    assert.equal((await fails(run())).retryAfterSeconds, 90);
  }
});

test("in foyer dev a stand-in answers for an address, and without one it is called", async (context) => {
  process.env.FOYER_OUTSIDE_URL = `${local.url}/_foyer/outside`;
  context.after(() => {
    delete process.env.FOYER_OUTSIDE_URL;
    local.outside.unanswer();
  });
  const request = ({ sub }: ConfirmedUser) => ({
    url: `https://crm.foyer.invalid/people/${sub}`,
    method: "PUT" as const,
    body: 1,
  });
  assert.match((await fails(run({ request }))).text, /could not be called: (ENOTFOUND|EAI_AGAIN)/);
  assert.deepEqual(local.outside.list(), []);
  local.outside.answer({ url: "https://crm.foyer.invalid/*", body: { tier: "stand-in" } });
  assert.deepEqual(await run({ request }), { written: ["custom:tier"] });
  assert.equal((await attributes())["custom:tier"], "stand-in");
  const [{ url, method, body, headers } = assert.fail()] = local.outside.list();
  assert.deepEqual([url, method, body], [`https://crm.foyer.invalid/people/${user.sub}`, "PUT", "1"]);
  assert.deepEqual([headers["idempotency-key"], headers["foyer-outside"]], ["key-of-ann", undefined]);
  local.outside.answer({ url: `${receiver.url}/*`, body: { tier: "never" } });
  user = await newUser();
  await run();
  assert.equal((await attributes())["custom:tier"], "pro", "this machine's own servers are called as they are");
  local.outside.answer({ url: "http://*", body: { tier: "open" } });
  assert.match((await fails(run({ request: () => ({ url: "http://crm.foyer.invalid/" }) }))).text, /must begin with https:/);
});

test("a refusal with a body that is too long is the same refusal", async () => {
  for (const status of [404, 503]) {
    receiver.answer = () => ({ status, body: " ".repeat(1_000_000) });
    assert.equal((await fails(run())).text, `StepError: The other system answered with status ${status}`);
  }
});

test("409 may mean that the request before is still under way, so it is tried a few times more", async () => {
  receiver.answer = () => ({ status: 409 });
  assert.equal((await fails(run({}, { attempt: 1 }))).retry, true);
  assert.equal((await fails(run({}, { attempt: 5 }))).retry, false);
});

test("a status that says that the user is not known skips the step, with a word", async () => {
  receiver.answer = () => ({ status: 404 });
  await assert.rejects(run({ unknownUser: [404] }), { name: "StepSkipped", message: /answered 404: it does not know the user/ });
  assert.deepEqual(await attributes(), {});
});

test("a server that hangs, drips, cuts its answer off or floods is left in time", async () => {
  for (const reply of ["hang", "drip"] as const) {
    receiver.answer = () => reply;
    const started = performance.now();
    const failure = await fails(run({ timeoutMs: 100 }));
    assert.deepEqual([failure.retry, failure.happened], [true, "maybe"], reply);
    assert.ok(performance.now() - started < 2_000, reply);
  }
  receiver.answer = () => "cut";
  assert.equal((await fails(run())).retry, true);
  receiver.answer = () => "huge";
  const { retry, text } = await fails(run());
  assert.deepEqual([retry, text], [false, "StepError: Cannot read the answer as it must have at most 262144 bytes"]);
  assert.deepEqual(await attributes(), {});
});

test("the end of the attempt's time ends the request", { timeout: 5_000 }, async () => {
  receiver.answer = () => "hang";
  const attempt = new AbortController();
  const failing = fails(run({}, { signal: attempt.signal }));
  while (receiver.requests.length === 0) await new Promise(setImmediate);
  attempt.abort();
  assert.equal((await failing).retry, true);
  while (receiver.abandoned === 0) await new Promise(setImmediate);
});

test("an answer that is no JSON gives up without quoting it", async () => {
  for (const body of ["<html>ann@example.com secret-token</html>", '{"tier":"secret-token"', "\u0000"]) {
    receiver.answer = () => ({ body });
    assert.deepEqual(await fails(run()), {
      retry: false,
      happened: "yes",
      text: "StepError: Cannot use the answer as it must be JSON",
    });
  }
});

test("an answer that does not fit its schema gives up, naming the places and no value", async () => {
  const schema = (issues: { message: string; path?: (PropertyKey | { key: PropertyKey })[] }[]) => ({
    "~standard": { version: 1, vendor: "test", validate: () => ({ issues }) } as const,
  });
  const secret = "secret-token is not a number";
  const failure = await fails(
    run({
      answer: schema([
        { message: secret, path: ["company", { key: "size" }] },
        { message: secret, path: ["seats", 0] },
        { message: secret },
      ]),
    }),
  );
  const text = "StepError: Cannot use the answer as it must fit its schema: it does not at company.size, seats.0, its top";
  assert.deepEqual(failure, { retry: false, happened: "yes", text });
  const validate = (): never => {
    throw new RangeError("secret-token");
  };
  for (const answer of [validate, { "~standard": { version: 1, vendor: "test", validate } } as const]) {
    const { text, retry } = await fails(run({ answer }));
    assert.equal(text, "StepError: Cannot use the answer as its check must accept it: it threw RangeError");
    assert.equal(retry, false);
  }
});

test("a schema may be asynchronous, change the value, or be a function itself; an empty body is undefined", async () => {
  const schema = {
    version: 1,
    vendor: "test",
    validate: async (value: unknown) => ({ value: { tier: String((value as Known).tier).toUpperCase() } }),
  };
  const callable = Object.assign(() => assert.fail("called as a function"), { "~standard": schema }) as never;
  for (const answer of [{ "~standard": schema } as never, callable]) {
    user = await newUser();
    await run({ answer });
    assert.equal((await attributes())["custom:tier"], "PRO");
  }
  receiver.answer = () => ({ status: 204, body: "" });
  const said: unknown[] = [];
  await run({ answer: (value) => ({ tier: String(said.push(value)) }) });
  assert.deepEqual(said, [undefined]);
});

test("a check may say in its own words what to do", async () => {
  const throwing = (error: Error) => ({
    answer: () => {
      throw error;
    },
  });
  await assert.rejects(run(throwing(new StepSkipped("nothing known"))), { name: "StepSkipped", message: "nothing known" });
  await assert.rejects(run(throwing(new StepError("not yet", { retry: true }))), { name: "StepError", retry: true });
});

test("a user who was deleted meanwhile is skipped, also if another one has the username by now", async () => {
  await local.call("cognito-idp", "AdminDeleteUser", user.cognito);
  await assert.rejects(run(), { name: "StepSkipped", message: "the user was deleted meanwhile" });
  await local.addUser({ userPoolId, status: "CONFIRMED", username: user.userName, password: "Correct-horse-7" });
  await assert.rejects(run(), { name: "StepSkipped", message: "the user was deleted meanwhile" });
  assert.deepEqual(await attributes(), {});
});

test("what Cognito refuses gives up with the attribute's name and without its value", async () => {
  const lacking = await fails(run({ attributes: { "custom:absent": ({ tier }) => tier }, types: {} }));
  assert.equal(lacking.retry, false);
  assert.match(lacking.text, /Cannot write the attributes custom:absent: .*Attribute does not exist in the schema/);
  const message = "Value 'hush-hush' at 'userAttributes.1.member.value' failed to satisfy constraint";
  const refusal = { kind: "error", name: "InvalidParameterException", message, count: 1 } as const;
  local.faults.add({ service: "cognito-idp", operation: "AdminUpdateUserAttributes", ...refusal });
  receiver.answer = () => ({ body: '{"tier":"hush-hush"}' });
  const quoted = await fails(run());
  assert.equal(quoted.retry, false);
  assert.match(quoted.text, /Value '<user>' at 'userAttributes/);
});

test("no secret of a request stands in an error", async () => {
  const requests: [EnrichmentRequest, RegExp][] = [
    [{ url: "nonsense secret-token" }, /must be a URL/],
    [{ url: "http://example.com/?key=secret-token" }, /must begin with https:/],
    [{ url: "file:///secret-token" }, /must begin with https:/],
    [{ url: "https://user:secret-token@example.com" }, /must not hold a password/],
    [{ url: receiver.url, headers: { authorization: "Bearer secret-token\nX: y" } }, /the header 'authorization'/],
    [{ url: "http://127.0.0.1:2/secret-token" }, /could not be called: ECONNREFUSED/],
  ];
  for (const [request, message] of requests) {
    const { text } = await fails(run({ request: () => request }));
    assert.match(text, message);
    assert.doesNotMatch(text, /secret-token/);
  }
});

test("a secret is read when the step runs, and what reading it takes is declared", async () => {
  process.env.TEST_CRM_TOKEN = "token-of-the-environment";
  const made = enrichUser({
    secrets: { token: secretFromEnvironment("TEST_CRM_TOKEN") },
    request: (_, { secrets }) => ({ url: receiver.url, headers: { authorization: `Bearer ${secrets.token}` } }),
    answer: known,
    attributes: { name: ({ tier }) => tier },
  });
  await runAttempt(made, { user });
  delete process.env.TEST_CRM_TOKEN;
  assert.equal(receiver.requests[0]?.headers.authorization, "Bearer token-of-the-environment");
  await assert.rejects(runAttempt(made, { user }), { name: "StepError", retry: false, message: /TEST_CRM_TOKEN must be set/ });
  assert.deepEqual(made.resources, { customAttributes: [], environment: ["TEST_CRM_TOKEN"], secrets: [], parameters: [] });
  const secrets = { token: secretFromSecretsManager("crm") };
  const { permissions, resources } = enrichUser({ ...options(), secrets });
  assert.deepEqual(
    permissions.map(({ actions }) => actions.length),
    [2, 1],
  );
  assert.deepEqual(permissions[1]?.actions, ["secretsmanager:GetSecretValue"]);
  assert.deepEqual(resources.secrets, ["crm"]);
  assert.throws(() => enrichUser({ ...options(), secrets: { token: "secret-token" as never } }), { name: "OnboardingError" });
});

test("a wrong definition is refused when the file is loaded", () => {
  const wrong: [Partial<EnrichUserOptions<Check<Known>>>, RegExp][] = [
    [{ attributes: {} }, /it is empty/],
    [{ attributes: { email_verified: () => "true" } as object }, /current value is 'email_verified'/],
    [{ overwrite: ["name"] }, /'name' is not there/],
    [{ types: { "custom:other": "Number" } }, /'custom:other' is not there/],
    [{ timeoutMs: 60_000 }, /'timeoutMs' must be 1 to 30000/],
  ];
  for (const [more, message] of wrong) assert.throws(() => step(more), { name: "OnboardingError", message });
});

test("it may read and write this pool's users and nothing else, and its custom attributes are needed", () => {
  const made = onboarding({ afterwards: { crm: step({ attributes: { ...{ name: () => "Ann" }, "custom:seats": () => 1 } }) } });
  assert.deepEqual(permissionsOf(made, "worker").at(-1), {
    Sid: "StepCrm",
    Effect: "Allow",
    Action: ["cognito-idp:AdminGetUser", "cognito-idp:AdminUpdateUserAttributes"],
    Resource: [`arn:\${AWS::Partition}:cognito-idp:\${AWS::Region}:\${AWS::AccountId}:userpool/\${UserPoolId}`],
  });
  assert.deepEqual(resourcesOf(made).customAttributes, [{ name: "custom:seats", type: "Number" }]);
});
