/**
 * The user that an invocation is about, when its event says so: a string `sub` at the top, or the attribute `sub` of a
 * Cognito trigger's event.
 */
export function subjectOf(event: unknown): string | undefined {
  const { sub, request } = (event ?? {}) as { sub?: unknown; request?: { userAttributes?: { sub?: unknown } } };
  if (typeof sub === "string") return sub;
  const attribute = request?.userAttributes?.sub;
  return typeof attribute === "string" ? attribute : undefined;
}
