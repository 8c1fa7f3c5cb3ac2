import { isDeepStrictEqual } from "node:util";
import { type ResourceType, unless } from "../resource-type.ts";

interface SchemaAttribute {
  readonly Name: string;
}

interface UserPool {
  readonly UserPoolName?: string;
  readonly UserPoolTags?: unknown;
  readonly Schema?: readonly SchemaAttribute[];
  readonly MfaConfiguration?: string;
  readonly EnabledMfas?: readonly string[];
  readonly EmailAuthenticationMessage?: string;
  readonly EmailAuthenticationSubject?: string;
  readonly WebAuthnRelyingPartyID?: string;
  readonly WebAuthnUserVerification?: string;
}

/**
 * A user pool. Its second factors are told by an operation of their own, as CloudFormation tells them. As there, a pool whose properties have
 * not changed is left alone: triggers that another stack has attached stay.
 */
export const userPool: ResourceType = {
  fixed: ["AliasAttributes", "UsernameAttributes", "UsernameConfiguration"],
  async put({ properties, name, earlier }, { local }) {
    const { UserPoolName: PoolName = name, Schema = [], ...rest } = properties as UserPool;
    const { EnabledMfas, MfaConfiguration, WebAuthnRelyingPartyID: RelyingPartyId, ...withEmail } = rest;
    const { EmailAuthenticationMessage, EmailAuthenticationSubject, WebAuthnUserVerification, ...settings } = withEmail;
    const isSame = earlier !== undefined && isDeepStrictEqual(earlier.properties, properties);
    const id = earlier && (await unless(["ResourceNotFoundException"], update(earlier.physicalId)));
    const UserPoolId = id ?? (await create());
    if ((EnabledMfas || RelyingPartyId !== undefined) && !(isSame && id)) await setMfa(UserPoolId);
    const { UserPool } = (await local.call("cognito-idp", "DescribeUserPool", { UserPoolId })) as { UserPool: { Arn: string } };
    const provider = `cognito-idp.${local.region}.amazonaws.com/${UserPoolId}`;
    const attributes = { Arn: UserPool.Arn, UserPoolId, ProviderName: provider, ProviderURL: `https://${provider}` };
    return { physicalId: UserPoolId, attributes };

    async function create(): Promise<string> {
      const request = { PoolName, ...settings, ...(Schema.length > 0 && { Schema }) };
      const { UserPool } = (await local.call("cognito-idp", "CreateUserPool", withMfa(request))) as { UserPool: { Id: string } };
      return UserPool.Id;
    }

    async function update(UserPoolId: string): Promise<string> {
      const before = (await local.call("cognito-idp", "DescribeUserPool", { UserPoolId })) as {
        UserPool: { SchemaAttributes: readonly SchemaAttribute[] };
      };
      if (isSame) return UserPoolId;
      const has = new Set(before.UserPool.SchemaAttributes.map((attribute) => attribute.Name.replace(/^custom:/, "")));
      const CustomAttributes = Schema.filter((attribute) => !has.has(attribute.Name.replace(/^custom:/, "")));
      if (CustomAttributes.length > 0) await local.call("cognito-idp", "AddCustomAttributes", { UserPoolId, CustomAttributes });
      await local.call("cognito-idp", "UpdateUserPool", withMfa({ UserPoolId, PoolName, ...settings }));
      return UserPoolId;
    }

    /** Without other factors, the pool's own operations take it. */
    function withMfa(request: object): object {
      return EnabledMfas || MfaConfiguration === undefined ? request : { ...request, MfaConfiguration };
    }

    function setMfa(UserPoolId: string): Promise<unknown> {
      const { SmsConfiguration, SmsAuthenticationMessage } = settings as Record<string, unknown>;
      const has = (factor: string) => MfaConfiguration !== "OFF" && EnabledMfas?.includes(factor);
      const email = { Message: EmailAuthenticationMessage, Subject: EmailAuthenticationSubject };
      return local.call("cognito-idp", "SetUserPoolMfaConfig", {
        UserPoolId,
        MfaConfiguration: MfaConfiguration ?? "OFF",
        ...(has("SMS_MFA") && { SmsMfaConfiguration: defined({ SmsConfiguration, SmsAuthenticationMessage }) }),
        ...(has("SOFTWARE_TOKEN_MFA") && { SoftwareTokenMfaConfiguration: { Enabled: true } }),
        ...(has("EMAIL_OTP") && { EmailMfaConfiguration: defined(email) }),
        ...(RelyingPartyId !== undefined && {
          WebAuthnConfiguration: defined({ RelyingPartyId, UserVerification: WebAuthnUserVerification }),
        }),
      });
    }
  },
};

function defined(members: object): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
