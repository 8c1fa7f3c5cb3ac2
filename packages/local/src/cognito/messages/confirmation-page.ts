import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { RawService } from "../../endpoint/service.ts";
import type { Cognito } from "../cognito.ts";
import { expiredCode, invalidParameter, usernameClientNotFound } from "../errors.ts";
import { hidesUserExistence } from "../pools/app-clients.ts";
import { postConfirmation } from "../triggers/post-confirmation.ts";
import { checkUnconfirmed, confirmUser } from "../users/confirm-user.ts";
import { escapeHtml } from "./compose.ts";
import { confirmationPath } from "./confirmation-link.ts";

/** The page behind the link of a message: it confirms the user, as ConfirmSignUp does, and says so. */
export function confirmationPage(cognito: Cognito): RawService {
  return {
    name: "cognito-confirmation",
    accepts: ({ url = "" }) => url === confirmationPath || url.startsWith(`${confirmationPath}?`),
    handle(request, response) {
      // Who only looks at the link, by HEAD, must not use it up.
      if (request.method !== "GET") return answer(response, 405, "Only GET is allowed here.");
      confirm(cognito, request).then(
        () => answer(response, 200, "Your registration has been confirmed!"),
        (error) => {
          if (error instanceof AwsError) answer(response, 400, error.message);
          else answer(response, 500, "The user could not be confirmed.");
        },
      );
    },
  };
}

async function confirm(cognito: Cognito, request: IncomingMessage): Promise<void> {
  try {
    await confirmByLink(cognito, request);
  } finally {
    await cognito.store.committed();
  }
}

async function confirmByLink(cognito: Cognito, request: IncomingMessage): Promise<void> {
  const query = new URL(request.url ?? "", "http://localhost").searchParams;
  const [clientId, username, code] = ["client_id", "user_name", "confirmation_code"].map((name) => query.get(name));
  if (!clientId || !username || !code) throw invalidParameter("The link is incomplete.");
  const client = cognito.appClients.get(clientId);
  const pool = cognito.userPools.get(client.userPoolId);
  const user = cognito.users.find(pool, username);
  if (!user) throw hidesUserExistence(client) ? expiredCode() : usernameClientNotFound();
  checkUnconfirmed(user);
  const channel = cognito.codes.check(user, "confirm-sign-up", code);
  const confirmed = confirmUser(cognito, pool, user, "ConfirmSignUp", channel);
  const call = {
    requestId: randomUUID(),
    caller: { kind: "developer" },
    userAgent: request.headers["user-agent"] ?? "",
    signal: new AbortController().signal,
  } as const;
  await postConfirmation(cognito, pool, confirmed, "PostConfirmation_ConfirmSignUp", { call, client }, undefined);
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
  response.end(`<!doctype html><html lang="en"><title>Confirmation</title><p>${escapeHtml(text)}</p></html>\n`);
}
