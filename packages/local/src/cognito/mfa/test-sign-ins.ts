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

/** A pool with these second factors and one user in it, who signs in with a password. */
export async function startMfaPool(
  pools: Awaited<ReturnType<typeof startPools>>,
  mfa: Omit<SetUserPoolMfaConfigRequest, "UserPoolId">,
  attributes: Record<string, string> = {},
) {
  const { client } = pools;
  const { UserPoolId, ClientId } = await pools.createPool();
  await client.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...mfa }));
  const Username = "ada";
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  await client.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: "SUPPRESS" }));
  await client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }));
  return {
    UserPoolId,
    ClientId,
    Username,
    signIn: (parameters: Record<string, string> = {}) =>
      client.send(
        new InitiateAuthCommand({
          ClientId,
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: Username, PASSWORD: password, ...parameters },
        }),
      ),
    answer: (ChallengeName: ChallengeNameType, Session: string | undefined, responses: Record<string, string> = {}) =>
      client.send(
        new RespondToAuthChallengeCommand({
          ClientId,
          ChallengeName,
          Session,
          ChallengeResponses: { USERNAME: Username, ...responses },
        }),
      ),
  };
}
