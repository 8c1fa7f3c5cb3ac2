import type { MFAOptionType } from "@aws-sdk/client-cognito-identity-provider";
import type { Store } from "../../store/store.ts";
import type { User } from "../users/users.ts";

/** A second factor, under the name of its challenge. */
export type MfaType = "SMS_MFA" | "EMAIL_OTP" | "SOFTWARE_TOKEN_MFA";

/** What a user, or an administrator for the user, has chosen. */
export interface MfaPreference {
  enabled: readonly MfaType[];
  /** One of those enabled. */
  preferred: MfaType | undefined;
  /** What SetUserSettings, the form of before 2018, has set: SMS or nothing. */
  legacyOptions: readonly MFAOptionType[];
}

const nothing: MfaPreference = { enabled: [], preferred: undefined, legacyOptions: [] };

/** The users' choices of second factors. */
export class MfaPreferences {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  of(user: User): MfaPreference {
    const row = this.#store.sql("SELECT * FROM cognito_mfa_preference WHERE user_id = ?").get(user.id);
    if (!row) return nothing;
    return {
      enabled: JSON.parse(row.enabled as string),
      preferred: (row.preferred as MfaType | null) ?? undefined,
      legacyOptions: JSON.parse(row.legacy_options as string),
    };
  }

  set(user: User, changes: Partial<MfaPreference>): void {
    const { enabled, preferred, legacyOptions } = { ...this.of(user), ...changes };
    this.#store.write(() =>
      this.#store
        .sql("INSERT OR REPLACE INTO cognito_mfa_preference (user_id, enabled, preferred, legacy_options) VALUES (?, ?, ?, ?)")
        .run(user.id, JSON.stringify(enabled), preferred ?? null, JSON.stringify(legacyOptions)),
    );
  }
}
