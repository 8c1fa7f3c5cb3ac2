import type { Cognito } from "../cognito.ts";
import { userNotFound } from "../errors.ts";
import { type CustomWording, customMessage } from "../triggers/custom-message.ts";
import { customSenderOf, invokeCustomSender } from "../triggers/custom-sender.ts";
import type { MessageAbout } from "./about.ts";
import type { Channel } from "./code-delivery.ts";
import { compose, type Secrets } from "./compose.ts";
import { post } from "./post.ts";
import { type Template, templateOf } from "./templates.ts";

/** Sends the message, as part of the caller's `store.write`. */
export type Send = (secrets: Secrets) => void;

/**
 * Finds out how a message is worded and sent: by a function of the pool's that sends it in Cognito's place, or else by Cognito, in
 * words of the custom message trigger or of the pool's template.
 * @returns a promise only if a function must be asked.
 * @throws UserNotFoundException if the user is gone once the function has answered, and what `customMessage` throws
 */
export function prepareMessage(cognito: Cognito, about: MessageAbout): Send | Promise<Send> {
  const { pool, user, channels } = about;
  const functionArn = pool.settings.LambdaConfig?.CustomMessage;
  if (!functionArn || channels.every((channel) => customSenderOf(pool, channel))) return sender(cognito, about, {});
  return customMessage(cognito, functionArn, about).then((wording) => {
    if (!cognito.users.findBySub(pool, user.sub)) throw userNotFound();
    return sender(cognito, about, wording);
  });
}

function sender(cognito: Cognito, about: MessageAbout, wording: CustomWording): Send {
  const { pool, user, source, channels } = about;
  // AWS ignores in silence; here the message itself says what was wrong with the function's answer.
  const headers = wording.ignored?.map((value) => ({ name: "X-Foyer-Ignored", value }));
  return (secrets) => {
    for (const channel of channels) {
      if (customSenderOf(pool, channel)) invokeCustomSender(cognito, about, channel, secrets.code);
      else {
        const template = reworded(templateOf(cognito, pool, source, channel), channel, wording);
        post(cognito, pool, channel, user.sub, { ...compose(template, channel, secrets), headers });
      }
    }
  };
}

function reworded({ subject, body }: Template, { attribute }: Channel, wording: CustomWording): Template {
  if (attribute === "phone_number") return { subject, body: wording.smsMessage ?? body };
  return { subject: wording.emailSubject ?? subject, body: wording.emailMessage ?? body };
}
