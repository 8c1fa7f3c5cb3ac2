/** The token with this number of the execution with this id (the last part of its ARN), as clients carry it: base64. */
export function checkpointToken(executionId: string, token: number): string {
  return Buffer.from(`${executionId}:${token}`).toString("base64");
}

/** The number of a token; undefined if it is none of this execution. */
export function tokenNumber(executionId: string, text: string): number | undefined {
  const [id, number] = Buffer.from(text, "base64").toString().split(":");
  return id === executionId && number !== undefined && /^\d{1,15}$/.test(number) ? Number(number) : undefined;
}
