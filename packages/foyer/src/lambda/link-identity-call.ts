import { once, requestLimits } from "../onboarding/aws-client.ts";
import { LinkError } from "./link-identity-event.ts";
import type { SignedInUser } from "./link-identity-token.ts";

const identityPools = once(async () => {
  const sdk = await import("../onboarding/sdk/cognito-identity.ts");
  return { sdk, client: new sdk.CognitoIdentityClient({ requestHandler: requestLimits }) };
});

/** The seconds for which the token that comes with an identity is good: nobody uses it. */
const TOKEN_SECONDS = 1;

/**
 * The identity of whoever has signed in, made at the first call. Where the onboarding claims identities by a developer provider, it is that
 * one, and the sign-in is tied to it.
 * @throws LinkError 401 for a token that the identity pool takes not, 409 where two identities are the user's
 */
export async function identityOf(
  { sub, userPoolId, token }: SignedInUser,
  { identityPoolId: IdentityPoolId, provider }: { identityPoolId: string; provider: string | undefined },
): Promise<string> {
  const { sdk, client } = await identityPools();
  const login = { [`cognito-idp.${userPoolId.split("_")[0]}.amazonaws.com/${userPoolId}`]: token };
  try {
    const { IdentityId } =
      provider === undefined
        ? await client.send(new sdk.GetIdCommand({ IdentityPoolId, Logins: login }))
        : await client.send(
            new sdk.GetOpenIdTokenForDeveloperIdentityCommand({
              IdentityPoolId,
              Logins: { [provider]: sub, ...login },
              TokenDuration: TOKEN_SECONDS,
            }),
          );
    if (!IdentityId) throw new Error("The answer of the identity pool has no identity");
    return IdentityId;
  } catch (error) {
    const { name } = error as Error;
    // The token is one of the user pool; the identity pool has not the app client that it was issued for.
    if (name === "NotAuthorizedException")
      throw Object.assign(new LinkError("Unauthorized", 401, "A valid ID token of this user pool is needed."), { cause: error });
    if (name === "ResourceConflictException")
      throw new LinkError("IdentityConflict", 409, "The sign-in of the user is tied to another identity.");
    throw error;
  }
}
