import type {
  GetTokensFromRefreshTokenRequest,
  GetTokensFromRefreshTokenResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { checkClientSecret } from "../sign-in/secret-hash.ts";
import { refresh } from "../tokens/refresh.ts";

type Operation = CognitoOperation<GetTokensFromRefreshTokenRequest, GetTokensFromRefreshTokenResponse>;

/** Works with and without rotation, and whatever flows the client allows. */
export const getTokensFromRefreshToken: Operation = async (cognito, request, call) => {
  const client = cognito.appClients.get(request.ClientId as string);
  const pool = cognito.userPools.get(client.userPoolId);
  checkClientSecret(client, request.ClientSecret);
  const AuthenticationResult = await refresh(
    cognito,
    pool,
    { call, client },
    {
      refreshToken: request.RefreshToken as string,
      deviceKey: request.DeviceKey,
      clientMetadata: request.ClientMetadata,
    },
  );
  return { AuthenticationResult };
};
