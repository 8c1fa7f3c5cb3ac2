import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import { OnboardingError } from "../onboarding/errors.ts";
import { isLocal, outside } from "../onboarding/outside.ts";
import type { Step, StepCall } from "../onboarding/step.ts";
import { httpCall, networkError, statusError } from "./http-call.ts";
import { isSecret, type Secret } from "./secret.ts";
import { type MessageDetail, userMessage } from "./user-message.ts";
import { webhookHeaders } from "./webhook-signature.ts";

export interface CallWebhookOptions {
  /** HTTPS; plain HTTP only to this machine itself. It stands in the code, so no secret belongs into it. */
  url: string;
  /** What the receiver checks the signature by: `whsec_` and base64 of 24 to 64 bytes. */
  secret: Secret;
  /** What has happened, in the receiver's words. Default `user.confirmed`. */
  type?: string;
  /** What the webhook says of the user beside `id`, `sub`, `userPoolId` and `origin`, which it always says. */
  data?: MessageDetail;
  /** For the whole request, in milliseconds, up to 30,000. Default 10,000. */
  timeoutMs?: number;
}

const MAX_TIMEOUT_MS = 30_000;

/**
 * Posts a signed webhook about the user, as Standard Webhooks has it. Each attempt bears the same `webhook-id`, which is the same for a user
 * and this step always: the receiver drops what it has seen.
 */
export function callWebhook(options: CallWebhookOptions): Step<"keyed", void, void> {
  const { secret, type = "user.confirmed", data, timeoutMs = 10_000 } = options;
  const url = addressOf(options.url);
  if (!isSecret(secret))
    throw new OnboardingError(
      "Cannot use callWebhook as 'secret' must be secretFromEnvironment(…), secretFromSecretsManager(…) or secretFromParameterStore(…)",
    );
  if (!/^[\w.]{1,256}$/.test(type))
    throw new OnboardingError(`Cannot use callWebhook as 'type' must be like user.confirmed: current value is '${type}'`);
  if (!(timeoutMs >= 1 && timeoutMs <= MAX_TIMEOUT_MS))
    throw new OnboardingError(
      `Cannot use callWebhook as 'timeoutMs' must be 1 to ${MAX_TIMEOUT_MS}: current value is ${timeoutMs}`,
    );
  return {
    replay: "keyed",
    permissions: secret.permissions,
    resources: secret.resources,
    givesResult: false,
    logsResult: true,
    async run(user, _, call) {
      const body = bodyOf(type, user, call, data);
      const signature = webhookHeaders(await secret.read(call.signal), call.key, Date.now(), body);
      const headers = { "content-type": "application/json", "user-agent": "foyer", ...signature };
      // The answer's status is all that counts, so nothing of it is read.
      const request = { url: outside(url), method: "POST", headers, body, timeoutMs, maxBytes: 0, signal: call.signal };
      const answer = await httpCall(request).catch((error) => {
        throw networkError("The webhook", error);
      });
      const { status } = answer;
      if (status < 200 || status > 299) throw statusError("The webhook", answer);
      return { status };
    },
  };
}

function bodyOf(type: string, user: ConfirmedUser, { key, openedAt }: StepCall, data?: MessageDetail): string {
  // The same at each attempt, as the time is that of the confirmation.
  return `{"type":"${type}","timestamp":"${new Date(openedAt).toISOString()}","data":${userMessage(user, key, "the webhook", data)}}`;
}

function addressOf(text: string): URL {
  const url = URL.parse(text);
  const isSafe = url && (url.protocol === "https:" || (url.protocol === "http:" && isLocal(url)));
  if (!isSafe || url.username || url.password)
    throw new OnboardingError(
      `Cannot use callWebhook as 'url' must begin with https: and hold no password: current value is '${text.replace(/\/\/[^/]*@/, "//…@")}'`,
    );
  return url;
}
