import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, describe, it } from "node:test";
import type { CreateUserPoolResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { LocalAws } from "../local-aws.ts";
import { startLocal } from "../start-local.ts";
import { millisecondsOf } from "./foyer-api-duration.ts";
import { foyerPage } from "./foyer-api-page.ts";
import type { Timeline } from "./timeline.ts";

describe("the HTTP surface under /_foyer/", () => {
  let local: LocalAws;
  const subs: string[] = [];

  before(async () => {
    local = await startLocal();
    const { UserPool } = (await local.call("cognito-idp", "CreateUserPool", { PoolName: "main" })) as CreateUserPoolResponse;
    local.config.userPoolId = UserPool?.Id;
    for (const Username of ["ada", "bob", "cy"]) {
      const { User } = (await local.call("cognito-idp", "AdminCreateUser", {
        UserPoolId: UserPool?.Id,
        Username,
        MessageAction: "SUPPRESS",
        UserAttributes: [{ Name: "email", Value: `${Username}@example.com` }],
      })) as { User: { Attributes: { Name: string; Value: string }[] } };
      subs.push(User.Attributes.find(({ Name }) => Name === "sub")?.Value ?? "");
    }
  });
  after(() => local.stop());

  async function call(path: string, init?: RequestInit) {
    const response = await fetch(`${local.url}/_foyer/${path}`, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) };
  }
  const post = (path: string, body: string) => call(path, { method: "POST", body });
  const mail = (over: object = {}) => ({
    from: "hello@acme.com",
    to: ["ada@example.com"],
    subject: "Hi",
    via: "ses" as const,
    ...over,
  });

  it("has nothing to cool down of a function that is not there", async () => {
    assert.equal((await post("cold-start/nobody", "")).status, 404);
    assert.deepEqual((await post("cold-start", "")).json(), { cold: "all" });
  });

  it("shows the settings, also those added later", async () => {
    local.config.clientId = "client-1";
    const { json } = await call("config.json");
    const { endpoint, region, accountId, userPoolId, clientId } = json();
    assert.deepEqual([endpoint, region, accountId, clientId], [local.url, "us-east-1", "000000000000", "client-1"]);
    assert.match(userPoolId, /^us-east-1_/);
    assert.deepEqual((await call("readyz")).json(), { ready: true });
  });

  it("lists mails by address, the newest first, and shows one whole", async () => {
    const raw = Buffer.from("From: hello@acme.com\r\n\r\nHi");
    const attachments = [{ name: "a.bin", type: "application/x", content: new Uint8Array([0, 255]) }];
    const first = local.inbox.deliver(mail({ raw, attachments, subject: "first" }));
    const second = local.inbox.deliver(mail({ subject: "second" }));
    local.inbox.deliver(mail({ to: ["bob@example.com"] }));
    const list = (await call(`inbox?to=${encodeURIComponent("ADA@example.com")}`)).json();
    assert.deepEqual(
      list.map(({ messageId }: { messageId: string }) => messageId),
      [second, first],
    );
    assert.deepEqual(list[1].attachments, [{ name: "a.bin", type: "application/x", size: 2 }]);
    assert.equal((await call("inbox?limit=1")).json().length, 1);
    const one = (await call(`inbox/${first}`)).json();
    assert.deepEqual([one.attachments[0].content, one.raw], ["AP8=", raw.toString()]);
    assert.equal((await call("inbox/latest?to=ada@example.com")).json().messageId, second);
  });

  it("lists the users of all pools, in pages, without anything of their passwords", async () => {
    const { json, text } = await call("users");
    assert.deepEqual(
      json().map(({ username }: { username: string }) => username),
      ["ada", "bob", "cy"],
    );
    assert.deepEqual(json()[0].attributes.email, "ada@example.com");
    assert.doesNotMatch(text, /password|verifier|salt/);
    const rest = (await call(`users?limit=1&after=${subs[0]}`)).json();
    assert.deepEqual(
      rest.map(({ sub }: { sub: string }) => sub),
      [subs[1]],
    );
  });

  it("gives a user's timeline with the user as it is now", async () => {
    const sub = subs[0] as string;
    local.journal.record("step", { sub }, { step: "welcome", state: "done", phase: "afterwards" });
    const timeline = (await call(`timeline/${sub}`)).json() as Timeline;
    assert.deepEqual([timeline.user?.username, timeline.steps[0]?.step], ["ada", "welcome"]);
    assert.deepEqual((await call("timeline/nobody")).json(), {
      error: { code: "NotFound", message: "There is no user 'nobody'" },
    });
  });

  it("moves the clock by milliseconds or by words, and only forward", async () => {
    const before = (await call("clock")).json().now;
    const moved = (await post("clock", '{"advance":"3 days"}')).json();
    assert.ok(moved.now - before >= 3 * 86_400_000 && moved.now - before < 3 * 86_400_000 + 60_000);
    assert.ok((await post("clock", '{"advanceMs":1000}')).json().aheadMs >= moved.aheadMs + 999);
    for (const body of [
      '{"advanceMs":-1}',
      '{"advanceMs":1e300}',
      '{"advance":"soon"}',
      '{"advanceMs":"5"}',
      "{}",
      "null",
      "[",
      "",
    ]) {
      const { status, json } = await post("clock", body);
      assert.deepEqual([status, json().error.code], [400, "BadRequest"], body);
    }
    assert.equal((await post("clock", JSON.stringify({ advance: "x".repeat(70_000) }))).status, 413);
  });

  it("sets faults one by one, in a list, as a preset and under an id, shows them and removes them", async () => {
    const put = (path: string, body: object) => call(path, { method: "PUT", body: JSON.stringify(body) });
    const ids = async () => (await call("faults")).json().faults.map(({ id }: { id: string }) => id);
    const hang = { service: "events", kind: "hang", for: "10 minutes" };
    const { added, faults, seed } = (await put("faults", hang)).json();
    assert.deepEqual([added, seed, faults[0].forMs, faults[0].fired], [["fault-1"], 1, 600_000, 0]);
    assert.deepEqual((await put("faults", [{ seed: 7 }, { preset: "ses-down" }])).json().added, [
      "ses-down-ses",
      "ses-down-sesv2",
    ]);
    await put("faults/mine", hang);
    assert.deepEqual(await ids(), ["fault-1", "ses-down-ses", "ses-down-sesv2", "mine"]);
    assert.equal((await call("faults")).json().seed, 7);
    await call("faults/fault-1", { method: "DELETE" });
    assert.deepEqual(await ids(), ["ses-down-ses", "ses-down-sesv2", "mine"]);
    for (const body of [
      null,
      {},
      { kind: "hang", service: "ec2" },
      { preset: "toString" },
      { seed: -1 },
      { ...hang, for: "ever" },
    ]) {
      const { status, json } = await put("faults", body as object);
      assert.deepEqual([status, json().error.code], [400, "BadRequest"], JSON.stringify(body));
    }
    await call("faults", { method: "DELETE" });
    assert.deepEqual(await ids(), []);
  });

  it("answers what is not there or not possible with a JSON error", async () => {
    const cases: [string, RequestInit | undefined, number, string][] = [
      ["faults/none", { method: "DELETE" }, 404, "NotFound"],
      ["constructor", undefined, 404, "NotFound"],
      ["inbox/none", undefined, 404, "NotFound"],
      ["inbox/a/b", undefined, 404, "NotFound"],
      ["timeline", undefined, 404, "NotFound"],
      ["inbox/%ff", undefined, 400, "BadRequest"],
      ["inbox?limit=0", undefined, 400, "BadRequest"],
      ["inbox?limit=1e9", undefined, 400, "BadRequest"],
      ["clock", { method: "DELETE" }, 405, "MethodNotAllowed"],
      ["events", { method: "POST" }, 404, "NotFound"],
    ];
    for (const [path, init, status, code] of cases) {
      const answer = await call(path, init);
      assert.deepEqual([answer.status, answer.json().error.code], [status, code], path);
      assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
    }
  });

  it("has a page, with the console or, where that is not built, with what is here", async () => {
    const { text, headers } = await call("");
    assert.match(headers.get("content-type") ?? "", /^text\/html/);
    assert.match(headers.get("content-security-policy") ?? "", /default-src 'none'/);
    assert.match(text, /<title>Foyer/);
    assert.equal((await fetch(`${local.url}/_foyer`)).status, 200);
    const plain = foyerPage({ note: '<img src=x onerror="alert(1)">' });
    assert.doesNotMatch(plain, /<img/);
    assert.match(plain, /href="\/_foyer\/inbox"/);
    assert.match(plain, /npm run build -w packages\/console/);
  });

  it("streams what happens and resumes behind Last-Event-ID", { timeout: 5_000 }, async () => {
    const live = openStream();
    await live.opened;
    local.journal.record("step", { sub: "s" }, { step: "one", state: "done" });
    const [first] = await live.events(1);
    assert.deepEqual([first?.type, first?.data.data.step], ["step", "one"]);
    live.close();
    for (const step of ["two", "three"]) local.journal.record("step", { sub: "s" }, { step, state: "done" });
    const resumed = openStream(first?.id);
    assert.deepEqual(
      (await resumed.events(2)).map(({ data }) => data.data.step),
      ["two", "three"],
    );
    local.journal.record("step", { sub: "s" }, { step: "four", state: "done" });
    assert.deepEqual(
      (await resumed.events(3)).map(({ data }) => data.data.step),
      ["two", "three", "four"],
    );
    resumed.close();
  });

  it("ends its event streams when the local AWS stops", { timeout: 5_000 }, async () => {
    const other = await startLocal();
    const stream = openStream(undefined, other.url);
    await stream.opened;
    const startedAt = performance.now();
    await other.stop();
    await stream.ended;
    assert.ok(performance.now() - startedAt < 1500);
  });

  function openStream(lastEventId?: string, url = local.url) {
    const opened = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    let text = "";
    let heard = () => {};
    const sent = request(`${url}/_foyer/events`, { headers: lastEventId ? { "last-event-id": lastEventId } : {} }, (response) => {
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
        opened.resolve();
        heard();
      });
      response.on("end", () => ended.resolve());
      response.on("error", () => {});
    }).end();
    sent.on("error", () => {});
    const parsed = () =>
      text
        .split("\n\n")
        .slice(0, -1)
        .filter((block) => block.startsWith("id:"))
        .map((block) => {
          const [id = "", type = "", data = ""] = block.split("\n").map((line) => line.slice(line.indexOf(": ") + 2));
          return { id, type, data: JSON.parse(data) };
        });
    return {
      opened: opened.promise,
      ended: ended.promise,
      close: () => sent.destroy(),
      async events(count: number) {
        while (parsed().length < count) {
          const more = Promise.withResolvers<void>();
          heard = more.resolve;
          await more.promise;
        }
        return parsed();
      },
    };
  }
});

describe("an amount of time in words", () => {
  it("is read with its unit, and nothing else is", () => {
    const read = ["3 days", "+3d", "1.5 h", "90 minutes", "250ms", "1 WEEK", "0s"].map(millisecondsOf);
    assert.deepEqual(read, [259_200_000, 259_200_000, 5_400_000, 5_400_000, 250, 604_800_000, 0]);
    for (const text of ["", "3", "days", "-3d", "3 dayss", "3 d h", "1e9 d", "3 constructors"])
      assert.equal(millisecondsOf(text), undefined, text);
  });
});
