import type { Cognito } from "../cognito.ts";
import type { MessageAbout } from "../messages/about.ts";
import { confirmsByLink } from "../messages/templates.ts";
import { check, invalid } from "./answer.ts";
import { clientMetadataOf, createEvent, userAttributesOf } from "./event.ts";
import { invokeTrigger } from "./invoke-trigger.ts";

/** What the function wants a message to say; the pool's template says what is absent. */
export interface CustomWording {
  smsMessage?: string | undefined;
  emailMessage?: string | undefined;
  emailSubject?: string | undefined;
  /** What the function said in vain and why: `emailMessage lacks a placeholder`. */
  ignored?: string[];
}

type Wording = Omit<CustomWording, "ignored">;

const longest = { smsMessage: 140, emailMessage: 20_000, emailSubject: 140 };
const names = Object.keys(longest) as (keyof Wording)[];
const codeParameter = "{####}";
const usernameParameter = "{username}";
const linkParameter = "{##Click Here##}";

/**
 * Asks the custom message trigger for the words of a message. The function sees placeholders only, never the code. What is too long
 * or lacks a placeholder is ignored, as it is on AWS, and the pool's template stands in.
 * @throws InvalidLambdaResponseException also for words of an e-mail that Cognito's own sender would send
 */
export async function customMessage(cognito: Cognito, functionArn: string, about: MessageAbout): Promise<CustomWording> {
  const { pool, caller, user, source, channels, clientMetadata } = about;
  const isInvitation = source === "AdminCreateUser";
  const event = createEvent(cognito, pool, caller, {
    triggerSource: `CustomMessage_${source}`,
    userName: user.username,
    request: {
      userAttributes: { ...userAttributesOf(pool, user), ...destinationsOf(about) },
      codeParameter,
      linkParameter,
      usernameParameter: isInvitation ? usernameParameter : null,
      ...clientMetadataOf(clientMetadata),
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  });
  const response = await invokeTrigger(cognito, { trigger: "CustomMessage", functionArn, pool, sub: user.sub, event });
  const given = readWording(response);
  const developer = pool.settings.EmailConfiguration?.EmailSendingAccount === "DEVELOPER";
  if (cognito.customEmailNeedsDeveloper && !developer && (given.emailMessage ?? given.emailSubject) !== undefined) {
    throw invalid("emailMessage and emailSubject are only allowed if EmailSendingAccount is DEVELOPER.");
  }
  const byLink = channels.some((channel) => confirmsByLink(pool, source, channel));
  return usable(given, (message) => {
    const hasCode = message.includes(codeParameter) || (byLink && /\{##.+?##\}/.test(message));
    return hasCode && (!isInvitation || message.includes(usernameParameter));
  });
}

function usable(given: Wording, hasPlaceholders: (message: string) => boolean): CustomWording {
  const wording: Wording = {};
  const ignored: string[] = [];
  for (const name of names) {
    const text = given[name];
    if (text === undefined) continue;
    if (text.length > longest[name]) ignored.push(`${name} is longer than ${longest[name]} characters`);
    else if (name !== "emailSubject" && !hasPlaceholders(text)) ignored.push(`${name} lacks a placeholder`);
    else wording[name] = text;
  }
  return { ...wording, ignored };
}

/** Where the message goes, which need not be the user's yet: an address may wait for its verification. */
export function destinationsOf({ channels }: MessageAbout): Record<string, string> {
  return Object.fromEntries(channels.map(({ attribute, destination }) => [attribute, destination]));
}

function readWording(response: Record<string, unknown>): Wording {
  const wording: Wording = {};
  for (const name of names) {
    const value = response[name] ?? undefined;
    check(value === undefined || typeof value === "string");
    wording[name] = value;
  }
  return wording;
}
