import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { TriggerCaller } from "../triggers/event.ts";
import type { User } from "../users/users.ts";
import { invitationChannels } from "./code-delivery.ts";
import { prepareMessage } from "./prepare-message.ts";

/** What an invitation says and which way it goes. */
export interface Invitation {
  /** The name to sign in with, as the administrator gave it. */
  username: string;
  password: string;
  /** `DesiredDeliveryMediums`. */
  media: readonly string[] | undefined;
}

/**
 * Tells a user the temporary password, by each medium that is asked for and that the user can be reached by. Without a function to
 * ask this happens before the first await, so that it is committed together with the user.
 * @throws what the triggers throw; the user stays then
 */
export async function sendInvitation(
  cognito: Cognito,
  pool: UserPool,
  caller: TriggerCaller,
  user: User,
  { username, password, media }: Invitation,
): Promise<void> {
  const channels = invitationChannels(media, user.attributes);
  if (channels.length === 0) return;
  // The metadata of AdminCreateUser goes to the pre sign-up trigger alone.
  const about = { pool, caller, user, source: "AdminCreateUser", channels, clientMetadata: undefined } as const;
  const preparing = prepareMessage(cognito, about);
  const send = preparing instanceof Promise ? await preparing : preparing;
  cognito.store.write(() => send({ code: password, username }));
}
