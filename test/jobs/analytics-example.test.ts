import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { Timeline } from "@foyer/local";
import { type Stage, startStage } from "./stage.ts";

let stage: Stage;
before(async () => {
  stage = await startStage("examples/analytics/onboarding.ts");
});
beforeEach(() => stage.dev.local.reset());
after(() => stage?.stop());

async function onboarded(attributes: Record<string, string>): Promise<Timeline> {
  const person = await stage.signUp({ name: "Ada Lovelace", ...attributes });
  await stage.confirm(person);
  return stage.ended(person.sub);
}

const states = ({ steps }: Timeline) => Object.fromEntries(steps.map(({ step, state }) => [step, state]));
const sent = () => stage.dev.local.outside.list().toReversed();

test("a user of a known company who ticks the box is enriched, and told of everywhere in the same words", async () => {
  const timeline = await onboarded({ email: "ada@example.com", "custom:analytics": "true" });
  assert.deepEqual(states(timeline), { company: "done", bus: "done", segment: "done", postHog: "done", amplitude: "done" });
  assert.deepEqual(
    sent().map(({ url }) => url),
    ["https://events.eu1.segmentapis.com/v1/track", "https://eu.i.posthog.com/i/v0/e/", "https://api.eu.amplitude.com/2/httpapi"],
  );
  const [segment, postHog, amplitude] = sent().map(({ body }) => JSON.parse(body));
  const said = { industry: "Documentation", seats: 42, origin: "sign-up" };
  assert.deepEqual(segment.properties, said);
  assert.deepEqual(postHog.properties, { ...said, $geoip_disable: true, $lib: "foyer" });
  assert.deepEqual(amplitude.events[0].event_properties, said);
  assert.deepEqual([segment.event, postHog.event, amplitude.events[0].event_type], Array(3).fill("User Confirmed"));
  assert.doesNotMatch(JSON.stringify([sent(), timeline.events]), /ada@example\.com|Lovelace/);
});

test("who is not known or did not tick the box is skipped, with a word", async () => {
  const timeline = await onboarded({ email: "grace@elsewhere.example", "custom:analytics": "false" });
  assert.deepEqual(
    Object.fromEntries(timeline.steps.map(({ step, state, result }) => [step, state === "skipped" ? result : state])),
    {
      company: "the other system answered 404: it does not know the user",
      bus: "done",
      segment: "no consent by custom:analytics",
      postHog: "no consent by custom:analytics",
      amplitude: "no consent",
    },
  );
  assert.deepEqual(sent(), []);
});

test("an answer that is no company parks the user, and the rest goes on", async () => {
  const timeline = await onboarded({ email: "alan@broken.example", "custom:analytics": "true" });
  assert.deepEqual(states(timeline), { company: "gave up", bus: "done", segment: "done", postHog: "done", amplitude: "done" });
  assert.equal(sent().length, 3);
});
