import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type ChallengeNameType,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigRequest,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, type startPools } from "../test-pools.ts";

type Pools = Awaited<ReturnType<typeof startPools>>;

/** A confirmed user with the password of `test-pools.ts`, and nothing verified. */
export async function createUser(
  { client }: Pools,
  UserPoolId: string,
  Username: string,
  attributes: Record<string, string>,
): Promise<void> {
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  await client.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: "SUPPRESS" }));
  await client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }));
}

/** How a client answers challenges. */
export function answererOf({ client }: Pools, ClientId: string, Username: string) {
  return (ChallengeName: ChallengeNameType, Session: string | undefined, responses: Record<string, string> = {}) =>
    client.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName,
        Session,
        ChallengeResponses: { USERNAME: Username, ...responses },
      }),
    );
}

/** A pool with these second factors and one user in it, who signs in with a password. */
export async function startMfaPool(
  pools: Pools,
  mfa: Omit<SetUserPoolMfaConfigRequest, "UserPoolId">,
  attributes: Record<string, string> = {},
) {
  const { UserPoolId, ClientId } = await pools.createPool();
  await pools.client.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...mfa }));
  const Username = "ada";
  await createUser(pools, UserPoolId, Username, attributes);
  const AuthParameters = { USERNAME: Username, PASSWORD: password };
  return {
    UserPoolId,
    ClientId,
    Username,
    signIn: () => pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters })),
    answer: answererOf(pools, ClientId, Username),
  };
}
