import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { readBody } from "../../endpoint/body.ts";
import type { Call } from "../../endpoint/service.ts";
import type { Cognito } from "../cognito.ts";
import type { Domain } from "../pools/domains.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { readCookies } from "./cookies.ts";
import type { Place } from "./place.ts";

/** A request to a pool's domain. */
export interface PageRequest {
  cognito: Cognito;
  pool: UserPool;
  domain: Domain;
  /** The domain as the client reached it: `http://app.auth.localhost:4600`, `http://127.0.0.1:4600/_cognito/app`. */
  base: string;
  /** The path of `base`, empty for a domain with a host of its own. */
  basePath: string;
  /** Within the domain: `/oauth2/authorize`. */
  path: string;
  query: URLSearchParams;
  /** Of the body; empty for GET. */
  form: URLSearchParams;
  cookies: ReadonlyMap<string, string>;
  authorization: string | undefined;
  call: Call;
}

const formLimitBytes = 512 * 1024;

/** Reads a request whole. @throws AwsError for a body that is too long or cut off */
export async function readPageRequest(
  cognito: Cognito,
  domain: Domain,
  place: Place,
  request: IncomingMessage,
): Promise<PageRequest> {
  const body = request.method === "POST" ? (await readBody(request, formLimitBytes)).toString("utf8") : "";
  const url = new URL(request.url ?? "/", "http://localhost");
  return {
    cognito,
    pool: cognito.userPools.get(domain.userPoolId),
    domain,
    base: `${schemeOf(request)}://${request.headers.host}${place.basePath}`,
    basePath: place.basePath,
    path: place.path,
    query: url.searchParams,
    form: new URLSearchParams(body),
    cookies: readCookies(request.headers.cookie),
    authorization: request.headers.authorization,
    call: {
      requestId: randomUUID(),
      caller: { kind: "developer" },
      userAgent: request.headers["user-agent"] ?? "",
      signal: new AbortController().signal,
    },
  };
}

/** A proxy that has a certificate says so; the local AWS itself has none. */
function schemeOf({ headers }: IncomingMessage): string {
  return headers["x-forwarded-proto"] === "https" ? "https" : "http";
}
