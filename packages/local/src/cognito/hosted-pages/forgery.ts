import { randomBytes, timingSafeEqual } from "node:crypto";
import { cookie } from "./cookies.ts";
import type { PageRequest } from "./page-request.ts";

const cookieName = "XSRF-TOKEN";

/** The field of every form. */
export const forgeryField = "_csrf";

/** What a form of this browser must send back, and the cookie that says so, unless the browser has it already. */
export function forgeryToken({ cookies, basePath }: PageRequest): { token: string; cookies: string[] } {
  const known = cookies.get(cookieName);
  if (known !== undefined && /^[\w-]{43}$/.test(known)) return { token: known, cookies: [] };
  const token = randomBytes(32).toString("base64url");
  return { token, cookies: [cookie(cookieName, token, basePath)] };
}

/** False for a form that a page of ours did not give this browser. */
export function isOwnForm({ cookies, form }: PageRequest): boolean {
  const [expected, given] = [cookies.get(cookieName) ?? "", form.get(forgeryField) ?? ""].map((text) => Buffer.from(text));
  if (!expected || !given || expected.length === 0) return false;
  return expected.length === given.length && timingSafeEqual(expected, given);
}
