import type {
  GetUserPoolMfaConfigResponse,
  SetUserPoolMfaConfigRequest,
  WebAuthnConfigurationType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Store } from "../../store/store.ts";
import { invalidParameter } from "../errors.ts";
import type { UserPool, UserPools } from "../pools/user-pools.ts";
import type { MfaType } from "./preferences.ts";

/** What SetUserPoolMfaConfig keeps beside the pool's own settings, which hold the SMS configuration and message. */
interface KeptMfa {
  /** True once a request has named SMS as a second factor. */
  sms?: boolean | undefined;
  SoftwareTokenMfaConfiguration?: SetUserPoolMfaConfigRequest["SoftwareTokenMfaConfiguration"];
  EmailMfaConfiguration?: SetUserPoolMfaConfigRequest["EmailMfaConfiguration"];
  WebAuthnConfiguration?: WebAuthnConfigurationType | undefined;
}

/** Which second factors the pools allow. `MfaConfiguration` lies with the pool, since UpdateUserPool sets it too. */
export class PoolMfa {
  readonly #store: Store;
  readonly #userPools: UserPools;

  constructor(store: Store, userPools: UserPools) {
    this.#store = store;
    this.#userPools = userPools;
  }

  /**
   * Takes a whole request: MFA that it leaves out is off, and that drops the factors. A factor that it leaves out otherwise stays.
   * @throws InvalidParameterException for factors while MFA is off, and for MFA without any
   */
  set(pool: UserPool, request: SetUserPoolMfaConfigRequest): void {
    const { SmsMfaConfiguration, SoftwareTokenMfaConfiguration, EmailMfaConfiguration, WebAuthnConfiguration } = request;
    const MfaConfiguration = request.MfaConfiguration ?? "OFF";
    const given = SmsMfaConfiguration ?? SoftwareTokenMfaConfiguration ?? EmailMfaConfiguration;
    if (MfaConfiguration === "OFF" && given) {
      throw invalidParameter("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.");
    }
    if (MfaConfiguration !== "OFF" && !given) {
      throw invalidParameter("Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.");
    }
    const before = this.#kept(pool);
    const kept: KeptMfa = {
      WebAuthnConfiguration: WebAuthnConfiguration ?? before.WebAuthnConfiguration,
      ...(MfaConfiguration !== "OFF" && {
        sms: SmsMfaConfiguration !== undefined || before.sms,
        SoftwareTokenMfaConfiguration: SoftwareTokenMfaConfiguration ?? before.SoftwareTokenMfaConfiguration,
        EmailMfaConfiguration: EmailMfaConfiguration ?? before.EmailMfaConfiguration,
      }),
    };
    const { SmsAuthenticationMessage, SmsConfiguration } = { ...pool.settings, ...SmsMfaConfiguration };
    this.#store.write(() => {
      this.#userPools.update(pool.id, {
        settings: { ...pool.settings, MfaConfiguration, SmsAuthenticationMessage, SmsConfiguration },
      });
      this.#store
        .sql("INSERT OR REPLACE INTO cognito_user_pool_mfa (user_pool_id, settings) VALUES (?, ?)")
        .run(pool.id, JSON.stringify(kept));
    });
  }

  /** As GetUserPoolMfaConfig shows it: the factors that are configured, none while MFA is off. */
  describe(pool: UserPool): GetUserPoolMfaConfigResponse {
    const { MfaConfiguration = "OFF", SmsAuthenticationMessage, SmsConfiguration } = pool.settings;
    const { SoftwareTokenMfaConfiguration, EmailMfaConfiguration, WebAuthnConfiguration } = this.#kept(pool);
    if (MfaConfiguration === "OFF") return { MfaConfiguration, WebAuthnConfiguration };
    const sms = this.factorsOf(pool).includes("SMS_MFA");
    return {
      MfaConfiguration,
      SmsMfaConfiguration: sms ? { SmsAuthenticationMessage, SmsConfiguration } : undefined,
      SoftwareTokenMfaConfiguration,
      EmailMfaConfiguration,
      WebAuthnConfiguration,
    };
  }

  /** The second factors that users can set up; none while MFA is off. */
  factorsOf(pool: UserPool): MfaType[] {
    if ((pool.settings.MfaConfiguration ?? "OFF") === "OFF") return [];
    const kept = this.#kept(pool);
    const factors: MfaType[] = [];
    // A pool that can send text messages has SMS as a factor unless it was set up without.
    if (kept.sms ?? pool.settings.SmsConfiguration !== undefined) factors.push("SMS_MFA");
    if (kept.EmailMfaConfiguration) factors.push("EMAIL_OTP");
    if (kept.SoftwareTokenMfaConfiguration?.Enabled) factors.push("SOFTWARE_TOKEN_MFA");
    return factors;
  }

  /** The relying party of the pool's passkeys. */
  webAuthnOf(pool: UserPool): WebAuthnConfigurationType | undefined {
    return this.#kept(pool).WebAuthnConfiguration;
  }

  /** The message of an e-mail code, as far as the pool words it itself. */
  emailMessageOf(pool: UserPool): NonNullable<KeptMfa["EmailMfaConfiguration"]> {
    return this.#kept(pool).EmailMfaConfiguration ?? {};
  }

  #kept(pool: UserPool): KeptMfa {
    const row = this.#store.sql("SELECT settings FROM cognito_user_pool_mfa WHERE user_pool_id = ?").get(pool.id);
    return row ? JSON.parse(row.settings as string) : {};
  }
}
