import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { associateSoftwareToken } from "../../operations/associate-software-token.ts";
import type { AuthorizeRequest } from "../oauth/authorize-request.ts";
import type { PageAnswer } from "../page-answer.ts";
import type { PageRequest } from "../page-request.ts";
import { type Field, field, formsOf, hidden } from "./form.ts";
import { htmlPage } from "./layout.ts";
import { type Markup, markup } from "./markup.ts";

/** What a challenge's form sends back beside what the user types: enough to show it again. */
export interface AskedChallenge {
  name: string;
  session: string;
  username: string;
  /** `ChallengeParameters`. */
  parameters: Record<string, string>;
}

const code = (name: string): Field => ({ name, label: "Code", autocomplete: "one-time-code" });

/** The page of a challenge: a second factor, or a new password. */
export async function challengePage(
  request: PageRequest,
  asked: AuthorizeRequest,
  username: string,
  { ChallengeName, Session: session = "", ChallengeParameters: parameters = {} }: InitiateAuthResponse,
): Promise<PageAnswer> {
  const name: string = ChallengeName ?? "";
  const canSetUp: string[] = JSON.parse(parameters.MFAS_CAN_SETUP ?? "[]");
  if (name !== "MFA_SETUP" || !canSetUp.includes("SOFTWARE_TOKEN_MFA")) {
    return showChallenge(request, asked, { name, session, username, parameters });
  }
  const begun = await associateSoftwareToken(request.cognito, { Session: session }, request.call);
  const withSecret = { ...parameters, SECRET_CODE: begun.SecretCode ?? "" };
  return showChallenge(request, asked, { name, session: begun.Session ?? "", username, parameters: withSecret });
}

/** As `challengePage`, for a challenge that was begun, such as one that was answered wrongly. */
export function showChallenge(
  request: PageRequest,
  asked: AuthorizeRequest,
  challenge: AskedChallenge,
  alert?: string,
): PageAnswer {
  const { name, session, username, parameters } = challenge;
  const kept = [
    hidden("challenge", name),
    hidden("session", session),
    hidden("challenge_username", username),
    hidden("parameters", JSON.stringify(parameters)),
  ];
  const { title, content } = contentOf(challenge);
  const { form, cookies } = formsOf(request, asked);
  const body = form("/mfa", markup`${kept}${content}<button>Continue</button>`);
  return htmlPage(request, { title, body, callback: asked, cookies, alert });
}

function contentOf({ name, parameters }: AskedChallenge): { title: string; content: Markup } {
  switch (name) {
    case "SMS_MFA":
    case "EMAIL_OTP": {
      const to = parameters.CODE_DELIVERY_DESTINATION;
      return { title: "Enter the code", content: markup`<p>A code was sent to ${to}.</p>${field(code(`${name}_CODE`))}` };
    }
    case "SOFTWARE_TOKEN_MFA":
      return {
        title: "Enter the code",
        content: markup`<p>Your authenticator app shows a code.</p>${field(code("SOFTWARE_TOKEN_MFA_CODE"))}`,
      };
    case "SELECT_MFA_TYPE":
      return { title: "Choose a second factor", content: choicesOf(parameters) };
    case "NEW_PASSWORD_REQUIRED":
      return { title: "Choose a new password", content: newPasswordFields(parameters) };
    case "MFA_SETUP":
      return { title: "Set up a second factor", content: setUpFields(parameters) };
    default:
      return { title: "Sign in", content: markup`<p>The pages have no answer to the challenge ${name}.</p>` };
  }
}

const factorLabels = new Map([
  ["SMS_MFA", "A text message"],
  ["EMAIL_OTP", "An e-mail"],
  ["SOFTWARE_TOKEN_MFA", "An authenticator app"],
]);

function choicesOf({ MFAS_CAN_CHOOSE = "[]" }: Record<string, string>): Markup {
  const choices: string[] = JSON.parse(MFAS_CAN_CHOOSE);
  const inputs = choices.map(
    (choice) =>
      markup`<label class="choice"><input type="radio" name="ANSWER" value="${choice}" required>${factorLabels.get(choice) ?? choice}</label>`,
  );
  return markup`<fieldset><legend>How do you want to get a code?</legend>${inputs}</fieldset>`;
}

function newPasswordFields({ requiredAttributes = "[]" }: Record<string, string>): Markup {
  const missing: string[] = JSON.parse(requiredAttributes);
  const attributes = missing.map((name) => field({ name, label: name.replace("userAttributes.", ""), autocomplete: "on" }));
  return markup`${field({
    name: "NEW_PASSWORD",
    label: "New password",
    type: "password",
    autocomplete: "new-password",
  })}${attributes}`;
}

function setUpFields({ SECRET_CODE }: Record<string, string>): Markup {
  if (SECRET_CODE === undefined) return field({ name: "EMAIL", label: "E-mail address", type: "email", autocomplete: "email" });
  return markup`<p>Enter this key in an authenticator app, then the code that it shows.</p>
<p><code>${SECRET_CODE}</code></p>${field(code("SET_UP_CODE"))}`;
}
