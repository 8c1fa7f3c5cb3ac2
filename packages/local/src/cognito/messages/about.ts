import type { UserPool } from "../pools/user-pools.ts";
import type { TriggerCaller } from "../triggers/event.ts";
import type { User } from "../users/users.ts";
import type { Channel } from "./code-delivery.ts";
import type { MessageSource } from "./purposes.ts";

/** A message before it is worded: to whom, why and which ways. */
export interface MessageAbout {
  pool: UserPool;
  caller: TriggerCaller;
  user: User;
  source: MessageSource;
  /** One, but for an invitation. */
  channels: readonly Channel[];
  clientMetadata: Record<string, string> | undefined;
}
