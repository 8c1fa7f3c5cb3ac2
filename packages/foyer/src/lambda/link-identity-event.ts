/** A call of `linkIdentityHandler`: by whom, as far as it says, and what form the answer has. */
export interface LinkCall {
  /** `appsync`: the answer is the value of the field, a failure is thrown. `http`: both are HTTP answers. */
  form: "appsync" | "http";
  /** The method of an HTTP request. */
  method?: string;
  /** The value of the `Authorization` header. */
  authorization?: string;
}

/** The events of API Gateway (payload versions 1.0 and 2.0), of a function URL and of an AppSync resolver, as far as they are read. */
interface LinkEvent {
  headers?: unknown;
  httpMethod?: unknown;
  requestContext?: { http?: { method?: unknown } };
  /** AppSync's. */
  request?: { headers?: unknown };
}

/** Reads an event; undefined for one that is none of these. Its body, its arguments and its claims are not read. */
export function readLinkEvent(event: unknown): LinkCall | undefined {
  const { headers, httpMethod, requestContext, request } = (event ?? {}) as LinkEvent;
  const method = requestContext?.http?.method ?? httpMethod;
  if (typeof method === "string") return { form: "http", method, ...authorizationIn(headers) };
  return request?.headers ? { form: "appsync", ...authorizationIn(request.headers) } : undefined;
}

/** The names of headers are as the client wrote them in payload version 1.0. */
function authorizationIn(headers: unknown): { authorization?: string } {
  if (typeof headers !== "object" || headers === null) return {};
  const [, authorization] = Object.entries(headers).find(([name]) => name.toLowerCase() === "authorization") ?? [];
  return typeof authorization === "string" ? { authorization } : {};
}

/** What a call that failed is told: nothing of the user, of the token or of the cause. */
export class LinkError extends Error {
  readonly status: number;

  constructor(name: string, status: number, message: string) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

/** The answer to an HTTP request, in the form that both payload versions and function URLs take. */
export function httpAnswer(statusCode: number, body: object, headers: Record<string, string> = {}) {
  return {
    statusCode,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
    body: JSON.stringify(body),
  };
}
