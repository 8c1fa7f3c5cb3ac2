import type { IncomingMessage } from "node:http";

/** Which domain a request is for, and what of it. */
export interface Place {
  domainName: string;
  /** What stands before the domain's own paths; empty if the host names the domain. */
  basePath: string;
  path: string;
}

/** Where the domain `app` is found under the one address: no name of a bucket or of a pool begins so. */
const byPath = /^(\/_cognito\/([a-z0-9][a-z0-9.-]*))(\/[^?]*)/;
const byHost = /^([a-z0-9][a-z0-9.-]*)\.auth\.localhost(?::\d+)?$/i;

/** The place of a request to a pool's domain, by its host or by its path; undefined for any other. */
export function placeOf({ headers, url = "" }: IncomingMessage): Place | undefined {
  const [, basePath, name, rest] = byPath.exec(url) ?? [];
  if (basePath && name && rest) return { domainName: name, basePath, path: rest };
  const host = byHost.exec(headers.host ?? "")?.[1];
  return host === undefined ? undefined : { domainName: host.toLowerCase(), basePath: "", path: url.split("?", 1)[0] as string };
}
