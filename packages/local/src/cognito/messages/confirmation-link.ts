import type { Cognito } from "../cognito.ts";
import type { TriggerCaller } from "../triggers/event.ts";
import type { User } from "../users/users.ts";

export const confirmationPath = "/confirmUser";

/** Where a user confirms by a click; on AWS it is on the pool's domain, here on the one endpoint. */
export function confirmationLink(cognito: Cognito, { client }: TriggerCaller, user: User, code: string): string {
  const query = new URLSearchParams({ client_id: client?.id ?? "", user_name: user.username, confirmation_code: code });
  return `${cognito.endpointUrl()}${confirmationPath}?${query}`;
}
