import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setImmediate } from "node:timers/promises";
import { Clock } from "../clock.ts";
import { Journal } from "../journal/journal.ts";
import { Store } from "../store/store.ts";
import { createInbox } from "./inbox.ts";
import type { OutgoingMail } from "./mail.ts";

function openInbox(file = ":memory:") {
  const store = new Store(file);
  const clock = new Clock();
  const journal = new Journal(store, clock);
  return { store, clock, journal, inbox: createInbox({ store, clock, journal }) };
}

const mail = (over: Partial<OutgoingMail> = {}): OutgoingMail => ({
  from: "no-reply@verificationemail.com",
  to: ["ada@example.com"],
  subject: "Your code",
  text: "Your confirmation code is 042917",
  via: "cognito",
  ...over,
});

describe("the inbox", () => {
  it("next resolves with the first mail to an address, present or to come, and skips those up to `after`", async () => {
    const { inbox, store } = openInbox();
    const waiting = inbox.next({ to: "ADA@example.com" });
    inbox.deliver(mail({ to: ["other@example.com"] }));
    inbox.deliver(mail({ subject: "first" }));
    inbox.deliver(mail({ subject: "second" }));
    const first = await waiting;
    assert.equal(first.subject, "first");
    const second = await inbox.next({ to: "ada@example.com", after: first.at, timeoutMs: 500 });
    assert.equal(second.subject, "second");
    const third = inbox.next({ after: second.at, timeoutMs: 500 });
    await setImmediate();
    inbox.deliver(mail({ to: ["b@example.com"], subject: "third" }));
    assert.equal((await third).subject, "third");
    store.close();
  });

  it("next rejects once its time is over and names the address", async () => {
    const { inbox, store } = openInbox();
    await assert.rejects(inbox.next({ to: "ada@example.com", timeoutMs: 1 }), {
      message: "Cannot read the next mail to 'ada@example.com' as none arrived within 1 ms",
    });
    store.close();
  });

  it("next never shows a mail whose write was undone", async () => {
    const { inbox, store, journal } = openInbox();
    const waiting = inbox.next({ timeoutMs: 500 });
    await setImmediate();
    assert.throws(() =>
      store.write(() => {
        inbox.deliver(mail({ subject: "undone", sub: "sub-1" }));
        throw new Error("undo");
      }),
    );
    inbox.deliver(mail({ subject: "kept" }));
    assert.equal((await waiting).subject, "kept");
    assert.deepEqual(journal.of("sub-1"), []);
    store.close();
  });

  it("exposes the code of a mail from Cognito, in text or HTML, and of no other", () => {
    const { inbox, store } = openInbox();
    const codeOf = (over: Partial<OutgoingMail>) => inbox.get(inbox.deliver(mail(over)))?.code;
    assert.equal(codeOf({}), "042917");
    assert.equal(codeOf({ text: undefined, html: '<b style="color:#123456">Code: 654321.</b>' }), "654321");
    assert.equal(codeOf({ text: "call 1234567 or 12345" }), undefined);
    assert.equal(codeOf({ text: "http://x/confirmUser?client_id=a123456b&confirmation_code=654321" }), "654321");
    assert.equal(codeOf({ via: "ses" }), undefined);
    store.close();
  });

  it("keeps mails, attachments and raw sources over a restart", async () => {
    const dir = mkdtempSync(join(tmpdir(), "foyer-inbox-"));
    const first = openInbox(join(dir, "foyer.sqlite"));
    const raw = Buffer.from("From: x\r\n\r\n");
    const attachments = [{ name: "a.bin", type: "application/x", content: new Uint8Array([0, 1, 255]) }];
    const messageId = first.inbox.deliver(mail({ raw, attachments, headers: [{ name: "X-A", value: "1" }], tags: { a: "b" } }));
    await first.store.committed();
    const before = first.inbox.get(messageId);
    first.store.close();
    const second = openInbox(join(dir, "foyer.sqlite"));
    assert.deepEqual(second.inbox.get(messageId), before);
    assert.deepEqual(second.inbox.list({ to: "Ada@Example.com" }), [before]);
    second.inbox.clear();
    assert.deepEqual(second.inbox.list(), []);
    second.store.close();
    rmSync(dir, { recursive: true });
  });

  it("journals the mail under its user, without the recipient and the code", () => {
    const { inbox, store, journal } = openInbox();
    inbox.deliver(mail({ sub: "sub-1" }));
    assert.doesNotMatch(JSON.stringify(journal.of("sub-1")), /ada@example|042917/);
    assert.equal(journal.of("sub-1").length, 1);
    store.close();
  });
});
