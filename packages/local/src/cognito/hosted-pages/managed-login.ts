import type { IncomingMessage } from "node:http";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { RawService } from "../../endpoint/service.ts";
import type { Cognito } from "../cognito.ts";
import { isOwnForm } from "./forgery.ts";
import { type Callback, callbackOf, refusalUrl } from "./oauth/authorize-request.ts";
import { OAuthError } from "./oauth/oauth-error.ts";
import { json, type PageAnswer, redirect, sendPage } from "./page-answer.ts";
import { type PageRequest, readPageRequest } from "./page-request.ts";
import { errorPage } from "./pages/error-page.ts";
import { type Place, placeOf } from "./place.ts";
import { type Route, routes } from "./routes.ts";

/** The pages and the OAuth endpoints of the pools' domains. */
export function managedLogin(
  cognito: Cognito,
  onError: (error: unknown, operation: string, requestId: string) => void,
): RawService {
  return {
    name: "cognito-managed-login",
    accepts: (request) => {
      const place = placeOf(request);
      // The link of a mail has a page of its own, which is the same at every host.
      return place !== undefined && !/^\/confirmUser\?.*\bconfirmation_code=/.test(request.url ?? "");
    },
    takesForeignForms: (request) =>
      request.method === "POST" && /^\/(oauth2|saml2)\/idpresponse$/.test(placeOf(request)?.path ?? ""),
    handle: (request, response) => {
      const place = placeOf(request) as Place;
      answer(cognito, place, request)
        .then((answered) => sendPage(response, answered))
        .catch((error) => {
          onError(error, `managed login ${place.path}`, String(response.getHeader("x-amzn-requestid")));
          sendPage(response, json(500, { error: "server_error" }));
        });
    },
  };
}

async function answer(cognito: Cognito, place: Place, message: IncomingMessage): Promise<PageAnswer> {
  try {
    const domain = cognito.domains.find(place.domainName);
    if (!domain) return json(404, { message: `Domain ${place.domainName} does not exist.` });
    const route = routes.get(`${message.method} ${place.path}`);
    const request = await readPageRequest(cognito, domain, place, message);
    return await (route ? answerRoute(route, request) : notFound(request));
  } catch (error) {
    if (error instanceof AwsError && error.status !== undefined) return json(error.status, { error: "invalid_request" });
    throw error;
  } finally {
    await cognito.store.committed();
  }
}

async function notFound(request: PageRequest): Promise<PageAnswer> {
  return { ...(await errorPage({ ...request, query: new URLSearchParams() })), status: 404 };
}

async function answerRoute({ told, answer: run }: Route, request: PageRequest): Promise<PageAnswer> {
  try {
    if (told === "form" && !isOwnForm(request))
      throw new ForeignForm("invalid_request", "The form has expired. Please try again.");
    return await run(request);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    if (told !== "client") return redirect(whereToTell(request, error));
    return json(400, { error: error.code, ...(error.message && { error_description: error.message }) });
  }
}

/** A form that no page of ours has sent: nothing of what it asks for is done, the way back to the client included. */
class ForeignForm extends OAuthError {}

/** The client's address, if the request has one that is the client's; else a page of ours. */
function whereToTell(request: PageRequest, error: OAuthError): string {
  const callback = error instanceof ForeignForm ? undefined : findCallback(request);
  if (callback) return refusalUrl(callback, error);
  const query = new URLSearchParams({ error: error.code, ...(error.message && { error_description: error.message }) });
  return `${request.basePath}/error?${query}`;
}

function findCallback({ cognito, pool, query }: PageRequest): Callback | undefined {
  try {
    return callbackOf(cognito, pool, query);
  } catch (error) {
    if (error instanceof OAuthError) return undefined;
    throw error;
  }
}
