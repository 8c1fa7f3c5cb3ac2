/**
 * Where a request to somebody else's server goes: to its address, and in `foyer dev` to the local AWS, which records it and answers 200, or
 * as a stand-in says, as nothing of a demo user leaves the machine. Addresses of this machine itself are called as they are.
 */
export function outside(url: URL): URL {
  const recorder = process.env.FOYER_OUTSIDE_URL;
  if (!recorder || isLocal(url)) return url;
  return new URL(`${recorder}/${encodeURIComponent(url.href)}`);
}

/** True of an address of this machine itself, by its name. */
export function isLocal({ hostname }: URL): boolean {
  return ["127.0.0.1", "[::1]", "localhost"].includes(hostname);
}
