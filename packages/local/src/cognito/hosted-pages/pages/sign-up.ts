import { AwsError } from "../../../endpoint/aws-error.ts";
import { signUp } from "../../operations/sign-up.ts";
import { secretHashOf } from "../../sign-in/secret-hash.ts";
import { cookie } from "../cookies.ts";
import type { AuthorizeRequest } from "../oauth/authorize-request.ts";
import { OAuthError } from "../oauth/oauth-error.ts";
import type { PageAnswer } from "../page-answer.ts";
import type { PageRequest } from "../page-request.ts";
import { signInBrowser } from "../signed-in-browser.ts";
import { askedOfPool } from "./asked.ts";
import { confirmPage, signingUpCookie } from "./confirm.ts";
import { field, formsOf, pageUrl } from "./form.ts";
import { htmlPage } from "./layout.ts";
import { markup } from "./markup.ts";
import { signUpAttributes } from "./sign-up-attributes.ts";
import { usernameField } from "./username-field.ts";

/** `GET /signup`. */
export async function showSignUp(request: PageRequest): Promise<PageAnswer> {
  return signUpPage(request, askedOfPages(request));
}

/** `POST /signup`: the SignUp of the API, with its triggers. */
export async function signUpByPage(request: PageRequest): Promise<PageAnswer> {
  const { cognito, pool, call, form: given } = request;
  const asked = askedOfPages(request);
  const { client } = asked;
  const username = given.get("username")?.trim() ?? "";
  const UserAttributes = signUpAttributes(pool)
    .map(({ name }) => ({ Name: name, Value: given.get(`attributes.${name}`)?.trim() ?? "" }))
    .filter(({ Value }) => Value !== "");
  const Password = given.get("password") ?? "";
  try {
    if (!username) throw new AwsError("InvalidParameterException", "A username is required.");
    const SecretHash = secretHashOf(client, username);
    const ask = { ClientId: client.id, Username: username, Password, SecretHash, UserAttributes };
    const made = await signUp(cognito, ask, call);
    const user = cognito.users.findBySub(pool, made.UserSub as string);
    if (!user) throw new AwsError("UserNotFoundException", "User does not exist.");
    if (made.UserConfirmed) return await signInBrowser(request, asked, user);
    const notice = made.CodeDeliveryDetails && `A code was sent to ${made.CodeDeliveryDetails.Destination}.`;
    // Who gives the code back at this browser has just typed the password, and need not type it again.
    const value = cognito.hostedPages.browserSessions.open(user, "signing-up");
    const page = confirmPage(request, asked, { username, notice });
    return { ...page, cookies: [...(page.cookies ?? []), cookie(signingUpCookie, value, request.basePath)] };
  } catch (error) {
    if (error instanceof AwsError) return signUpPage(request, asked, error.message);
    throw error;
  }
}

function askedOfPages(request: PageRequest): AuthorizeRequest {
  const asked = askedOfPool(request);
  if (!request.pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly) return asked;
  throw new OAuthError("unauthorized_client", "SignUp is not permitted for this user pool");
}

function signUpPage(request: PageRequest, asked: AuthorizeRequest, alert?: string): PageAnswer {
  const { pool, form: given } = request;
  const attributes = signUpAttributes(pool).map(({ name, ...attribute }) =>
    field({ ...attribute, name: `attributes.${name}`, value: given.get(`attributes.${name}`) ?? undefined }),
  );
  const password = field({ name: "password", label: "Password", type: "password", autocomplete: "new-password" });
  const username = field(usernameField(pool, given.get("username") ?? undefined));
  const { form, cookies } = formsOf(request, asked);
  const fields = markup`${username}${attributes}${password}<button>Sign up</button>`;
  const body = markup`${form("/signup", fields)}<p>Have an account? <a href="${pageUrl(request, "/login", asked)}">Sign in</a></p>`;
  return htmlPage(request, { title: "Sign up", body, callback: asked, cookies, alert });
}
