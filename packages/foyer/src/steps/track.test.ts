import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { classify, describeError } from "../onboarding/failure.ts";
import { onboarding } from "../onboarding/onboarding.ts";
import { permissionsOf } from "../onboarding/permissions.ts";
import { resourcesOf } from "../onboarding/resources.ts";
import { TestAws } from "../test-aws.ts";
import { amplitude } from "./destinations/amplitude.ts";
import type { Destination } from "./destinations/destination.ts";
import { eventBridge } from "./destinations/event-bridge.ts";
import { postHog } from "./destinations/post-hog.ts";
import { segment } from "./destinations/segment.ts";
import { secretFromEnvironment, secretFromSecretsManager } from "./secret.ts";
import { type Receiver, startReceiver } from "./test-receiver.ts";
import { runAlone, runAttempt, testUser } from "./test-run.ts";
import { type Consent, track } from "./track.ts";

let receiver: Receiver;
let aws: TestAws;

before(async () => {
  aws = await TestAws.start();
  receiver = await startReceiver();
});
beforeEach(() => {
  aws.reset();
  receiver.reset();
});
after(() => {
  receiver.stop();
  aws.stop();
});

const secret = "secret-write-key";
const key = () => secret;
const endpoint = () => receiver.url;
const overHttp: Record<string, () => Destination> = {
  Segment: () => segment({ writeKey: key, endpoint }),
  PostHog: () => postHog({ projectKey: key, endpoint }),
  Amplitude: () => amplitude({ apiKey: key, endpoint }),
};
const everywhere = Object.entries(overHttp);
const sent = () => receiver.requests.map(({ body }) => JSON.parse(body));
const pro = testUser({ "custom:plan": "pro", "custom:analytics": "true" });
const step = (to: Destination) =>
  track({
    to,
    consent: "not needed",
    attributes: ["custom:plan"],
    properties: ({ attributes }) => ({ plan: attributes["custom:plan"], seats: 5, trial: true }),
  });
const said = { plan: "pro", seats: 5, trial: true, origin: "sign-up" };

test("Segment is told by its track call, with messageId", async () => {
  assert.deepEqual(await runAlone(step(segment({ writeKey: key, endpoint })), pro), { messageId: "key-of-ann" });
  const [{ path, headers } = assert.fail()] = receiver.requests;
  assert.equal(path, "/v1/track");
  assert.equal(headers.authorization, `Basic ${Buffer.from(`${secret}:`).toString("base64")}`);
  assert.deepEqual(sent(), [
    {
      userId: "ann",
      event: "User Confirmed",
      properties: said,
      timestamp: "2026-11-21T10:00:00.000Z",
      messageId: "key-of-ann",
      context: { library: { name: "foyer" } },
    },
  ]);
});

test("PostHog is told by its capture call, with a uuid", async () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const result = (await runAlone(step(postHog({ projectKey: key, endpoint })), pro)) as { uuid: string };
  assert.match(result.uuid, uuid);
  assert.equal(receiver.requests[0]?.path, "/i/v0/e/");
  assert.deepEqual(sent(), [
    {
      api_key: secret,
      event: "User Confirmed",
      distinct_id: "ann",
      properties: { ...said, $geoip_disable: true, $lib: "foyer" },
      timestamp: "2026-11-21T10:00:00.000Z",
      uuid: result.uuid,
    },
  ]);
  const other = (await runAttempt(step(postHog({ projectKey: key, endpoint })), { key: "key-of-bob" })) as { uuid: string };
  assert.notEqual(other.uuid, result.uuid);
});

test("Amplitude is told by its HTTP V2 API, one event by itself, with insert_id", async () => {
  assert.deepEqual(await runAlone(step(amplitude({ apiKey: key, endpoint })), pro), { insertId: "key-of-ann" });
  assert.equal(receiver.requests[0]?.path, "/2/httpapi");
  const event = {
    user_id: "ann",
    event_type: "User Confirmed",
    time: Date.parse("2026-11-21T10:00:00Z"),
    insert_id: "key-of-ann",
    event_properties: said,
    library: "foyer",
  };
  assert.deepEqual(sent(), [{ api_key: secret, events: [event], options: { min_id_length: 1 } }]);
});

test("EventBridge is told with the same words, and consumers by detail.id", async () => {
  assert.deepEqual(await runAlone(step(eventBridge({ bus: "app", source: "acme" })), pro), { id: "key-of-ann" });
  const [{ Detail, ...entry }] = aws.inputsOf("PutEvents")[0].Entries;
  assert.deepEqual(entry, { EventBusName: "app", Source: "acme", DetailType: "User Confirmed" });
  const who = { id: "key-of-ann", sub: "ann", userPoolId: "us-east-1_Test", origin: "sign-up" };
  assert.deepEqual(JSON.parse(Detail), { properties: said, timestamp: "2026-11-21T10:00:00.000Z", ...who });
});

test("each attempt sends the same bytes, so that the receiver recognises the repetition", async () => {
  for (const [name, to] of everywhere) {
    receiver.reset();
    receiver.answer = (_, nth) => (nth === 1 ? "lose reply" : {});
    await assert.rejects(runAttempt(step(to()), { user: pro }), (error) => classify(error).retry);
    await runAttempt(step(to()), { user: pro, attempt: 2 });
    assert.equal(receiver.requests.length, 2, name);
    assert.equal(receiver.requests[0]?.body, receiver.requests[1]?.body, name);
  }
});

test("an event of another name happened when the step ran", async () => {
  const before = Date.now();
  await runAlone(track({ to: overHttp.Amplitude?.() as Destination, consent: "not needed", event: "Tutorial Started" }));
  const [{ events }] = sent();
  assert.equal(events[0].event_type, "Tutorial Started");
  assert.ok(events[0].time >= before);
});

test("nothing of the user leaves unless it is named, whatever the properties try", async () => {
  const about = { name: "Ann Personal", phone_number: "+4917012345678", "custom:plan": "pro" };
  const user = { ...testUser(about), userName: "Personal" };
  const greedy = (to: Destination, attributes: readonly "name"[] = []) =>
    track({ to, consent: "not needed", attributes, properties: (known) => ({ all: JSON.stringify(known) }) });
  for (const [name, to] of everywhere) {
    receiver.reset();
    await runAlone(greedy(to()), user);
    assert.doesNotMatch(JSON.stringify(receiver.requests), /ann@example|Personal|4917012345678|custom:plan/, name);
    await runAlone(greedy(to(), ["name"]), user);
    assert.match(JSON.stringify(receiver.requests), /Personal/, name);
    assert.doesNotMatch(JSON.stringify(receiver.requests), /ann@example|4917012345678/, name);
  }
  await runAlone(greedy(eventBridge()), user);
  assert.doesNotMatch(JSON.stringify(aws.calls), /ann@example|Personal|4917012345678/);
});

test("without consent nothing is sent, and the step says so", async () => {
  const refused: [Consent, Record<string, string>][] = [
    ["custom:analytics", {}],
    ["custom:analytics", { "custom:analytics": "false" }],
    ["custom:analytics", { "custom:analytics": "" }],
    ["custom:analytics", { "custom:analytics": "truely" }],
    [() => false, {}],
  ];
  for (const [consent, attributes] of refused) {
    const tracked = track({ to: segment({ writeKey: key, endpoint }), consent });
    await assert.rejects(runAlone(tracked, testUser(attributes)), { name: "StepSkipped", message: /^no consent/ });
  }
  const promise = track({ to: segment({ writeKey: key, endpoint }), consent: (async () => false) as never });
  await assert.rejects(runAlone(promise), { name: "StepError", retry: false, message: /must give true or false/ });
  assert.equal(receiver.requests.length, 0);
  for (const consent of ["custom:analytics", ({ email }: { email?: string }) => email !== undefined] as const)
    await runAlone(track({ to: segment({ writeKey: key, endpoint }), consent }), testUser({ "custom:analytics": "True" }));
  assert.equal(receiver.requests.length, 2);
});

test("a refusal gives up at once; 429 and what passes are tried again; no error quotes the key", async () => {
  for (const [name, to] of everywhere) {
    for (const [status, retry] of [
      [400, false],
      [401, false],
      [413, false],
      [308, false],
      [408, true],
      [429, true],
      [500, true],
      [503, true],
    ] as const) {
      const headers = { location: receiver.url, "retry-after": "7" };
      receiver.answer = () => ({ status, body: `{"error":"Invalid API key: ${secret}"}`, headers });
      await assert.rejects(runAlone(step(to())), (error) => {
        assert.equal(describeError(error), `StepError: ${name} answered with status ${status}`);
        assert.equal(classify(error).retry, retry, `${name} ${status}`);
        assert.equal(classify(error).retryAfterSeconds, status === 429 || status === 503 ? 7 : undefined);
        return true;
      });
    }
  }
});

test("what stands in a good answer is not read, however long or slow it is", { timeout: 4_000 }, async () => {
  for (const reply of ["huge", "drip", "cut"] as const) {
    receiver.answer = () => reply;
    for (const [, to] of everywhere) await runAlone(step(to()));
  }
});

test("the end of the attempt's time ends the request", { timeout: 4_000 }, async () => {
  receiver.answer = () => "hang";
  const hanging = runAttempt(step(segment({ writeKey: key, endpoint })), { signal: AbortSignal.timeout(50) });
  await assert.rejects(hanging, (error) => classify(error).retry);
});

test("a key comes from the environment or a function, and is quoted nowhere", async () => {
  process.env.TEST_WRITE_KEY = "from-env";
  await runAlone(step(amplitude({ apiKey: secretFromEnvironment("TEST_WRITE_KEY"), endpoint })));
  delete process.env.TEST_WRITE_KEY;
  await runAlone(step(amplitude({ apiKey: async () => "from-secrets", endpoint })));
  assert.deepEqual(
    sent().map(({ api_key }) => api_key),
    ["from-env", "from-secrets"],
  );
  const failing = (reason: Error) => async (): Promise<string> => {
    throw reason;
  };
  const throttled = Object.assign(new Error(secret), { name: "ThrottlingException" });
  const wrong = [
    [secretFromEnvironment("TEST_WRITE_KEY"), /the environment variable TEST_WRITE_KEY must be set/, false],
    [() => "", /visible ASCII characters/, false],
    [() => `${secret}\n`, /visible ASCII characters/, false],
    [failing(throttled), /cannot be read: ThrottlingException/, true],
    [failing(new TypeError(secret)), /cannot be read: TypeError/, false],
  ] as const;
  for (const [writeKey, message, retry] of wrong) {
    await assert.rejects(runAlone(step(segment({ writeKey, endpoint }))), (error) => {
      assert.match(describeError(error), message);
      assert.doesNotMatch(describeError(error), new RegExp(secret));
      assert.equal(classify(error).retry, retry);
      return true;
    });
  }
  assert.equal(receiver.requests.length, 2);
});

test("properties that are not flat, or too long, give up before anything is sent", async () => {
  const wrong: [object, RegExp][] = [
    [{ plan: { name: "pro" } }, /'plan' is not a plain value/],
    [{ at: new Date() }, /'at' is not a plain value/],
    [{ seats: Number.NaN }, /'seats' is NaN/],
    [{ seats: 5n }, /'seats' is a bigint/],
    [{ text: "x".repeat(30_000) }, /at most 24576 bytes/],
  ];
  for (const [properties, message] of wrong) {
    const made = track({
      to: segment({ writeKey: key, endpoint }),
      consent: "not needed",
      properties: () => properties as never,
    });
    await assert.rejects(runAlone(made), { name: "StepError", retry: false, message });
  }
  assert.equal(receiver.requests.length, 0);
});

test("a region has its own address", async () => {
  const addresses: string[] = [];
  const { fetch } = globalThis;
  globalThis.fetch = async (address) => {
    addresses.push(String(address));
    return new Response();
  };
  try {
    for (const region of [undefined, "us", "eu"] as const) {
      for (const to of [
        segment({ writeKey: key, region }),
        postHog({ projectKey: key, region }),
        amplitude({ apiKey: key, region }),
      ])
        await runAlone(step(to));
    }
  } finally {
    globalThis.fetch = fetch;
  }
  const us = ["https://api.segment.io/v1/track", "https://us.i.posthog.com/i/v0/e/", "https://api2.amplitude.com/2/httpapi"];
  const eu = [
    "https://events.eu1.segmentapis.com/v1/track",
    "https://eu.i.posthog.com/i/v0/e/",
    "https://api.eu.amplitude.com/2/httpapi",
  ];
  assert.deepEqual(addresses, [...us, ...us, ...eu]);
});

test("in foyer dev an event goes to the recorder, whole, instead of to the service", async () => {
  process.env.FOYER_OUTSIDE_URL = `${receiver.url}/_foyer/outside`;
  try {
    await runAlone(step(amplitude({ apiKey: key, region: "eu" })), pro);
  } finally {
    delete process.env.FOYER_OUTSIDE_URL;
  }
  const address = encodeURIComponent("https://api.eu.amplitude.com/2/httpapi");
  assert.equal(receiver.requests[0]?.path, `/_foyer/outside/${address}`);
  assert.equal(sent()[0].events[0].insert_id, "key-of-ann");
});

test("a wrong definition is refused when the file is loaded", () => {
  const to = segment({ writeKey: key });
  const wrong: [() => unknown, RegExp][] = [
    [() => segment({ writeKey: secret as never }), /must be secretFromEnvironment/],
    [() => segment({ writeKey: key, region: "mars" as "eu" }), /'region' must be us or eu: current value is 'mars'/],
    [() => postHog({ projectKey: key, endpoint: "posthog" }), /'endpoint' must be a URL/],
    [() => track({ to, consent: undefined as never }), /'consent' must be a function, a custom attribute or 'not needed'/],
    [() => track({ to, consent: "not needed", event: " " }), /'event' must be a name/],
    [() => eventBridge({ bus: "*" }), /'bus' must be the name/],
  ];
  for (const [make, message] of wrong) {
    assert.throws(make, (error: Error) => {
      assert.equal(error.name, "OnboardingError");
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, new RegExp(secret));
      return true;
    });
  }
});

test("it needs its key and the attribute of the consent, and no permission but for its secret or its bus", () => {
  const made = onboarding({
    afterwards: {
      hog: track({ to: postHog({ projectKey: secretFromEnvironment("POSTHOG_KEY") }), consent: "custom:analytics" }),
      segment: track({ to: segment({ writeKey: secretFromSecretsManager("segment") }), consent: "not needed" }),
      bus: track({ to: eventBridge({ bus: "app" }), consent: "not needed" }),
    },
  });
  const { environment, customAttributes, eventBuses, secrets } = resourcesOf(made);
  assert.deepEqual(
    { environment, customAttributes, eventBuses, secrets },
    {
      environment: ["POSTHOG_KEY"],
      customAttributes: [{ name: "custom:analytics", type: "String" }],
      eventBuses: ["app"],
      secrets: ["segment"],
    },
  );
  const steps = permissionsOf(made, "worker").filter(({ Sid }) => Sid.startsWith("Step"));
  assert.deepEqual(
    steps.map(({ Sid, Action }) => [Sid, Action]),
    [
      ["StepSegment", ["secretsmanager:GetSecretValue"]],
      ["StepBus", ["events:PutEvents"]],
    ],
  );
});
