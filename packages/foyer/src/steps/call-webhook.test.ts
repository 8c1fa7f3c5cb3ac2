import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import { classify, describeError } from "../onboarding/failure.ts";
import { callWebhook } from "./call-webhook.ts";
import { secretFromEnvironment } from "./secret.ts";
import { type Received, type Receiver, startReceiver } from "./test-receiver.ts";
import { runAlone, runAttempt, testUser } from "./test-run.ts";

let receiver: Receiver;
let hook: { url: string; secret: ReturnType<typeof secretFromEnvironment> };
const key = Buffer.alloc(32, 7);

before(async () => {
  receiver = await startReceiver();
  process.env.FOYER_TEST_WEBHOOK = `whsec_${key.toString("base64")}`;
  hook = { url: `${receiver.url}/hooks/new?t=1`, secret: secretFromEnvironment("FOYER_TEST_WEBHOOK") };
});
beforeEach(() => receiver.reset());
after(() => receiver.stop());

/** As a receiver checks it, from what came over the wire alone. */
function isSigned({ headers, body }: Received): boolean {
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature } = headers;
  return signature === `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

/** What the step makes of an answer. */
async function outcome(answer: ReturnType<Receiver["answer"]>, more: { timeoutMs?: number } = {}) {
  receiver.reset();
  receiver.answer = () => answer;
  const error = await runAlone(callWebhook({ ...hook, ...more })).then(
    () => undefined,
    (error) => error,
  );
  assert.equal(receiver.requests.length, 1);
  return error && { ...classify(error), said: describeError(error) };
}

test("the receiver is told who, in a signed request under the step's key, which no data can replace", async (context) => {
  context.mock.timers.enable({ apis: ["Date"], now: Date.parse("2026-11-24T10:00:00.500Z") });
  const step = callWebhook({ ...hook, data: ({ verifiedEmail }) => ({ email: verifiedEmail, plan: undefined, id: "mine" }) });
  assert.deepEqual(await runAlone(step), { status: 200 });
  const [request] = receiver.requests as [Received];
  assert.deepEqual([request.method, request.path], ["POST", "/hooks/new?t=1"]);
  assert.ok(isSigned(request));
  assert.equal(request.headers["webhook-id"], "key-of-ann");
  assert.equal(request.headers["webhook-timestamp"], "1795514400");
  assert.equal(request.headers["content-type"], "application/json");
  assert.deepEqual(JSON.parse(request.body), {
    type: "user.confirmed",
    timestamp: "2026-11-21T10:00:00.000Z",
    data: { email: "ann@example.com", id: "key-of-ann", sub: "ann", userPoolId: "us-east-1_Test", origin: "sign-up" },
  });
});

test("a later attempt has the same id and body, and is signed with its own time", async (context) => {
  context.mock.timers.enable({ apis: ["Date"] });
  const step = callWebhook({ ...hook, type: "account.opened" });
  receiver.answer = (_, nth) => (nth === 1 ? "lose reply" : {});
  await assert.rejects(runAlone(step));
  context.mock.timers.tick(3_600_000);
  await runAttempt(step, { attempt: 2 });
  const [first, second] = receiver.requests as [Received, Received];
  assert.equal(first.body, second.body);
  assert.equal(first.headers["webhook-id"], second.headers["webhook-id"]);
  assert.notEqual(first.headers["webhook-timestamp"], second.headers["webhook-timestamp"]);
  assert.ok(isSigned(first) && isSigned(second));
});

test("each answer of the receiver has its class", async () => {
  for (const status of [200, 201, 202, 204]) assert.equal(await outcome({ status, body: "" }), undefined, String(status));
  for (const status of [400, 401, 403, 404, 410, 413, 422])
    assert.deepEqual(await outcome({ status }), {
      retry: false,
      happened: "no",
      said: `StepError: The webhook answered with status ${status}`,
    });
  for (const status of [408, 425, 429, 503])
    assert.partialDeepStrictEqual(await outcome({ status }), { retry: true, happened: "no" });
  for (const status of [500, 502, 504])
    assert.partialDeepStrictEqual(await outcome({ status }), { retry: true, happened: "maybe" });
});

test("a 429 and a 503 may say when to come back, in seconds or by a date", async () => {
  const asked = async (status: number, retryAfter: string) => {
    receiver.answer = () => ({ status, headers: { "retry-after": retryAfter } });
    const error = await runAlone(callWebhook(hook)).catch((reason) => reason);
    return classify(error).retryAfterSeconds;
  };
  assert.equal(await asked(429, "90"), 90);
  assert.equal(await asked(503, "90"), 90);
  const inTwoMinutes = (await asked(503, new Date(Date.now() + 120_000).toUTCString())) ?? 0;
  assert.ok(inTwoMinutes >= 118 && inTwoMinutes <= 121, `${inTwoMinutes}`);
  for (const nothing of ["0", "soon", "-5", new Date(0).toUTCString()])
    assert.equal(await asked(503, nothing), undefined, nothing);
  assert.equal(await asked(500, "90"), undefined, "a failure has no say in it");
});

test("a redirect is not followed, as it could lead the user's data anywhere", async () => {
  const redirect = { status: 307, headers: { location: `${receiver.url}/elsewhere` } };
  assert.partialDeepStrictEqual(await outcome(redirect), {
    retry: false,
    said: "StepError: The webhook answered with status 307",
  });
});

test("of an answer only the status counts: one that never ends is a success, and its connection is closed", {
  timeout: 5_000,
}, async () => {
  for (const endless of ["drip", "huge"] as const) assert.equal(await outcome(endless), undefined, endless);
  assert.equal(await outcome({ body: "<html>thank you" }), undefined);
});

test("what becomes of a request without an answer is unknown, and is tried again", { timeout: 5_000 }, async () => {
  assert.partialDeepStrictEqual(await outcome("lose reply"), { retry: true, happened: "maybe" });
  assert.partialDeepStrictEqual(await outcome("hang", { timeoutMs: 50 }), { retry: true, happened: "maybe" });
  receiver.answer = () => "hang";
  await assert.rejects(runAttempt(callWebhook(hook), { signal: AbortSignal.timeout(50) }), { name: "TimeoutError" });
});

test("a receiver that cannot be reached is told by its code, without its address", async () => {
  const closed = await startReceiver();
  closed.stop();
  const gone = callWebhook({ ...hook, url: `${closed.url}/hooks?token=hunter2` });
  await assert.rejects(runAlone(gone), {
    name: "StepError",
    retry: true,
    happened: "no",
    message: "The webhook could not be called: ECONNREFUSED",
  });
});

test("a fault of the data or of the secret is known to have sent nothing", async () => {
  const faults = [
    callWebhook({ ...hook, data: ({ attributes }) => ({ plan: (attributes.missing as string).trim() }) }),
    callWebhook({ ...hook, data: () => ({ at: new Date() as unknown as string }) }),
    callWebhook({ ...hook, secret: secretFromEnvironment("FOYER_TEST_NONE") }),
  ];
  for (const step of faults)
    await assert.rejects(runAlone(step, testUser()), { name: "StepError", retry: false, happened: "no" });
  assert.equal(receiver.requests.length, 0);
});

test("where the local AWS stands in for the outside it is given the request, and this machine's own servers are called as they are", async () => {
  process.env.FOYER_OUTSIDE_URL = `${receiver.url}/outside`;
  try {
    await runAlone(callWebhook({ ...hook, url: "https://hooks.example.com/a?b=c" }));
    await runAlone(callWebhook(hook));
  } finally {
    delete process.env.FOYER_OUTSIDE_URL;
  }
  assert.deepEqual(
    receiver.requests.map(({ path }) => path),
    ["/outside/https%3A%2F%2Fhooks.example.com%2Fa%3Fb%3Dc", "/hooks/new?t=1"],
  );
  assert.ok(receiver.requests.every(isSigned));
});

test("what would send the user's data in the open, or unsigned, is refused when the file is loaded", () => {
  for (const url of ["http://example.com/", "ftp://example.com", "hooks", "https://user:hunter2@example.com/"])
    assert.throws(
      () => callWebhook({ ...hook, url }),
      ({ name, message }) => name === "OnboardingError" && !message.includes("hunter2"),
      url,
    );
  assert.throws(() => callWebhook({ ...hook, secret: "whsec_a" as never }), /'secret' must be secretFromEnvironment/);
  assert.throws(() => callWebhook({ ...hook, type: 'a"b' }), /'type' must be like user.confirmed/);
  for (const timeoutMs of [0, 30_001]) assert.throws(() => callWebhook({ ...hook, timeoutMs }), /must be 1 to 30000/);
});
