import { AwsError } from "../../../endpoint/aws-error.ts";
import { confirmSignUp } from "../../operations/confirm-sign-up.ts";
import { resendConfirmationCode } from "../../operations/resend-confirmation-code.ts";
import { secretHashOf } from "../../sign-in/secret-hash.ts";
import { cookie } from "../cookies.ts";
import type { AuthorizeRequest } from "../oauth/authorize-request.ts";
import type { PageAnswer } from "../page-answer.ts";
import type { PageRequest } from "../page-request.ts";
import { signInBrowser } from "../signed-in-browser.ts";
import { askedOfPool } from "./asked.ts";
import { field, formsOf } from "./form.ts";
import { htmlPage, type Page } from "./layout.ts";
import { loginPage } from "./login.ts";
import { markup } from "./markup.ts";
import { usernameField } from "./username-field.ts";

/** The cookie of a browser at which somebody has signed up. */
export const signingUpCookie = "cognito-signing-up";

/** `GET /confirm`, and `GET /confirmUser` without a code, which is what the links of mails have. */
export async function showConfirm(request: PageRequest): Promise<PageAnswer> {
  return confirmPage(request, askedOfPool(request), { username: request.query.get("username") ?? undefined });
}

/** `POST /confirm`: ConfirmSignUp, and the user is signed in if it is the browser of the sign-up. */
export async function confirmByPage(request: PageRequest): Promise<PageAnswer> {
  const { cognito, pool, call, form: given, cookies, basePath } = request;
  const asked = askedOfPool(request);
  const username = given.get("username")?.trim() ?? "";
  const ConfirmationCode = given.get("code")?.trim() ?? "";
  try {
    if (!username || !ConfirmationCode) throw new AwsError("InvalidParameterException", "Username and code are required.");
    const SecretHash = secretHashOf(asked.client, username);
    await confirmSignUp(cognito, { ClientId: asked.client.id, Username: username, ConfirmationCode, SecretHash }, call);
  } catch (error) {
    if (error instanceof AwsError) return confirmPage(request, asked, { username, alert: error.message });
    throw error;
  }
  const value = cookies.get(signingUpCookie);
  const session = cognito.hostedPages.browserSessions.find(pool, "signing-up", value);
  const confirmed = cognito.users.find(pool, username);
  if (!session || session.user.id !== confirmed?.id) {
    return loginPage(request, asked, { username, notice: "Your registration has been confirmed." });
  }
  cognito.hostedPages.browserSessions.close(value);
  const answer = await signInBrowser(request, asked, session.user);
  return { ...answer, cookies: [...(answer.cookies ?? []), cookie(signingUpCookie, "", basePath, 0)] };
}

/** `POST /resendcode`. */
export async function resendByPage(request: PageRequest): Promise<PageAnswer> {
  const { cognito, call, form: given } = request;
  const asked = askedOfPool(request);
  const username = given.get("username")?.trim() ?? "";
  try {
    const SecretHash = secretHashOf(asked.client, username);
    const sent = await resendConfirmationCode(cognito, { ClientId: asked.client.id, Username: username, SecretHash }, call);
    return confirmPage(request, asked, { username, notice: `A code was sent to ${sent.CodeDeliveryDetails?.Destination}.` });
  } catch (error) {
    if (error instanceof AwsError) return confirmPage(request, asked, { username, alert: error.message });
    throw error;
  }
}

/** The page that takes the code of a sign-up. */
export function confirmPage(
  request: PageRequest,
  asked: AuthorizeRequest,
  { username, ...page }: { username?: string | undefined } & Pick<Page, "alert" | "notice">,
): PageAnswer {
  const name = field(usernameField(request.pool, username));
  const code = field({ name: "code", label: "Code", autocomplete: "one-time-code" });
  const { form, cookies } = formsOf(request, asked);
  const again = username ? form("/resendcode", markup`${name}<button class="quiet">Send a new code</button>`) : undefined;
  const body = markup`${form("/confirm", markup`${name}${code}<button>Confirm</button>`)}${again}`;
  return htmlPage(request, { title: "Confirm your account", body, callback: asked, cookies, ...page });
}
