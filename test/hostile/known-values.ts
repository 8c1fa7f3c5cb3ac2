import type { LocalAws } from "../../packages/local/src/local-aws.ts";

export const password = "Correct-horse-7";

const poolsKept = 4;
const valuesKept = 8;

/** What exists around one pool, by the name of the member that takes it. */
type PoolValues = Map<string, string[]>;

/** Values that exist in the local AWS: what gets a request past the first checks. All that one request names is of one pool. */
export class KnownValues {
  readonly #local: LocalAws;
  readonly #pools: PoolValues[] = [];
  #made = 0;

  constructor(local: LocalAws) {
    this.#local = local;
  }

  /** One of the values of a pool for a member; undefined if there is none. */
  pick(pool: number, member: string, which: number): string | undefined {
    const values = this.#pools[pool % this.#pools.length]?.get(member);
    // A session and the challenge that it is for go together.
    const index = member === "Session" || member === "ChallengeName" ? Math.floor(pool / this.#pools.length) : which;
    return values?.[index % values.length];
  }

  /** Makes a pool with a client, a group and users in several states, who have codes, sessions and tokens. */
  async renew(settings: Record<string, unknown>): Promise<void> {
    const values: PoolValues = new Map();
    this.#pools.unshift(values);
    this.#pools.splice(poolsKept);
    const call = async (operation: string, input: object) => {
      const answer = (await this.#local.call("cognito-idp", operation, input)) as Record<string, Record<string, string>>;
      learn(values, answer);
      return answer;
    };
    const created = await call("CreateUserPool", {
      PoolName: "main",
      AutoVerifiedAttributes: ["email"],
      Schema: [{ Name: "team", AttributeDataType: "String", Mutable: true }],
      ...settings,
      MfaConfiguration: "OFF",
    });
    const UserPoolId = created.UserPool?.Id as string;
    add(values, "UserPoolId", UserPoolId);
    add(values, "ResourceArn", created.UserPool?.Arn as string);
    const flows = [
      "USER_PASSWORD_AUTH",
      "ADMIN_USER_PASSWORD_AUTH",
      "REFRESH_TOKEN_AUTH",
      "USER_SRP_AUTH",
      "CUSTOM_AUTH",
      "USER_AUTH",
    ];
    const ExplicitAuthFlows = flows.map((flow) => `ALLOW_${flow}`);
    const made = await call("CreateUserPoolClient", { UserPoolId, ClientName: "app", ExplicitAuthFlows });
    const ClientId = made.UserPoolClient?.ClientId as string;
    await call("CreateGroup", { UserPoolId, GroupName: "pro" });
    await call("SetUserPoolMfaConfig", {
      UserPoolId,
      SoftwareTokenMfaConfiguration: { Enabled: true },
      WebAuthnConfiguration: { RelyingPartyId: "localhost" },
      MfaConfiguration: settings.MfaConfiguration ?? "OPTIONAL",
    });
    const number = this.#made++;
    await call("CreateUserPoolDomain", { UserPoolId, Domain: `main-${number}` });
    add(values, "Domain", `main-${number}`);
    await call("CreateResourceServer", { UserPoolId, Identifier: "api", Name: "api" });
    const ProviderDetails = {
      client_id: "a",
      client_secret: "b",
      attributes_request_method: "GET",
      oidc_issuer: "https://id.example.com",
      authorize_scopes: "openid",
    };
    await call("CreateIdentityProvider", { UserPoolId, ProviderName: "Partner", ProviderType: "OIDC", ProviderDetails });
    for (const name of ["ada", "bob", "eve"]) {
      const email = `${name}${number}@example.com`;
      const Username = settings.UsernameAttributes ? email : `${name}${number}`;
      add(values, "Username", Username);
      await call("SignUp", { ClientId, Username, Password: password, UserAttributes: [{ Name: "email", Value: email }] });
      this.#learnCode(values);
      if (name === "ada") continue;
      await call("AdminConfirmSignUp", { UserPoolId, Username });
      await call("AdminUpdateUserAttributes", {
        UserPoolId,
        Username,
        UserAttributes: [{ Name: "email_verified", Value: "true" }],
      });
      await call("AdminAddUserToGroup", { UserPoolId, Username, GroupName: "pro" });
      const AuthParameters = { USERNAME: Username, PASSWORD: password };
      await call("InitiateAuth", { ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
    }
    // Their sessions are open: to set a new password, and to verify one by SRP.
    const Username = settings.UsernameAttributes ? `new${number}@example.com` : `new${number}`;
    await call("AdminCreateUser", { UserPoolId, Username, TemporaryPassword: password });
    const AuthParameters = { USERNAME: Username, PASSWORD: password, SRP_A: "a".repeat(768) };
    for (const AuthFlow of ["USER_PASSWORD_AUTH", "USER_SRP_AUTH"])
      await call("InitiateAuth", { ClientId, AuthFlow, AuthParameters });
  }

  /** Takes every value of an answer that later requests to the same pool may name: ids, tokens, sessions. */
  learn(pool: number, answer: unknown): void {
    const values = this.#pools[pool % this.#pools.length] as PoolValues;
    learn(values, answer);
    if (JSON.stringify(answer).includes("CodeDeliveryDetails")) this.#learnCode(values);
  }

  #learnCode(values: PoolValues): void {
    const [mail] = this.#local.inbox.list({ limit: 1 });
    add(values, "ConfirmationCode", /\b\d{6}\b/.exec(mail?.text ?? "")?.[0] ?? "000000");
  }
}

const learnt =
  /^(ClientId|Username|GroupName|AccessToken|RefreshToken|SecretCode|SECRET_BLOCK|NextToken|PaginationToken|DeviceKey|ProviderName|Identifier|Domain|ClientSecretId|JobId)$/;

function learn(values: PoolValues, answer: unknown): void {
  if (typeof answer !== "object" || answer === null) return;
  const { Session, ChallengeName } = answer as Record<string, string | undefined>;
  if (Session) {
    add(values, "Session", Session);
    add(values, "ChallengeName", ChallengeName ?? "MFA_SETUP");
  }
  for (const [name, value] of Object.entries(answer)) {
    if (typeof value === "string" && learnt.test(name) && value.length < 4096) add(values, name, value);
    else learn(values, value);
  }
}

function add(values: PoolValues, member: string, value: string): void {
  const others = (values.get(member) ?? []).filter((other) => member === "ChallengeName" || other !== value);
  values.set(member, [value, ...others].slice(0, valuesKept));
}
