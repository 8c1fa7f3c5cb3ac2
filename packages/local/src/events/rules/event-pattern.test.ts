import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { EventBridgeClient, TestEventPatternCommand } from "@aws-sdk/client-eventbridge";
import type { LocalAws } from "../../local-aws.ts";
import { startLocal } from "../../start-local.ts";

let local: LocalAws;
let client: EventBridgeClient;
before(async () => {
  local = await startLocal();
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  client = new EventBridgeClient({ endpoint: local.url, region: local.region, credentials, maxAttempts: 1 });
});
after(async () => {
  client.destroy();
  await local.stop();
});

const envelope = {
  version: "0",
  id: "1",
  "detail-type": "User Confirmed",
  source: "acme.app",
  account: "000000000000",
  time: "2026-01-02T03:04:05Z",
  region: "us-east-1",
  resources: ["arn:aws:s3:::a"],
};

async function isMatch(pattern: unknown, detail: unknown = {}): Promise<boolean | undefined> {
  const EventPattern = typeof pattern === "string" ? pattern : JSON.stringify(pattern);
  const { Result } = await client.send(
    new TestEventPatternCommand({ EventPattern, Event: JSON.stringify({ ...envelope, detail }) }),
  );
  return Result;
}

// Examples of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html, and what stands against each.
const cases: [name: string, pattern: unknown, matching: unknown[], others: unknown[]][] = [
  ["exact values", { x: ["a", 1, null, true] }, [{ x: "a" }, { x: 1 }, { x: null }, { x: true }], [{ x: "b" }, { x: "1" }, {}]],
  ["an element of a list", { x: ["b"] }, [{ x: ["a", "b"] }], [{ x: ["a"] }, { x: [] }]],
  ["nested fields", { a: { b: ["c"] } }, [{ a: { b: "c" } }], [{ a: "c" }, { b: "c" }]],
  ["all of it in one object of a list", { a: { b: [1], c: [2] } }, [{ a: [{ b: 1, c: 2 }] }], [{ a: [{ b: 1 }, { c: 2 }] }]],
  ["prefix", { x: [{ prefix: "ab" }] }, [{ x: "abc" }], [{ x: "ABC" }, { x: "bab" }, { x: 1 }]],
  ["prefix in any case", { x: [{ prefix: { "equals-ignore-case": "ab" } }] }, [{ x: "ABC" }], [{ x: "cab" }]],
  ["suffix", { x: [{ suffix: ".png" }] }, [{ x: "a.png" }], [{ x: "a.PNG" }, { x: "png" }]],
  ["suffix in any case", { x: [{ suffix: { "equals-ignore-case": ".png" } }] }, [{ x: "a.PNG" }], [{ x: "a.gif" }]],
  ["equals-ignore-case", { x: [{ "equals-ignore-case": "alice" }] }, [{ x: "ALICE" }], [{ x: "alices" }]],
  ["wildcard", { x: [{ wildcard: "dir/*.p*g" }] }, [{ x: "dir/a.png" }], [{ x: "dir/a.gif" }, { x: "a/dir/a.png" }]],
  ["wildcard with a star", { x: [{ wildcard: "a\\*b" }] }, [{ x: "a*b" }], [{ x: "acb" }]],
  ["anything-but", { x: [{ "anything-but": "a" }] }, [{ x: "b" }, { x: 1 }], [{ x: "a" }, {}]],
  ["anything-but a list", { x: [{ "anything-but": [1, "a"] }] }, [{ x: 2 }], [{ x: 1 }, { x: "a" }]],
  ["anything-but prefixes", { x: [{ "anything-but": { prefix: ["a", "b"] } }] }, [{ x: "c" }], [{ x: "ab" }, { x: "bc" }]],
  ["anything-but suffix", { x: [{ "anything-but": { suffix: "z" } }] }, [{ x: "a" }], [{ x: "az" }]],
  ["anything-but in any case", { x: [{ "anything-but": { "equals-ignore-case": "a" } }] }, [{ x: "b" }], [{ x: "A" }]],
  ["anything-but a wildcard", { x: [{ "anything-but": { wildcard: "*/lib/*" } }] }, [{ x: "a/b" }], [{ x: "a/lib/b" }]],
  ["numeric", { x: [{ numeric: [">", 0, "<=", 5] }] }, [{ x: 5 }, { x: 0.1 }], [{ x: 0 }, { x: 5.1 }, { x: "3" }]],
  ["numeric equality", { x: [{ numeric: ["=", 3.018e2] }] }, [{ x: 301.8 }], [{ x: 301 }]],
  ["cidr", { x: [{ cidr: "10.0.0.0/24" }] }, [{ x: "10.0.0.255" }], [{ x: "10.0.1.1" }, { x: "no" }, { x: "::1" }]],
  ["cidr of IPv6", { x: [{ cidr: "2001:db8::/32" }] }, [{ x: "2001:db8::1" }], [{ x: "2001:db9::1" }]],
  ["exists", { x: [{ exists: true }] }, [{ x: "" }, { x: null }], [{}, { x: {} }, { x: [] }]],
  ["does not exist", { a: { x: [{ exists: false }] } }, [{}, { a: {} }], [{ a: { x: 1 } }]],
  ["a value or its absence", { x: ["a", { exists: false }] }, [{ x: "a" }, {}], [{ x: "b" }]],
  [
    "$or beside another field",
    { y: [1], $or: [{ x: [{ prefix: "a" }] }, { z: [{ numeric: [">", 5] }] }] },
    [
      { y: 1, x: "ab" },
      { y: 1, z: 6 },
    ],
    [{ y: 2, x: "ab" }, { y: 1 }],
  ],
];

for (const [name, pattern, matching, others] of cases) {
  test(`a pattern can ask for ${name}`, async () => {
    for (const detail of matching) assert.equal(await isMatch({ detail: pattern }, detail), true, JSON.stringify(detail));
    for (const detail of others) assert.equal(await isMatch({ detail: pattern }, detail), false, JSON.stringify(detail));
  });
}

test("a pattern asks for the fields of the envelope, too", async () => {
  assert.equal(await isMatch({ source: ["acme.app"], "detail-type": [{ prefix: "User" }], resources: ["arn:aws:s3:::a"] }), true);
  assert.equal(await isMatch({ source: ["acme.app"], account: ["111111111111"] }), false);
});

const refused: [pattern: unknown, reason: RegExp][] = [
  ["{", /not valid JSON/],
  ["[]", /Filter is not an object/],
  ["{}", /Empty patterns are not allowed/],
  [{ source: "acme" }, /"source" must be an object or an array/],
  [{ source: [] }, /Empty arrays are not allowed/],
  [{ source: [{ like: "a" }] }, /Unrecognized match type like/],
  [{ source: [{ prefix: "a", suffix: "b" }] }, /Only one key allowed in match expression/],
  [{ source: [{ prefix: 1 }] }, /prefix match pattern must be a string/],
  [{ source: [{ exists: "yes" }] }, /exists match pattern must be either true or false/],
  [{ source: [{ numeric: ["~", 1] }] }, /Unrecognized numeric range operator/],
  [{ source: [{ numeric: ["<", "1"] }] }, /must be a number/],
  [{ source: [{ cidr: "10.0.0.0/64" }] }, /Malformed CIDR/],
  [{ source: [{ wildcard: "a**b" }] }, /Consecutive wildcard characters/],
  [{ source: [{ "anything-but": [null] }] }, /anything but list/],
  [{ $or: [{ source: ["a"] }] }, /"\$or" must be an array of at least two objects/],
];

for (const [pattern, message] of refused) {
  test(`the pattern ${JSON.stringify(pattern)} is refused`, async () => {
    await assert.rejects(isMatch(pattern), { name: "InvalidEventPatternException", message });
  });
}

test("what is no event is refused", async () => {
  const send = (Event: string) => client.send(new TestEventPatternCommand({ EventPattern: '{"source":["a"]}', Event }));
  await assert.rejects(send('{"source":"a"}'), { name: "ValidationException", message: /'id' must not be null/ });
  await assert.rejects(send("["), { name: "ValidationException" });
});
