import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import type { UserPools } from "../pools/user-pools.ts";
import { MfaFailures } from "./failures.ts";
import { PoolMfa } from "./pool-mfa.ts";
import { MfaPreferences } from "./preferences.ts";
import { SoftwareTokens } from "./software-tokens.ts";

/** What multi-factor authentication remembers. */
export class Mfa {
  readonly pools: PoolMfa;
  readonly preferences: MfaPreferences;
  readonly softwareTokens: SoftwareTokens;
  readonly failures: MfaFailures;

  constructor(store: Store, clock: Clock, userPools: UserPools) {
    this.pools = new PoolMfa(store, userPools);
    this.preferences = new MfaPreferences(store);
    this.softwareTokens = new SoftwareTokens(store, clock);
    this.failures = new MfaFailures(store, clock);
  }
}
