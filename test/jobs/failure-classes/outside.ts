import {
  amplitude,
  callWebhook,
  custom,
  type Destination,
  enrichUser,
  eventBridge,
  postHog,
  secretFromEnvironment,
  secretFromParameterStore,
  secretFromSecretsManager,
  segment,
  track,
} from "foyer";
import type { Lab } from "./lab.ts";
import { answers, type Case, fails, type Row, refuses, silent, throttles } from "./row.ts";

const receiver = (lab: Lab) => lab.receiver.url;
const deserted = (lab: Lab) => lab.deserted;
const elsewhere = { location: "http://127.0.0.1:9/" };

const secret = secretFromSecretsManager("whsec");
const hook =
  ({ url = receiver, ...of }: { url?: typeof receiver; secret?: typeof secret; data?: () => never } = {}) =>
  (lab: Lab) =>
    callWebhook({ secret, timeoutMs: 400, ...of, url: url(lab) });
const webhook = hook();

export const callWebhookRows: Row[] = [
  { what: "408, 425, 429, 503", cases: answers([408, 425, 429, 503], webhook, "not taken", { "retry-after": "30" }) },
  {
    what: "500 and other 5xx, no answer within `timeoutMs`, a lost connection",
    cases: [...answers([500, 502, 504], webhook, "doubt"), ...silent(webhook)],
  },
  { what: "400, 401, 403, 404, 410 and other 4xx", cases: answers([400, 401, 403, 404, 410, 422], webhook, "parked") },
  { what: "a redirect", cases: answers([301, 302, 307, 308], webhook, "parked", elsewhere) },
  {
    what: "the name cannot be resolved, the connection is refused",
    cases: [
      {
        name: "nobody listens",
        step: hook({ url: deserted }),
        ends: "not taken",
        says: /The webhook could not be called: ECONNREFUSED/,
      },
    ],
  },
  {
    what: "there is no such secret, or it is not `whsec_…`",
    cases: [
      { name: "no secret", step: hook({ secret: secretFromSecretsManager("none") }), ends: "parked", says: /'none'/ },
      { name: "no parameter", step: hook({ secret: secretFromParameterStore("/none") }), ends: "parked", says: /'\/none'/ },
      { name: "another secret", step: hook({ secret: secretFromSecretsManager("plain") }), ends: "parked" },
    ],
  },
  {
    what: "`data` throws, or gives what is not plain JSON",
    cases: [{ name: "a Date", step: hook({ data: () => new Date() as never }), ends: "parked" }],
  },
];

const tier = (body: unknown) => {
  const found = body as { tier?: string };
  if (typeof found?.tier !== "string") throw new TypeError("tier must be a text");
  return found as { tier: string };
};
const asks =
  (of: { url?: typeof receiver; value?: string; attribute?: "custom:tier" | "custom:none" } = {}) =>
  (lab: Lab) =>
    enrichUser({
      request: () => ({ url: (of.url ?? receiver)(lab) }),
      answer: tier,
      attributes: { [of.attribute ?? "custom:tier"]: ({ tier }: { tier: string }) => of.value ?? tier },
      timeoutMs: 400,
    });
const enrich = asks();
const body = (text: string) => ({
  arrange: ({ receiver }: Lab) => {
    receiver.answer = () => ({ body: text });
  },
});

export const enrichUserRows: Row[] = [
  {
    what: "429, 503, 408, 425; a connection that is refused",
    cases: [
      ...answers([429, 503, 408, 425], enrich, "not taken", { "retry-after": "30" }),
      { name: "nobody listens", step: asks({ url: deserted }), ends: "not taken" },
    ],
  },
  {
    what: "500, 502, 504, a timeout, a lost connection",
    cases: [...answers([500, 502, 504], enrich, "doubt"), ...silent(enrich)],
  },
  {
    what: "409",
    cases: [
      ...answers([409], enrich, "doubt").map((each) => ({ ...each, attempt: 4 })),
      ...answers([409], enrich, "parked").map((each) => ({ ...each, attempt: 5 })),
    ],
  },
  {
    what: "any other 4xx, a redirect",
    cases: [...answers([400, 401, 403, 404, 422], enrich, "parked"), ...answers([302], enrich, "parked", elsewhere)],
  },
  {
    what: "no JSON, or not what `answer` wants",
    cases: [
      { name: "no JSON", step: enrich, ...body("<html>"), ends: "parked", says: /must be JSON/ },
      { name: "another shape", step: enrich, ...body('{"tier":5}'), ends: "parked" },
    ],
  },
  {
    what: "an answer of more than 256 KB",
    cases: [{ name: "300 KB", step: enrich, ...body(`"${"x".repeat(300_000)}"`), ends: "parked" }],
  },
  {
    what: "a secret is missing",
    cases: [
      {
        name: "no variable",
        step: ({ receiver }) =>
          enrichUser({
            request: () => ({ url: receiver.url }),
            secrets: { token: secretFromEnvironment("FOYER_LAB_NONE") },
            answer: tier,
            attributes: { "custom:tier": ({ tier }) => tier },
          }),
        ends: "parked",
        says: /FOYER_LAB_NONE/,
      },
    ],
  },
  {
    what: "Cognito refuses a value (too long, wrong type, the pool lacks the attribute)",
    cases: [
      { name: "a value that is too long", step: asks({ value: "x".repeat(2_049) }), ...body('{"tier":"a"}'), ends: "parked" },
      { name: "no such attribute", step: asks({ attribute: "custom:none" }), ...body('{"tier":"a"}'), ends: "parked" },
    ],
  },
];

const key = () => "key";
const destinations: Record<string, (endpoint: string) => Destination> = {
  segment: (endpoint) => segment({ writeKey: key, endpoint }),
  postHog: (endpoint) => postHog({ projectKey: key, endpoint }),
  amplitude: (endpoint) => amplitude({ apiKey: key, endpoint }),
};
/** The cases for each of the three services. */
const each = (casesOf: (step: Case["step"]) => Case[], to = receiver): Case[] =>
  Object.entries(destinations).flatMap(([name, make]) =>
    casesOf((lab) => track({ to: make(to(lab)), consent: "not needed" })).map((one) => ({
      ...one,
      name: `${name}: ${one.name}`,
    })),
  );
const onBus = (properties?: () => never) => () =>
  track({ to: eventBridge(), consent: "not needed", ...(properties && { properties }) });
const keyFrom =
  (writeKey: typeof secret) =>
  ({ receiver }: Lab) =>
    track({ to: segment({ writeKey, endpoint: receiver.url }), consent: "not needed" });

export const trackRows: Row[] = [
  {
    what: "429, 503, 408, 425; a connection that is refused",
    cases: [
      ...each((step) => answers([429, 503, 408, 425], step, "not taken", { "retry-after": "30" })),
      ...each((step) => [{ name: "nobody listens", step, ends: "not taken" }], deserted),
    ],
  },
  {
    what: "500, 502, 504, no answer within 5 seconds, a lost connection",
    cases: each((step) => [...answers([500, 502, 504], step, "doubt"), ...silent(step)]),
  },
  {
    what: "any other 4xx, a redirect",
    cases: each((step) => [...answers([400, 401, 413], step, "parked"), ...answers([302], step, "parked", elsewhere)]),
  },
  {
    what: "there is no key",
    cases: [
      { name: "no secret", step: keyFrom(secretFromSecretsManager("none")), ends: "parked", says: /'none'/ },
      { name: "no parameter", step: keyFrom(secretFromParameterStore("/none")), ends: "parked", says: /'\/none'/ },
      { name: "no variable", step: keyFrom(secretFromEnvironment("FOYER_LAB_NONE")), ends: "parked", says: /FOYER_LAB_NONE/ },
    ],
  },
  {
    what: "Secrets Manager or Parameter Store throttles",
    cases: [
      throttles("secretsmanager", "GetSecretValue", (lab) => keyFrom(secretFromSecretsManager("whsec"))(lab)),
      throttles("ssm", "GetParameter", (lab) => keyFrom(secretFromParameterStore("/whsec"))(lab)),
    ],
  },
  {
    what: "a property that is not flat, or too many bytes",
    cases: [
      { name: "nested", step: onBus(() => ({ a: { b: 1 } }) as never), ends: "parked" },
      { name: "40 KB", step: onBus(() => ({ a: "x".repeat(40_000) }) as never), ends: "parked" },
    ],
  },
  {
    what: "`consent` gives no boolean, a promise for example",
    cases: [
      { name: "a promise", step: () => track({ to: eventBridge(), consent: (async () => true) as never }), ends: "parked" },
    ],
  },
  {
    what: "EventBridge refuses the entry",
    cases: [
      throttles("events", "PutEvents", onBus()),
      ...refuses("events", "PutEvents", onBus(), "parked", ["ValidationException"]),
      ...fails("events", "PutEvents", onBus()),
    ],
  },
  {
    what: "Segment shows nothing though the step is done",
    cases: [{ name: "Segment answers 200 to any key", step: keyFrom(secretFromParameterStore("/whsec")), ends: "done" }],
  },
];

const doing = (run: () => unknown) => () => custom({ permissions: [], replay: "safe", run: run as never });

export const customRows: Row[] = [
  {
    what: "`run` takes longer than an attempt (60 s; in `beforeFirstSignIn` the trigger's budget)",
    cases: [
      { name: "never ends", step: doing(() => new Promise(() => {})), ends: "doubt", says: /the time of the attempt was over/ },
    ],
  },
  {
    what: "a client ignores the signal",
    cases: [{ name: "never ends", step: doing(() => new Promise(() => {})), ends: "doubt" }],
  },
  {
    what: "the result is not plain JSON, or too large",
    cases: [{ name: "a Map", step: doing(async () => new Map([["a", 1]])), ends: "parked" }],
  },
  {
    what: "the step gives up in a flow",
    heldBy: [
      "packages/foyer/src/lambda/worker.test.ts",
      "a flow goes on after a step that gave up, but not where it needs the result",
    ],
  },
];
