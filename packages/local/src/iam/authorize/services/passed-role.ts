import type { Asked } from "./asked.ts";

/**
 * What a service is given a role to work under: whoever gives it must be allowed to, as the service can do then what the role may.
 * @param service `lambda.amazonaws.com`
 */
export function passedRoles(service: string, roles: readonly (string | undefined)[]): Asked[] {
  const named = new Set(roles.flatMap((role) => role || []));
  return [...named].map((resource) => ({
    action: "iam:PassRole",
    resource,
    context: { "iam:passedtoservice": [service] },
  }));
}
