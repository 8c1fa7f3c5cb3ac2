import { AwsError } from "../../../endpoint/aws-error.ts";
import { confirmForgotPassword } from "../../operations/confirm-forgot-password.ts";
import { forgotPassword } from "../../operations/forgot-password.ts";
import { secretHashOf } from "../../sign-in/secret-hash.ts";
import type { AuthorizeRequest } from "../oauth/authorize-request.ts";
import type { PageAnswer } from "../page-answer.ts";
import type { PageRequest } from "../page-request.ts";
import { askedOfPool } from "./asked.ts";
import { field, formsOf, pageUrl } from "./form.ts";
import { htmlPage, type Page } from "./layout.ts";
import { loginPage } from "./login.ts";
import { markup } from "./markup.ts";
import { usernameField } from "./username-field.ts";

type Shown = { username?: string | undefined } & Pick<Page, "alert" | "notice">;

/** `GET /forgotPassword`. */
export async function showForgotPassword(request: PageRequest): Promise<PageAnswer> {
  return forgotPasswordPage(request, askedOfPool(request), {});
}

/** `POST /forgotPassword`: ForgotPassword of the API. */
export async function forgotPasswordByPage(request: PageRequest): Promise<PageAnswer> {
  const { cognito, call, form } = request;
  const asked = askedOfPool(request);
  const username = form.get("username")?.trim() ?? "";
  try {
    if (!username) throw new AwsError("InvalidParameterException", "A username is required.");
    const SecretHash = secretHashOf(asked.client, username);
    const sent = await forgotPassword(cognito, { ClientId: asked.client.id, Username: username, SecretHash }, call);
    const notice = `A code was sent to ${sent.CodeDeliveryDetails?.Destination}.`;
    return newPasswordPage(request, asked, { username, notice });
  } catch (error) {
    if (error instanceof AwsError) return forgotPasswordPage(request, asked, { username, alert: error.message });
    throw error;
  }
}

/** `GET /confirmforgotPassword`. */
export async function showNewPassword(request: PageRequest): Promise<PageAnswer> {
  return newPasswordPage(request, askedOfPool(request), { username: request.query.get("username") ?? undefined });
}

/** `POST /confirmforgotPassword`: ConfirmForgotPassword of the API; the user signs in with the new password then. */
export async function newPasswordByPage(request: PageRequest): Promise<PageAnswer> {
  const { cognito, call, form } = request;
  const asked = askedOfPool(request);
  const username = form.get("username")?.trim() ?? "";
  const ConfirmationCode = form.get("code")?.trim() ?? "";
  const Password = form.get("password") ?? "";
  try {
    if (!username || !ConfirmationCode || !Password) {
      throw new AwsError("InvalidParameterException", "Username, code and password are required.");
    }
    const SecretHash = secretHashOf(asked.client, username);
    const given = { ClientId: asked.client.id, Username: username, ConfirmationCode, Password, SecretHash };
    await confirmForgotPassword(cognito, given, call);
    return loginPage(request, asked, { username, notice: "Your password has been changed." });
  } catch (error) {
    if (error instanceof AwsError) return newPasswordPage(request, asked, { username, alert: error.message });
    throw error;
  }
}

/** The page that asks whose password is forgotten. */
export function forgotPasswordPage(request: PageRequest, asked: AuthorizeRequest, { username, ...page }: Shown): PageAnswer {
  const { form, cookies } = formsOf(request, asked);
  const name = field(usernameField(request.pool, username));
  const body = markup`${form("/forgotPassword", markup`${name}<button>Send a code</button>`)}<p><a href="${pageUrl(
    request,
    "/login",
    asked,
  )}">Back to sign in</a></p>`;
  return htmlPage(request, { title: "Forgot your password?", body, callback: asked, cookies, ...page });
}

/** The page that takes the code and the new password. */
function newPasswordPage(request: PageRequest, asked: AuthorizeRequest, { username, ...page }: Shown): PageAnswer {
  const { form, cookies } = formsOf(request, asked);
  const fields = [
    field(usernameField(request.pool, username)),
    field({ name: "code", label: "Code", autocomplete: "one-time-code" }),
    field({ name: "password", label: "New password", type: "password", autocomplete: "new-password" }),
  ];
  const body = form("/confirmforgotPassword", markup`${fields}<button>Change password</button>`);
  return htmlPage(request, { title: "Change your password", body, callback: asked, cookies, ...page });
}
