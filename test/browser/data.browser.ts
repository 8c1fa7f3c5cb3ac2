import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { assertFits, assertNoBarriers } from "./test-barriers.ts";
import { startBrowser, type TestBrowser } from "./test-browser.ts";
import { signUp } from "./test-users.ts";

const many = 10_000;

describe("data in a browser", { timeout: 400_000 }, () => {
  let browser: TestBrowser;
  let page: Page | undefined;

  before(async () => {
    browser = await startBrowser();
    await dynamodb("CreateTable", {
      TableName: "things",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "owner", KeyType: "HASH" },
        { AttributeName: "name", KeyType: "RANGE" },
      ],
      AttributeDefinitions: [
        { AttributeName: "owner", AttributeType: "S" },
        { AttributeName: "name", AttributeType: "S" },
      ],
    });
  });
  afterEach(async () => {
    await page?.close();
    page = undefined;
    browser.dev.local.faults.clear();
    assert.deepEqual(browser.complaints.splice(0), []);
  });
  after(() => browser.stop());

  const open = async (...args: Parameters<TestBrowser["open"]>) => {
    page = await browser.open(...args);
    return page;
  };

  async function dynamodb(operation: string, input: object): Promise<void> {
    const authorization =
      "AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";
    const headers = {
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      "content-type": "application/x-amz-json-1.0",
      authorization,
    };
    const response = await fetch(browser.dev.local.url, { method: "POST", headers, body: JSON.stringify(input) });
    assert.equal(response.status, 200, await response.text());
  }

  const putThings = (owner: string, names: string[]) =>
    dynamodb("BatchWriteItem", {
      RequestItems: {
        things: names.map((name) => ({ PutRequest: { Item: { owner: { S: owner }, name: { S: name }, size: { N: "7" } } } })),
      },
    });

  it("shows items, those of a key, and one whole, while DynamoDB is throttled for everybody else", async () => {
    await putThings("ada", ["engine", "notes"]);
    await putThings("grace", ["compiler"]);
    browser.dev.local.faults.add({ id: "all", service: "dynamodb", kind: "throttle" });
    const console = await open("#/data?name=things");
    await console.getByText("3 items").waitFor();
    await console.getByLabel("owner").fill("ada");
    await console.getByLabel("name", { exact: true }).fill("eng");
    await console.keyboard.press("Enter");
    await console.getByText("1 item", { exact: true }).waitFor();
    await console.reload();
    await console.getByText("1 item", { exact: true }).waitFor();
    await console.getByRole("button", { name: /^ada · engine/ }).click();
    const dialog = console.getByRole("dialog", { name: "ada · engine" });
    await dialog.getByText("7", { exact: true }).waitFor();
    await dialog.getByText("As DynamoDB has it").click();
    await dialog.getByText('"N"').waitFor();
    assert.equal(browser.dev.local.faults.list()[0]?.seen, 0);
  });

  it("has an event on a user's timeline as a link to the event itself, and finds events by their detail", async () => {
    const { local } = browser.dev;
    const sub = await signUp(browser, "ada@example.com");
    await local.idle();
    const console = await open(`#/users/${sub}?row=step-afterwards-joined`);
    await console.getByRole("link", { name: "UserConfirmed" }).click();
    const dialog = console.getByRole("dialog", { name: "UserConfirmed" });
    await dialog.getByRole("link", { name: `the user ${sub}` }).waitFor();
    await console.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    const total = local.events.list().length;
    await console
      .getByText(`${total} events`)
      .or(console.getByText("1 event", { exact: true }))
      .waitFor();
    local.events.put({ bus: "default", source: "acme", detailType: "Bought", detail: { thing: "abacus" }, resources: [] });
    await console.getByRole("button", { name: /^Bought/ }).waitFor();
    await console.getByRole("searchbox", { name: "Search events" }).fill("ABACUS");
    await console.getByText("1 event found").waitFor();
  });

  it("shows messages as they lie in a queue, executions with their history, and buckets by folder", async () => {
    const { local } = browser.dev;
    const { QueueUrl } = (await local.call("sqs", "CreateQueue", { QueueName: "jobs" })) as { QueueUrl: string };
    const console = await open("#/data?tab=queues&name=jobs");
    await console.getByText("The queue is empty").waitFor();
    await local.call("sqs", "SendMessage", { QueueUrl, MessageBody: '{"job":1}' });
    await console.getByRole("button", { name: /"job":1.*waits/ }).click();
    await console.getByRole("dialog").getByText("never").waitFor();
    await console.keyboard.press("Escape");
    await local.call("sqs", "ReceiveMessage", { QueueUrl });
    await console.getByRole("button", { name: /worked on/ }).waitFor();
    await console.getByRole("tab", { name: "Executions" }).click();
    await console
      .getByRole("button", { name: /running/ })
      .first()
      .click();
    await console.getByRole("dialog").getByText("wait started").waitFor();
    await console.keyboard.press("Escape");
    await console.getByRole("tab", { name: "Buckets" }).click();
    await console.getByText("There is no bucket").waitFor();
    await console.getByRole("tab", { name: "Outside requests" }).click();
    await console.getByText("No request left for the outside").waitFor();
  });

  it("stays smooth with 10,000 items, events and messages: it draws what is in view and no more", async () => {
    const { local } = browser.dev;
    for (let first = 0; first < many; first += 25)
      await putThings(
        `owner-${first}`,
        Array.from({ length: 25 }, (_, index) => `thing-${first + index}`),
      );
    for (let number = 0; number < many; number++)
      local.events.put({ bus: "default", source: "flood", detailType: "Drop", detail: { number }, resources: [] });
    const { QueueUrl } = (await local.call("sqs", "CreateQueue", { QueueName: "flood" })) as { QueueUrl: string };
    for (let number = 0; number < many; number++)
      await local.call("sqs", "SendMessage", { QueueUrl, MessageBody: `drop ${number}` });
    const console = await open("#/data?tab=events");
    await console.getByText(/10,\d\d\d events/).waitFor();
    await console.evaluate("scrollTo(0, document.documentElement.scrollHeight)");
    await console
      .getByRole("button", { name: /^UserConfirmed/ })
      .first()
      .waitFor();
    assert.ok((await console.locator(".data-row").count()) < 80);
    await console.goto(`${local.url}/_foyer/#/data?tab=queues&name=flood`);
    await console.getByRole("button", { name: /drop 0 / }).waitFor();
    await console.evaluate("scrollTo(0, document.documentElement.scrollHeight)");
    await console.getByRole("button", { name: /drop 9999/ }).waitFor();
    await console.goto(`${local.url}/_foyer/#/data?name=things`);
    await console.getByText("200 items and more").waitFor();
    for (let turn = 0; turn < 8; turn++) {
      const read = (await console.getByText(/items and more/).textContent()) ?? assert.fail();
      await console.evaluate("scrollTo(0, document.documentElement.scrollHeight)");
      await console.getByText(read, { exact: true }).waitFor({ state: "detached" });
    }
    assert.ok((await console.locator(".data-row").count()) < 80);
    assert.ok(Number((await console.getByText(/items and more/).textContent())?.replace(/\D/g, "")) >= 1400);
  });

  it("has no barrier that axe knows of in either theme, and no sideways scroll on a phone", async () => {
    const tabs = [
      "tables&name=cognito_users",
      "events",
      "events&view=rules",
      "queues&name=jobs",
      "executions",
      "buckets",
      "outside",
    ];
    for (const tab of tabs) {
      const hash = `#/data?tab=${tab}`;
      for (const theme of ["light", "dark"] as const) {
        const console = await open(hash, { theme });
        await console.locator(".page .card, .page .empty").first().waitFor();
        await assertNoBarriers(console, `${hash}, ${theme}`);
        await console.close();
      }
      const phone = await open(hash, { width: 375, height: 812 });
      await phone.locator(".page .card, .page .empty").first().waitFor();
      await assertFits(phone, hash);
      await phone.close();
    }
  });
});
