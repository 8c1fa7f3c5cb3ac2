import assert from "node:assert/strict";
import { test } from "node:test";
import { webhookHeaders } from "./webhook-signature.ts";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const [id, at, body] = ["msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330_999, '{"test": 2432232314}'] as const;

test("the signature is the one of the specification's own example", () => {
  assert.deepEqual(webhookHeaders(secret, id, at, body), {
    "webhook-id": id,
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("while one secret replaces another, both sign; the prefix may be left out", () => {
  const other = Buffer.alloc(32, 7).toString("base64");
  const both = webhookHeaders(`${secret} ${other}\n`, id, at, body)["webhook-signature"];
  const alone = (one: string) => webhookHeaders(one, id, at, body)["webhook-signature"];
  assert.equal(both, `${alone(secret)} ${alone(`whsec_${other}`)}`);
});

test("a text that is no such secret is a permanent failure that does not quote it", () => {
  for (const wrong of [
    "",
    "hunter2",
    "whsec_",
    `whsec_${Buffer.alloc(23).toString("base64")}`,
    Buffer.alloc(65).toString("base64"),
    "{}",
  ])
    assert.throws(
      () => webhookHeaders(wrong, id, at, body),
      ({ name, retry, message }) =>
        name === "StepError" &&
        retry === false &&
        message === "Cannot sign the webhook as its secret must be whsec_ and base64 of 24 to 64 bytes",
    );
});
