import { createHmac } from "node:crypto";
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
  type AuthenticationResultType,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, type startPools } from "../test-pools.ts";

type Pools = Awaited<ReturnType<typeof startPools>>;

/** A pool, a client and a user of it who has signed in with a password and can do so again. */
export async function signedInUser(
  pools: Pools,
  settings: {
    pool?: Partial<CreateUserPoolRequest>;
    appClient?: Partial<CreateUserPoolClientRequest>;
    attributes?: AttributeType[];
  } = {},
) {
  const made = await pools.createPool(settings.pool, settings.appClient);
  const { UserPoolId, ClientId, ClientSecret } = made;
  const Username = "ada";
  const create = { UserPoolId, Username, UserAttributes: settings.attributes ?? [], MessageAction: "SUPPRESS" as const };
  await pools.client.send(new AdminCreateUserCommand(create));
  await pools.client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }));
  const signIn = async (PASSWORD = password): Promise<AuthenticationResultType> => {
    const AuthParameters = {
      USERNAME: Username,
      PASSWORD,
      ...(ClientSecret !== undefined && { SECRET_HASH: secretHash(ClientSecret, Username, ClientId) }),
    };
    const command = new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
    return (await pools.client.send(command)).AuthenticationResult ?? {};
  };
  return { ...made, Username, signIn, tokens: await signIn() };
}

/** New tokens for a refresh token, of a client without a secret. */
export async function refreshed(
  pools: Pools,
  ClientId: string,
  RefreshToken: string | undefined,
): Promise<AuthenticationResultType | undefined> {
  const command = new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken });
  return (await pools.client.send(command)).AuthenticationResult;
}

/** What proves that a caller knows the secret of a client. */
export function secretHash(secret: string, username: string, clientId: string): string {
  return createHmac("sha256", secret)
    .update(username + clientId)
    .digest("base64");
}

/** What a token says, whoever signed it. */
export function claimsOf(token: string | undefined): Record<string, unknown> {
  return JSON.parse(Buffer.from(token?.split(".")[1] ?? "", "base64url").toString("utf8"));
}
