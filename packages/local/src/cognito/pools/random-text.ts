import { randomInt } from "node:crypto";

const lowerAlphanumeric = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Random lower-case letters and digits, as Cognito's client ids and secrets are made of. */
export function lowerAlphanumericText(length: number): string {
  return Array.from({ length }, () => lowerAlphanumeric[randomInt(lowerAlphanumeric.length)]).join("");
}
