import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../../clock.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import { readBody } from "../../endpoint/body.ts";
import type { RawService } from "../../endpoint/service.ts";
import type { Functions } from "../functions.ts";
import { badGateway, handlerAnswer, refusal, type UrlAnswer } from "./handler-answer.ts";
import { requestEvent, type UrlRequest, urlRequestOf } from "./request-event.ts";

const MAX_BODY_BYTES = 6 * 1024 * 1024;

const forbidden = refusal(
  403,
  "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
);

/** The URLs of functions: each request is an invocation. */
export function functionUrls(functions: Functions, clock: Clock): RawService {
  return {
    name: "lambda-url",
    accepts: (request) => urlRequestOf(request) !== undefined,
    handle(request, response) {
      answer(functions, clock, request, urlRequestOf(request) as UrlRequest)
        .then((given) => send(response, given))
        // Among what fails is an answer that HTTP cannot carry.
        .catch((error) => send(response, error instanceof AwsError ? refusal(error.status ?? 400, error.message) : badGateway));
    },
  };
}

async function answer(functions: Functions, clock: Clock, request: IncomingMessage, asked: UrlRequest): Promise<UrlAnswer> {
  const url = functions.urls.findById(asked.urlId);
  const { functionName = "", qualifier } = url ?? {};
  if (!url || !functions.permissions.allowsUrl({ functionName, qualifier })) return forbidden;
  const body = await readBody(request, MAX_BODY_BYTES);
  const event = requestEvent(request, asked, { body, requestId: randomUUID(), now: clock.now() });
  const { payload, functionError } = await functions.invoke({ functionName, qualifier, payload: JSON.stringify(event) });
  return functionError ? badGateway : handlerAnswer(payload);
}

function send(response: ServerResponse, { status, headers, body }: UrlAnswer): void {
  if (response.destroyed) return;
  response.writeHead(status, { ...headers, "content-length": body.length }).end(body);
}
