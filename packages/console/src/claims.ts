import { signal } from "@preact/signals";

/** The claims of the tokens that a sign-in of the console got. */
export interface Claims {
  id: Record<string, unknown>;
  access: Record<string, unknown>;
}

const key = "foyer-claims";

/** By `sub`. Claims only: a token itself is kept nowhere. */
export const claimsOf = signal<Readonly<Record<string, Claims>>>(readClaims());

/** Remembers what the tokens of a sign-in say, until the browser's tab is closed. */
export function rememberClaims(sub: string, idToken: string, accessToken: string): void {
  const id = decodeToken(idToken);
  const access = decodeToken(accessToken);
  if (!id || !access) return;
  claimsOf.value = { ...claimsOf.value, [sub]: { id: id.claims, access: access.claims } };
  try {
    sessionStorage.setItem(key, JSON.stringify(claimsOf.value));
  } catch {
    // A browser that forbids storage forgets them with a reload.
  }
}

/** What a JSON Web Token says; undefined if it is none. Its signature is not looked at. */
export function decodeToken(token: string): { header: Record<string, unknown>; claims: Record<string, unknown> } | undefined {
  const [header, claims, signature, ...more] = token.trim().split(".");
  if (!header || !claims || signature === undefined || more.length > 0) return undefined;
  try {
    return { header: decodePart(header), claims: decodePart(claims) };
  } catch {
    return undefined;
  }
}

function decodePart(part: string): Record<string, unknown> {
  const bytes = Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
  const value = JSON.parse(new TextDecoder().decode(bytes));
  if (typeof value !== "object" || value === null) throw new SyntaxError("not an object");
  return value;
}

function readClaims(): Record<string, Claims> {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "{}");
  } catch {
    return {};
  }
}
