import type { SendRawEmailRequest, SendRawEmailResponse } from "@aws-sdk/client-ses";
import type { Call } from "../../endpoint/service.ts";
import { envelope } from "../envelope.ts";
import { parseRawMessage } from "../raw-message.ts";
import type { Ses } from "../ses.ts";
import { submit, tagsOf, v1Errors } from "../submit.ts";

export async function sendRawEmail(ses: Ses, request: SendRawEmailRequest, call: Call): Promise<SendRawEmailResponse> {
  const raw = request.RawMessage?.Data ?? new Uint8Array();
  const message = await parseRawMessage(raw, v1Errors.invalid);
  // `Source` is where bounces go; the reader sees the message's own From.
  const from = message.from || (request.Source ?? "");
  const recipients = envelope(message, request.Destinations);
  const MessageId = await submit(
    ses,
    {
      ...message,
      from,
      ...recipients,
      returnPath: request.Source,
      configurationSet: request.ConfigurationSetName,
      raw,
      tags: tagsOf(request.Tags),
    },
    call,
    v1Errors,
  );
  return { MessageId };
}
