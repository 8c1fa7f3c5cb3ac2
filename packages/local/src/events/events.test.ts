import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import {
  CreateEventBusCommand,
  DescribeEventBusCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import { Clock } from "../clock.ts";
import { type Endpoint, startEndpoint } from "../endpoint/endpoint.ts";
import { Journal } from "../journal/journal.ts";
import { Store } from "../store/store.ts";
import { createEvents, type Events, eventsService } from "./events.ts";

describe("EventBridge", () => {
  let store: Store;
  let journal: Journal;
  let events: Events;
  let endpoint: Endpoint;
  let client: EventBridgeClient;

  before(async () => {
    store = new Store(":memory:");
    const clock = new Clock();
    journal = new Journal(store, clock);
    events = createEvents({ store, clock, journal, deliver: () => {}, deadLetter: () => {} });
    endpoint = await startEndpoint({
      port: 0,
      store,
      services: [eventsService(events)],
      rawServices: [],
      identify: (accessKeyId) =>
        accessKeyId === "ASIAWORKER"
          ? { kind: "function", functionName: "worker", invocationId: "i-1", sub: "caller-sub" }
          : undefined,
    });
    client = clientOf("test");
  });
  after(async () => {
    client.destroy();
    await endpoint.stop();
    store.close();
  });
  beforeEach(() => events.clear());

  function clientOf(accessKeyId: string) {
    const credentials = { accessKeyId, secretAccessKey: "test" };
    return new EventBridgeClient({ endpoint: endpoint.url, region: "us-east-1", credentials, maxAttempts: 1 });
  }
  const entry = (over: object = {}) => ({
    Source: "acme",
    DetailType: "UserConfirmed",
    Detail: '{"sub":"s-1","plan":"pro"}',
    ...over,
  });

  it("records an event under the user of its detail and journals it", async () => {
    const Time = new Date("2026-01-02T03:04:05Z");
    const { Entries = [], FailedEntryCount } = await client.send(
      new PutEventsCommand({ Entries: [entry({ Time, Resources: ["arn:aws:x"], EventBusName: "default" })] }),
    );
    assert.equal(FailedEntryCount, 0);
    const eventId = Entries[0]?.EventId ?? "";
    assert.match(eventId, /^[0-9a-f-]{36}$/);
    const [{ at, ...event } = { at: 0 }] = events.list({ sub: "s-1" });
    assert.ok(Math.abs(at - Date.now()) < 60_000);
    assert.deepEqual(event, {
      eventId,
      time: Time.getTime(),
      bus: "default",
      source: "acme",
      detailType: "UserConfirmed",
      detail: { sub: "s-1", plan: "pro" },
      resources: ["arn:aws:x"],
      sub: "s-1",
    });
    const journalled = journal.of("s-1").at(-1);
    assert.deepEqual(
      [journalled?.type, journalled?.data],
      ["event.put", { eventId, source: "acme", detailType: "UserConfirmed" }],
    );
  });

  it("records a function's event under the user whom its invocation is about", async () => {
    const worker = clientOf("ASIAWORKER");
    await worker.send(new PutEventsCommand({ Entries: [entry({ Detail: "{}" })] }));
    worker.destroy();
    const [event] = events.list({ sub: "caller-sub" });
    assert.equal(event?.invocationId, "i-1");
  });

  it("fails bad entries one by one, in their place, and records the good ones", async () => {
    const Entries = [
      entry(),
      entry({ Source: undefined }),
      entry({ DetailType: "" }),
      entry({ Detail: undefined }),
      entry({ Detail: "{oops" }),
      entry({ Detail: "[1]" }),
      entry({ Source: "aws.s3" }),
      entry(),
    ];
    const answer = await client.send(new PutEventsCommand({ Entries }));
    assert.equal(answer.FailedEntryCount, 6);
    assert.deepEqual(
      answer.Entries?.map(({ EventId, ErrorCode, ErrorMessage }) => (EventId ? "ok" : `${ErrorCode}: ${ErrorMessage}`)),
      [
        "ok",
        "InvalidArgument: Parameter Source is not valid. Reason: Source is a required argument.",
        "InvalidArgument: Parameter DetailType is not valid. Reason: DetailType is a required argument.",
        "InvalidArgument: Parameter Detail is not valid. Reason: Detail is a required argument.",
        "MalformedDetail: Detail is malformed.",
        "MalformedDetail: Detail is malformed.",
        "NotAuthorizedForSourceException: Not authorized for the source.",
        "ok",
      ],
    );
    assert.equal(events.list().length, 2);
  });

  it("refuses none, more than ten, and more than 256 KB of entries as a whole", async () => {
    const put = (Entries: object[]) => client.send(new PutEventsCommand({ Entries }));
    await assert.rejects(put([]), { name: "ValidationException", message: /greater than or equal to 1/ });
    await assert.rejects(put(Array.from({ length: 11 }, () => entry())), {
      name: "ValidationException",
      message: /less than or equal to 10/,
    });
    const half = entry({ Detail: JSON.stringify({ text: "ä".repeat(65_600) }) });
    await assert.rejects(put([half, half]), {
      name: "ValidationException",
      message: "Total size of the entries in the request is over the limit.",
    });
    assert.equal(events.list().length, 0);
    assert.equal((await put([half])).FailedEntryCount, 0);
  });

  it("takes an event for a bus that does not exist, as EventBridge does", async () => {
    const answer = await client.send(new PutEventsCommand({ Entries: [entry({ EventBusName: "nowhere" })] }));
    assert.equal(answer.FailedEntryCount, 0);
    await assert.rejects(client.send(new DescribeEventBusCommand({ Name: "nowhere" })), { name: "ResourceNotFoundException" });
  });

  it("makes, describes and lists buses, the default one among them", async () => {
    const { EventBusArn } = await client.send(new CreateEventBusCommand({ Name: "acme", Description: "ours" }));
    assert.equal(EventBusArn, "arn:aws:events:us-east-1:000000000000:event-bus/acme");
    await assert.rejects(client.send(new CreateEventBusCommand({ Name: "acme" })), { name: "ResourceAlreadyExistsException" });
    const described = await client.send(new DescribeEventBusCommand({ Name: EventBusArn }));
    assert.deepEqual([described.Name, described.Description], ["acme", "ours"]);
    assert.equal((await client.send(new DescribeEventBusCommand({}))).Name, "default");
    const first = await client.send(new ListEventBusesCommand({ Limit: 1 }));
    const second = await client.send(new ListEventBusesCommand({ Limit: 1, NextToken: first.NextToken }));
    assert.deepEqual(
      [first.EventBuses?.[0]?.Name, second.EventBuses?.[0]?.Name, second.NextToken],
      ["acme", "default", undefined],
    );
    await client.send(new PutEventsCommand({ Entries: [entry({ EventBusName: EventBusArn })] }));
    assert.equal(events.list()[0]?.bus, "acme");
  });
});
