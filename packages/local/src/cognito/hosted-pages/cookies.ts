/** The cookies of a request. */
export function readCookies(header: string | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header?.split(";") ?? []) {
    const equals = pair.indexOf("=");
    const name = pair.slice(0, equals).trim();
    // The first of a name is the one of the longest path.
    if (equals > 0 && !cookies.has(name)) cookies.set(name, pair.slice(equals + 1).trim());
  }
  return cookies;
}

/**
 * A cookie for a domain's pages alone, out of reach of scripts and of forms on other sites.
 * @param seconds how long it lives; 0 takes it away, absent: as long as the browser's session
 */
export function cookie(name: string, value: string, basePath: string, seconds?: number): string {
  const age = seconds === undefined ? "" : `; Max-Age=${seconds}`;
  return `${name}=${value}; Path=${basePath || "/"}${age}; HttpOnly; SameSite=Lax`;
}
