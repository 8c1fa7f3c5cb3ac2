import { idpResponse, idpResponseByForm } from "../federation/oidc/idp-response.ts";
import { samlLogout } from "../federation/saml/logout.ts";
import { finishSamlSignIn, takeSamlResponse } from "../federation/saml/saml-response.ts";
import { authorize } from "./oauth/authorize.ts";
import { logout } from "./oauth/logout.ts";
import { revoke } from "./oauth/revoke.ts";
import { token } from "./oauth/token.ts";
import { userInfo } from "./oauth/user-info.ts";
import type { PageAnswer } from "./page-answer.ts";
import type { PageRequest } from "./page-request.ts";
import { answerPage } from "./pages/challenge.ts";
import { confirmByPage, resendByPage, showConfirm } from "./pages/confirm.ts";
import { errorPage } from "./pages/error-page.ts";
import { forgotPasswordByPage, newPasswordByPage, showForgotPassword, showNewPassword } from "./pages/forgot-password.ts";
import { login, showLogin } from "./pages/login.ts";
import { showSignUp, signUpByPage } from "./pages/sign-up.ts";

export interface Route {
  /**
   * Who is told of a refusal: the `client` that called, by JSON; the user's `browser`, which is sent back to the client where that can
   * be; a `form` too, which only a page of ours may have sent.
   */
  told: "client" | "browser" | "form";
  answer: (request: PageRequest) => Promise<PageAnswer>;
}

/** What a domain answers, by method and path. */
export const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  ["GET /oauth2/authorize", { told: "browser", answer: authorize }],
  ["GET /oauth2/idpresponse", { told: "browser", answer: idpResponse }],
  ["POST /oauth2/idpresponse", { told: "browser", answer: idpResponseByForm }],
  ["GET /saml2/idpresponse", { told: "browser", answer: finishSamlSignIn }],
  ["POST /saml2/idpresponse", { told: "browser", answer: takeSamlResponse }],
  ["GET /saml2/logout", { told: "browser", answer: samlLogout }],
  ["POST /saml2/logout", { told: "browser", answer: samlLogout }],
  ["POST /oauth2/token", { told: "client", answer: token }],
  ["POST /oauth2/revoke", { told: "client", answer: revoke }],
  ["GET /oauth2/userInfo", { told: "client", answer: userInfo }],
  ["POST /oauth2/userInfo", { told: "client", answer: userInfo }],
  ["GET /logout", { told: "browser", answer: logout }],
  ["GET /error", { told: "browser", answer: errorPage }],
  ["GET /login", { told: "browser", answer: showLogin }],
  ["POST /login", { told: "form", answer: login }],
  ["POST /mfa", { told: "form", answer: answerPage }],
  ["GET /signup", { told: "browser", answer: showSignUp }],
  ["POST /signup", { told: "form", answer: signUpByPage }],
  ["GET /confirm", { told: "browser", answer: showConfirm }],
  ["GET /confirmUser", { told: "browser", answer: showConfirm }],
  ["POST /confirm", { told: "form", answer: confirmByPage }],
  ["POST /confirmUser", { told: "form", answer: confirmByPage }],
  ["POST /resendcode", { told: "form", answer: resendByPage }],
  ["GET /forgotPassword", { told: "browser", answer: showForgotPassword }],
  ["POST /forgotPassword", { told: "form", answer: forgotPasswordByPage }],
  ["GET /confirmforgotPassword", { told: "browser", answer: showNewPassword }],
  ["POST /confirmforgotPassword", { told: "form", answer: newPasswordByPage }],
]);
