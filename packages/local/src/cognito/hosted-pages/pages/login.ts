import { AwsError } from "../../../endpoint/aws-error.ts";
import { offeredProviders } from "../../federation/offered-providers.ts";
import type { SignInAttempt } from "../../sign-in/attempt.ts";
import { signInByPassword } from "../../sign-in/password-flow.ts";
import { type AuthorizeRequest, callbackOf, readAuthorizeRequest } from "../oauth/authorize-request.ts";
import { OAuthError } from "../oauth/oauth-error.ts";
import type { PageAnswer } from "../page-answer.ts";
import type { PageRequest } from "../page-request.ts";
import { askedOfPool, takesPasswords } from "./asked.ts";
import { confirmPage } from "./confirm.ts";
import { forgotPasswordPage } from "./forgot-password.ts";
import { field, formsOf, pageUrl } from "./form.ts";
import { htmlPage, type Page } from "./layout.ts";
import { type Markup, markup } from "./markup.ts";
import { providerLinks } from "./provider-links.ts";
import { goOn } from "./sign-in.ts";
import { usernameField } from "./username-field.ts";

/** `GET /login`. */
export async function showLogin(request: PageRequest): Promise<PageAnswer> {
  const { cognito, pool, query } = request;
  const asked = readAuthorizeRequest(callbackOf(cognito, pool, query), query);
  const providers = offeredProviders(cognito, pool, asked.client);
  if (!takesPasswords(asked) && providers.length === 0) {
    throw new OAuthError("unauthorized_client", "Login option is not available. Please try another one");
  }
  return loginPage(request, asked, { username: query.get("login_hint") ?? undefined });
}

/** `POST /login`: the sign-in by password that InitiateAuth has, with its triggers and its lockout. */
export async function login(request: PageRequest): Promise<PageAnswer> {
  const { cognito, pool, call, form: given } = request;
  const asked = askedOfPool(request);
  const username = given.get("username")?.trim() ?? "";
  const password = given.get("password") ?? "";
  if (!username || !password) return loginPage(request, asked, { username, alert: "Username and password are required." });
  const { client } = asked;
  try {
    return await goOn(request, asked, username, (signedIn) => {
      const caller = { call, client, signedIn };
      const none = { validationData: undefined, clientMetadata: undefined, deviceKey: undefined };
      const attempt: SignInAttempt = { cognito, pool, caller, username, ...none };
      return signInByPassword(attempt, { PASSWORD: password });
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    switch (error.name) {
      case "UserNotConfirmedException":
        return confirmPage(request, asked, { username, alert: error.message });
      case "PasswordResetRequiredException":
        return forgotPasswordPage(request, asked, { username, alert: error.message });
      default:
        return loginPage(request, asked, { username, alert: error.message });
    }
  }
}

/** The page, with what was typed before. */
export function loginPage(
  request: PageRequest,
  asked: AuthorizeRequest,
  { username, ...page }: { username?: string | undefined } & Pick<Page, "alert" | "notice">,
): PageAnswer {
  const { cognito, pool } = request;
  const { form, cookies } = formsOf(request, asked);
  const links = providerLinks(request, asked, offeredProviders(cognito, pool, asked.client));
  const byPassword = takesPasswords(asked) ? passwordForm(request, asked, form, username) : undefined;
  const body = markup`${links}${byPassword}`;
  return htmlPage(request, { title: "Sign in", body, callback: asked, cookies, ...page });
}

function passwordForm(
  request: PageRequest,
  asked: AuthorizeRequest,
  form: (path: string, content: Markup) => Markup,
  username: string | undefined,
): Markup {
  const { pool } = request;
  const fields = markup`${field(usernameField(pool, username))}${field({
    name: "password",
    label: "Password",
    type: "password",
    autocomplete: "current-password",
  })}<button>Sign in</button>`;
  const signUp = pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly
    ? undefined
    : markup`<p>Need an account? <a href="${pageUrl(request, "/signup", asked)}">Sign up</a></p>`;
  return markup`${form("/login", fields)}<p><a href="${pageUrl(request, "/forgotPassword", asked)}">Forgot your password?</a></p>
${signUp}`;
}
