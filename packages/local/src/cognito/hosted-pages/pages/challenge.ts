import { AwsError } from "../../../endpoint/aws-error.ts";
import { verifySoftwareToken } from "../../operations/verify-software-token.ts";
import { answerChallenge } from "../../sign-in/challenges.ts";
import { secretHashOf } from "../../sign-in/secret-hash.ts";
import type { PageAnswer } from "../page-answer.ts";
import type { PageRequest } from "../page-request.ts";
import { askedOfPool } from "./asked.ts";
import { type AskedChallenge, showChallenge } from "./challenge-page.ts";
import { loginPage } from "./login.ts";
import { goOn } from "./sign-in.ts";

const answers = /^(ANSWER|EMAIL|EMAIL_OTP_CODE|NEW_PASSWORD|SMS_MFA_CODE|SOFTWARE_TOKEN_MFA_CODE|userAttributes\..+)$/;

/** `POST /mfa`: the answer to a challenge, which RespondToAuthChallenge takes. */
export async function answerPage(request: PageRequest): Promise<PageAnswer> {
  const { cognito, pool, call, form } = request;
  const asked = askedOfPool(request);
  const { client } = asked;
  const challenge = askedChallenge(form);
  const { name, username } = challenge;
  try {
    return await goOn(request, asked, username, async (signedIn) => {
      const code = form.get("SET_UP_CODE");
      const verified = code === null ? undefined : await verify(request, challenge.session, code);
      const ChallengeResponses: Record<string, string> = { USERNAME: username };
      for (const [key, value] of form) if (answers.test(key)) ChallengeResponses[key] = value.trim();
      const SECRET_HASH = secretHashOf(client, username);
      if (SECRET_HASH !== undefined) ChallengeResponses.SECRET_HASH = SECRET_HASH;
      const answer = { ChallengeName: name as "SMS_MFA", Session: verified ?? challenge.session, ChallengeResponses };
      return answerChallenge(cognito, pool, { call, client, signedIn }, answer);
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const over = error.name === "NotAuthorizedException" || error.name === "UserNotFoundException";
    return over
      ? loginPage(request, asked, { username, alert: error.message })
      : showChallenge(request, asked, challenge, error.message);
  }
}

async function verify({ cognito, call }: PageRequest, session: string, code: string): Promise<string | undefined> {
  return (await verifySoftwareToken(cognito, { Session: session, UserCode: code.trim() }, call)).Session;
}

/** What the form was about. It comes back from the browser, and decides nothing but what is shown: the session decides. */
function askedChallenge(form: URLSearchParams): AskedChallenge {
  const text = (name: string) => form.get(name) ?? "";
  return {
    name: text("challenge"),
    session: text("session"),
    username: text("challenge_username"),
    parameters: parametersOf(text("parameters")),
  };
}

function parametersOf(json: string): Record<string, string> {
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed !== "object" || parsed === null) return {};
    const texts = Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === "string");
    return Object.fromEntries(texts.filter(([name, value]) => !listed.has(name) || isTextList(value)));
  } catch {
    return {};
  }
}

const listed = new Set(["MFAS_CAN_CHOOSE", "MFAS_CAN_SETUP", "requiredAttributes"]);

function isTextList(json: string): boolean {
  try {
    const parsed: unknown = JSON.parse(json);
    return Array.isArray(parsed) && parsed.every((item) => typeof item === "string");
  } catch {
    return false;
  }
}
