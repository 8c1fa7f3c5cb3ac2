/** A session as SRP clients take it for their secret block: in the base64 that all of them can decode. */
export function secretBlockOf(session: string): string {
  return Buffer.from(session, "base64url").toString("base64");
}

/** The session that a secret block stands for. */
export function sessionOf(secretBlock: string): string {
  return Buffer.from(secretBlock, "base64").toString("base64url");
}
