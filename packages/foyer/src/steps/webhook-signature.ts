import { createHmac } from "node:crypto";
import { StepError } from "../onboarding/errors.ts";

/**
 * The headers by which the receiver of a webhook knows the sender and a repetition, as Standard Webhooks has them.
 * @param secret `whsec_` and base64 of 24 to 64 bytes; several of them, with spaces between, while one replaces another
 * @param at in milliseconds since the epoch; receivers refuse what is more than some minutes off
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * @throws StepError, permanent, when a secret is no such text
 */
export function webhookHeaders(secret: string, id: string, at: number, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at / 1_000));
  const signed = `${id}.${timestamp}.${body}`;
  const signatures = secret
    .trim()
    .split(/\s+/)
    .map((one) => `v1,${createHmac("sha256", keyOf(one)).update(signed).digest("base64")}`);
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}

function keyOf(secret: string): Buffer {
  const text = secret.replace(/^whsec_/, "");
  const key = Buffer.from(text, "base64");
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(text) && key.length >= 24 && key.length <= 64) return key;
  throw new StepError("Cannot sign the webhook as its secret must be whsec_ and base64 of 24 to 64 bytes");
}
